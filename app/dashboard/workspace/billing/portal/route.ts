import { notFound } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { portalAddress } from '#lib/billing/payment-method.ts';
import { currentStripe } from '#lib/billing/providers/current.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { env } from '#lib/env.ts';
import { redirect } from '#lib/http/respond.ts';

/** Goes to the page at Stripe with the workspace's cards and receipts; not there where billing is built in. */
export async function GET(request: NextRequest): Promise<Response> {
  const admin = await workspacePage('billing:write');
  const provider = currentStripe();
  if (!provider || request.headers.get('sec-fetch-site') === 'cross-site') notFound();
  const back = `${env().http.url}/dashboard/workspace/billing/payment-method`;
  const address = await portalAddress({ ...admin, provider }, back);
  if (!address) notFound();
  return redirect(address);
}
