import { issueForWorkspace } from '#lib/billing/issue-invoices.ts';
import { monthOf } from '#lib/billing/month.ts';
import { builtInProvider } from '#lib/billing/providers/built-in.ts';
import { database } from '#lib/db/client.ts';
import { newExternalKey } from '#lib/ids.ts';
import { contextOf } from './dashboard.ts';

/** A card of the sandbox, as rows keep it. */
export const VISA = {
  brand: 'visa',
  last4: '4242',
  expiryMonth: 4,
  expiryYear: 2040,
  reference: 'sandbox_pays',
};

/**
 * An open invoice for the newest month of a workspace that has none, of one connection that was active all month and is
 * active no more. The workspace gets a payer if it has none, and a card to pay with.
 */
export async function seedInvoice(
  workspaceId: string,
  environmentId: string,
): Promise<{ id: string; name: string }> {
  const now = new Date();
  const ctx = { ...contextOf(workspaceId, now), provider: builtInProvider };
  if (!(await ctx.data.billing.account())) {
    const address = {
      country: 'DE',
      line1: 'Hauptstr. 1',
      line2: null,
      dependentLocality: null,
      locality: 'Berlin',
      administrativeArea: null,
      postalCode: '10115',
    };
    await ctx.data.billing.saveAccount(
      { companyName: 'Payer GmbH', billingEmail: 'billing@payer.example', ...address },
      now,
    );
  }
  const billed = new Set((await ctx.data.invoices.months()).map((start) => start.getTime()));
  let month = monthOf(new Date(monthOf(now).start.getTime() - 1));
  while (billed.has(month.start.getTime())) month = monthOf(new Date(month.start.getTime() - 1));
  const key = newExternalKey();
  await database().connectionActivation.create({
    data: {
      id: `activation_${key}`,
      workspaceId,
      environmentId,
      environmentName: 'Production',
      connectionId: `conn_${key}`,
      connectionName: 'Acme Okta',
      connectionType: 'OktaSAML',
      organizationName: 'Acme',
      startedAt: month.start,
      endedAt: new Date(month.end.getTime() - 1),
    },
  });
  const card = await ctx.data.billing.paymentMethod();
  const none = { brand: null, last4: null, expiryMonth: null, expiryYear: null, reference: null };
  // Not charged while it is made.
  await ctx.data.billing.savePaymentMethod({ kind: 'invoice', purchaseOrder: null, ...none }, now);
  const [id = ''] = await issueForWorkspace(ctx, ['Example Ltd', '1 High Street', 'London']);
  await ctx.data.billing.savePaymentMethod(card ?? { kind: 'card', purchaseOrder: null, ...VISA }, now);
  const { name } = await database()
    .invoice.findFirstOrThrow({ where: { workspaceId, id } })
    .then(({ number }) => ({ name: `INV-${String(number).padStart(4, '0')}` }));
  return { id, name };
}
