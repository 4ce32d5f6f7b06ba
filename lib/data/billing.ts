import type { Prisma, Queries } from '#lib/db/client.ts';

const ACCOUNT = {
  companyName: true,
  billingEmail: true,
  country: true,
  line1: true,
  line2: true,
  locality: true,
  dependentLocality: true,
  administrativeArea: true,
  postalCode: true,
  stripeCustomerId: true,
  updatedAt: true,
} as const satisfies Prisma.BillingAccountSelect;
export type BillingAccountRow = Prisma.BillingAccountGetPayload<{ select: typeof ACCOUNT }>;

const TAX_ID = {
  id: true,
  country: true,
  type: true,
  value: true,
  stripeTaxId: true,
  createdAt: true,
} as const satisfies Prisma.BillingTaxIdSelect;
export type BillingTaxIdRow = Prisma.BillingTaxIdGetPayload<{ select: typeof TAX_ID }>;

const METHOD = {
  kind: true,
  purchaseOrder: true,
  brand: true,
  last4: true,
  expiryMonth: true,
  expiryYear: true,
  reference: true,
  updatedAt: true,
} as const satisfies Prisma.PaymentMethodSelect;
export type PaymentMethodRow = Prisma.PaymentMethodGetPayload<{ select: typeof METHOD }>;

const CONFIRMATION = {
  id: true,
  brand: true,
  last4: true,
  expiryMonth: true,
  expiryYear: true,
  reference: true,
  expiresAt: true,
} as const satisfies Prisma.CardConfirmationSelect;
export type CardConfirmationRow = Prisma.CardConfirmationGetPayload<{ select: typeof CONFIRMATION }>;

/** Who pays for a workspace, and how. */
export function billing(queries: Queries, workspaceId: string) {
  const where = { workspaceId };
  return {
    account(): Promise<BillingAccountRow | null> {
      return queries.billingAccount.findUnique({ where, select: ACCOUNT });
    },
    async saveAccount(
      values: Omit<BillingAccountRow, 'stripeCustomerId' | 'updatedAt'>,
      now: Date,
    ): Promise<void> {
      const row = { ...values, updatedAt: now };
      await queries.billingAccount.upsert({
        where,
        create: { workspaceId, ...row, createdAt: now },
        update: row,
      });
    },
    async setStripeCustomer(stripeCustomerId: string): Promise<void> {
      await queries.billingAccount.updateMany({ where, data: { stripeCustomerId } });
    },

    /** In the order in which they were added. */
    taxIds(): Promise<BillingTaxIdRow[]> {
      return queries.billingTaxId.findMany({ where, orderBy: { id: 'asc' }, select: TAX_ID });
    },
    async addTaxId(row: {
      id: string;
      country: string;
      type: string;
      value: string;
      now: Date;
    }): Promise<void> {
      const { now, ...values } = row;
      await queries.billingTaxId.create({ data: { ...values, workspaceId, createdAt: now } });
    },
    async setStripeTaxId(id: string, stripeTaxId: string): Promise<void> {
      await queries.billingTaxId.updateMany({ where: { workspaceId, id }, data: { stripeTaxId } });
    },
    async removeTaxId(id: string): Promise<boolean> {
      const { count } = await queries.billingTaxId.deleteMany({ where: { workspaceId, id } });
      return count === 1;
    },

    paymentMethod(): Promise<PaymentMethodRow | null> {
      return queries.paymentMethod.findUnique({ where, select: METHOD });
    },
    async savePaymentMethod(values: Omit<PaymentMethodRow, 'updatedAt'>, now: Date): Promise<void> {
      const row = { ...values, updatedAt: now };
      await queries.paymentMethod.upsert({
        where,
        create: { workspaceId, ...row, createdAt: now },
        update: row,
      });
    },

    confirmation(now: Date): Promise<CardConfirmationRow | null> {
      return queries.cardConfirmation.findFirst({
        where: { workspaceId, expiresAt: { gt: now } },
        select: CONFIRMATION,
      });
    },
    async saveConfirmation(values: CardConfirmationRow, now: Date): Promise<void> {
      const row = { ...values, createdAt: now };
      await queries.cardConfirmation.upsert({ where, create: { workspaceId, ...row }, update: row });
    },
    async dropConfirmation(): Promise<boolean> {
      const { count } = await queries.cardConfirmation.deleteMany({ where });
      return count === 1;
    },

    async knowsEvent(id: string): Promise<boolean> {
      return (await queries.billingEvent.count({ where: { workspaceId, id } })) > 0;
    },
    /** Notes an event of a provider; false when it was noted before. */
    async noteEvent(row: { id: string; type: string; createdAt: Date; receivedAt: Date }): Promise<boolean> {
      const { count } = await queries.billingEvent.createMany({
        data: [{ ...row, workspaceId }],
        skipDuplicates: true,
      });
      return count === 1;
    },
  };
}
