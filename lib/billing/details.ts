import type { z } from 'zod';
import { isEmail } from '#lib/attributes/email.ts';
import type { BillingAccountRow, BillingTaxIdRow } from '#lib/data/billing.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import { violatedUnique } from '#lib/data/unique.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { type Address, type AddressPart, addressLines, checkAddress } from './address.ts';
import { type BillingContext, unlockProduction } from './context.ts';
import { countryName, isCountry } from './countries.ts';
import type { addTaxIdInput, billingDetailsInput, removeTaxIdInput } from './details.schema.ts';
import type { Payer } from './providers/provider.ts';
import { checkTaxId, taxIdKind } from './tax-id.ts';

const MAX_TAX_IDS = 5;

/** What the billing form shows; null fields are empty. */
export type BillingDetailsView = {
  companyName: string;
  billingEmail: string;
  country: string;
  parts: Partial<Record<AddressPart, string>>;
  /** The address as on an envelope. */
  envelope: string[];
};

/** `country` is a name here. */
export type TaxIdView = { id: string; label: string; country: string; value: string };

/** Who pays, null until somebody has said so, and their tax IDs. */
export async function getBillingDetails({
  data,
}: WorkspaceContext): Promise<{ details: BillingDetailsView | null; taxIds: TaxIdView[] }> {
  const [account, taxIds] = await Promise.all([data.billing.account(), data.billing.taxIds()]);
  return { details: account && detailsView(account), taxIds: taxIds.map(taxIdView) };
}

/**
 * Saves who pays, and unlocks Production when a payment method is there already. Throws invalid_request_parameters by
 * field.
 */
export async function saveBillingDetails(
  ctx: BillingContext,
  input: z.output<typeof billingDetailsInput>,
): Promise<void> {
  if (!isCountry(input.country)) throw invalidField('country', 'Choose a country.');
  const { address, problems } = checkAddress(input.country, input);
  const wrong = Object.entries({
    ...(input.companyName === '' ? { companyName: 'Enter the name that belongs on your invoices.' } : {}),
    ...(isEmail(input.billingEmail)
      ? {}
      : { billingEmail: 'Enter an email address such as billing@example.com.' }),
    ...problems,
  });
  if (wrong.length > 0) {
    throw new AppError('invalid_request_parameters', undefined, {
      fields: wrong.map(([field, message]) => ({ field, code: 'invalid', message })),
    });
  }
  const values = {
    companyName: input.companyName,
    billingEmail: input.billingEmail,
    ...address,
    line1: address.line1 ?? '',
  };
  const [before, taxIds] = await Promise.all([ctx.data.billing.account(), ctx.data.billing.taxIds()]);
  // The provider first: what it refuses is not saved here either, and what it saved twice is the same.
  const payer = payerOf(ctx, { ...values, stripeCustomerId: before?.stripeCustomerId ?? null }, taxIds);
  const saved = await ctx.provider.savePayer(payer);
  await ctx.data.transaction(async (rows) => {
    await rows.workspace.lock();
    await rows.billing.saveAccount(values, ctx.now);
    if (saved.customerId) await rows.billing.setStripeCustomer(saved.customerId);
    for (const [id, reference] of Object.entries(saved.taxIdReferences)) {
      await rows.billing.setStripeTaxId(id, reference);
    }
    await rows.auditLog.record(ctx, {
      action: 'billing_details.updated',
      target: { type: 'workspace', id: ctx.scope.workspaceId, name: values.companyName },
      before: before && auditedDetails(before),
      after: auditedDetails(values),
    });
    await unlockProduction(ctx, rows);
  });
}

/** Adds a tax ID that appears on invoices from now on. Throws invalid_request_parameters on `taxId`. */
export async function addTaxId(
  ctx: BillingContext,
  input: z.output<typeof addTaxIdInput>,
): Promise<TaxIdView> {
  const kind = taxIdKind(input.taxCountry);
  if (!kind) throw invalidField('taxCountry', 'Choose a country of the list.');
  const checked = checkTaxId(input.taxCountry, input.taxId);
  if (!checked) {
    const message = `This is no valid ${kind.label} of ${countryName(input.taxCountry)}. One looks like ${kind.example}.`;
    throw invalidField('taxId', message);
  }
  const row = { id: newId('billingTaxId', ctx.now), country: input.taxCountry, ...checked };
  await ctx.data
    .transaction(async (rows) => {
      await rows.workspace.lock();
      if ((await rows.billing.taxIds()).length >= MAX_TAX_IDS) {
        throw invalidField('taxId', `There are ${MAX_TAX_IDS} tax IDs already. Remove one first.`);
      }
      await rows.billing.addTaxId({ ...row, now: ctx.now });
      await rows.auditLog.record(ctx, {
        action: 'billing_tax_id.created',
        target: { type: 'billing_tax_id', id: row.id, name: row.value },
        after: { country: row.country, type: row.type, value: row.value },
      });
    })
    .catch((error: unknown) => {
      if (violatedUnique(error)) throw invalidField('taxId', 'This number is on the list already.');
      throw error;
    });
  const [account, taxIds] = await Promise.all([ctx.data.billing.account(), ctx.data.billing.taxIds()]);
  // Without an address the provider does not know the payer yet; it learns of both together.
  if (!account) return taxIdView(row);
  const saved = await ctx.provider.savePayer(payerOf(ctx, account, taxIds));
  for (const [id, reference] of Object.entries(saved.taxIdReferences)) {
    await ctx.data.billing.setStripeTaxId(id, reference);
  }
  return taxIdView(row);
}

/** Takes a tax ID off; invoices that were issued with it keep it. Throws entity_not_found. */
export async function removeTaxId(
  ctx: BillingContext,
  input: z.output<typeof removeTaxIdInput>,
): Promise<TaxIdView> {
  const row = (await ctx.data.billing.taxIds()).find(({ id }) => id === input.id);
  if (!row) throw entityNotFound('Tax ID', input.id);
  const account = await ctx.data.billing.account();
  if (account?.stripeCustomerId && row.stripeTaxId) {
    await ctx.provider.removeTaxId(account.stripeCustomerId, row.stripeTaxId);
  }
  await ctx.data.transaction(async (rows) => {
    if (!(await rows.billing.removeTaxId(row.id))) throw entityNotFound('Tax ID', input.id);
    await rows.auditLog.record(ctx, {
      action: 'billing_tax_id.deleted',
      target: { type: 'billing_tax_id', id: row.id, name: row.value },
      before: { country: row.country, type: row.type, value: row.value },
    });
  });
  return taxIdView(row);
}

/** The payer as a provider is told. */
export function payerOf(
  { scope }: Pick<WorkspaceContext, 'scope'>,
  account: Omit<BillingAccountRow, 'updatedAt'>,
  taxIds: readonly BillingTaxIdRow[],
): Payer {
  return {
    workspaceId: scope.workspaceId,
    customerId: account.stripeCustomerId,
    companyName: account.companyName,
    billingEmail: account.billingEmail,
    address: addressOf(account),
    taxIds: taxIds.map(({ id, type, value, stripeTaxId }) => ({ id, type, value, reference: stripeTaxId })),
  };
}

/** The lines of an envelope to the payer. */
export function envelopeOf(account: Omit<BillingAccountRow, 'updatedAt' | 'stripeCustomerId'>): string[] {
  return addressLines(addressOf(account), account.companyName, countryName(account.country));
}

/** `VAT number DE136695976`: a tax ID as invoices show it. */
export function taxIdText({ country, value }: Pick<BillingTaxIdRow, 'country' | 'value'>): string {
  return `${taxIdKind(country)?.label ?? 'Tax ID'} ${value}`;
}

type AddressColumns = Pick<BillingAccountRow, 'country' | AddressPart>;

function addressOf(row: AddressColumns): Address {
  const { country, line1, line2, dependentLocality, locality, administrativeArea, postalCode } = row;
  return { country, line1, line2, dependentLocality, locality, administrativeArea, postalCode };
}

function auditedDetails(row: AddressColumns & { companyName: string; billingEmail: string }) {
  const { companyName, billingEmail } = row;
  return { companyName, billingEmail, ...addressOf(row) };
}

function detailsView(row: BillingAccountRow): BillingDetailsView {
  const { country, ...parts } = addressOf(row);
  return {
    companyName: row.companyName,
    billingEmail: row.billingEmail,
    country,
    parts: Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null)) as Partial<
      Record<AddressPart, string>
    >,
    envelope: envelopeOf(row),
  };
}

function taxIdView({ id, country, value }: Pick<BillingTaxIdRow, 'id' | 'country' | 'value'>): TaxIdView {
  return { id, label: taxIdKind(country)?.label ?? 'Tax ID', country: countryName(country), value };
}
