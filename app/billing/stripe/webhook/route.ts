import { stripeNotices } from '#lib/auth/callers.ts';
import { currentStripe } from '#lib/billing/providers/current.ts';
import { receiveStripeNotice } from '#lib/billing/receive-stripe-notice.ts';
import { AppError } from '#lib/errors.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { json } from '#lib/http/respond.ts';

/** Notices of Stripe's about customers, cards and invoices; not there where Stripe is not set up. */
export const POST = endpoint(stripeNotices, async (request, { signature, now }) => {
  const stripe = currentStripe();
  if (!stripe) throw new AppError('not_found');
  const body = await request.text();
  return json({ result: await receiveStripeNotice({ stripe, body, signature, now }) });
});
