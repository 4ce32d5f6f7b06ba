import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { billedWorkspaces } from '#lib/data/billed-workspaces.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { newId } from '#lib/ids.ts';
import { payInvoice } from './collect.ts';
import type { BillingContext } from './context.ts';
import { saveBillingDetails } from './details.ts';
import { invoicePdf } from './invoice-pdf.ts';
import { creditInvoice, getInvoice, listInvoices, recordPayment, voidInvoice } from './invoices.ts';
import { issueForWorkspace, issueInvoices } from './issue-invoices.ts';
import { monthOf, nextMonth } from './month.ts';
import { operateInvoices } from './operator.ts';
import { addCard, payByInvoice } from './payment-method.ts';
import { builtInProvider } from './providers/built-in.ts';

const ISSUER = ['Example Ltd', '1 High Street'];
const DETAILS = {
  companyName: 'Pagador Ñandú GmbH',
  billingEmail: 'billing@payer.example',
  country: 'DE',
  line1: 'Hauptstr. 1',
  postalCode: '10115',
  locality: 'Berlin',
};
const CARD = { card_number: '4242424242424242', card_expiry: '04 / 40', card_cvc: '123' };
/** Accepted when it is saved, declined when it is charged. */
const EMPTY_CARD = { ...CARD, card_number: '4000000000000341' };
const DAY = 24 * 60 * 60 * 1000;

let world: Awaited<ReturnType<typeof testEnvironments>>;
let billing: BillingContext;
test.beforeEach(async () => {
  world = await testEnvironments();
  billing = { ...world.workspace, provider: builtInProvider };
});
test.afterEach(() => world.close());

const at = (text: string) => new Date(text.length === 10 ? `${text}T00:00:00.000Z` : text);
const when = (now: Date): BillingContext => ({ ...billing, now });

let made = 0;
/** A connection that was active for some time; the name is the connection's. */
async function active(from: string, to: string | null, name = `c${++made}`) {
  await activeAll([{ startedAt: at(from), endedAt: to === null ? null : at(to), name }]);
}

async function activeAll(stretches: readonly { startedAt: Date; endedAt: Date | null; name: string }[]) {
  const { workspaceId } = billing.scope;
  const { environmentId } = world.production.scope;
  await world.db.connectionActivation.createMany({
    data: stretches.map(({ name, ...times }) => ({
      id: `activation_${++made}`,
      workspaceId,
      environmentId,
      environmentName: 'Production',
      connectionId: `conn_${name}`,
      connectionName: name,
      connectionType: 'GenericSAML',
      organizationName: `Customer ${name}`,
      ...times,
    })),
  });
}

/** The job, on this test's database. */
function job(now: string) {
  return issueInvoices(at(now), {
    provider: billing.provider,
    issuer: ISSUER,
    workspaces: { ...billedWorkspaces(world.db), reconcile: async () => ({ opened: 0, ended: 0 }) },
    open: (workspaceId) => forWorkspace(systemWorkspaceScope(workspaceId), world.db),
  });
}

async function only() {
  const { invoices } = await listInvoices(billing, 1);
  const invoice = await getInvoice(billing, invoices[0]?.id ?? '');
  if (!invoice || invoices.length !== 1) throw new Error('there is not one invoice');
  return invoice;
}
const mails = async (template: string) =>
  world.db.mail.count({ where: { workspaceId: billing.scope.workspaceId, template } });

test('a month that is over has an invoice, the one under way has none, and the payer is told', async () => {
  await saveBillingDetails(billing, DETAILS);
  await payByInvoice(billing, { purchaseOrder: 'PO 7' });
  await active('2026-09-16', '2026-10-02T08:00:00Z', 'acme');
  expect(await job('2026-10-01')).toMatchObject({ issued: 1, failed: 0 });
  expect(await only()).toMatchObject({
    name: 'INV-0001',
    month: '2026-09-01T00:00:00.000Z',
    dueAt: '2026-10-31T00:00:00.000Z',
    // Seen on November 21.
    status: 'overdue',
    total: '$62.50',
    due: '$62.50',
    issuer: ISSUER,
    billTo: { billingEmail: 'billing@payer.example', purchaseOrder: 'PO 7' },
    lines: [
      {
        connectionName: 'acme',
        days: 15,
        daysInMonth: 30,
        activatedAt: '2026-09-16T00:00:00.000Z',
        // It was switched off later: that is on the next invoice.
        deactivatedAt: null,
      },
    ],
  });
  expect(await mails('invoice_ready')).toBe(1);
  expect(await job('2026-10-31T23:59:59Z')).toMatchObject({ issued: 0 });
  await job('2026-11-01');
  const second = (await listInvoices(billing, 1)).invoices[0];
  expect(await getInvoice(billing, second?.id ?? '')).toMatchObject({
    name: 'INV-0002',
    lines: [{ days: 2, deactivatedAt: '2026-10-02T08:00:00.000Z' }],
  });
});

test('jobs that run at once make one invoice of each month, numbered without a gap, with one mail each', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-01-15', null);
  await active('2026-05-01', '2026-05-03');
  const results = await Promise.all(Array.from({ length: 5 }, () => job('2026-11-21')));
  expect(results.map(({ failed }) => failed)).toEqual([0, 0, 0, 0, 0]);
  const rows = await world.db.invoice.findMany({
    where: { workspaceId: billing.scope.workspaceId },
    orderBy: { number: 'asc' },
  });
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(rows.map(({ periodStart }) => periodStart.getUTCMonth())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await mails('invoice_ready')).toBe(10);
});

test('a number that an invoice did not keep is given to the next one', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-09-01', null);
  const data = {
    ...billing.data,
    transaction: <T>(work: (rows: Parameters<typeof forWorkspace>[1] & never) => Promise<T>) =>
      billing.data.transaction(async (rows) => {
        await work(rows as never);
        throw new Error('the database went away');
      }),
  } as unknown as BillingContext['data'];
  await expect(issueForWorkspace({ ...when(at('2026-11-02')), data }, ISSUER)).rejects.toThrow('went away');
  expect((await listInvoices(billing, 1)).invoices).toEqual([]);
  await job('2026-11-02');
  expect((await listInvoices(billing, 1)).invoices.map(({ name }) => name)).toEqual(['INV-0002', 'INV-0001']);
});

test('months wait until somebody says who pays, and are then made up for', async () => {
  await active('2026-08-01', '2026-09-01');
  await active('2026-10-01', null);
  expect(await job('2026-11-21')).toMatchObject({ issued: 0, failed: 0 });
  await saveBillingDetails(billing, DETAILS);
  // September has nothing to pay, and so no invoice.
  expect(await job('2026-11-22')).toMatchObject({ issued: 2 });
  const { invoices } = await listInvoices(billing, 1);
  expect(invoices.map(({ name, month }) => [name, month.slice(0, 7)])).toEqual([
    ['INV-0002', '2026-10'],
    ['INV-0001', '2026-08'],
  ]);
});

test('a free connection is on no invoice', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-10-01', null);
  await world.db.connectionActivation.updateMany({
    where: { workspaceId: billing.scope.workspaceId },
    data: { connectionType: 'GoogleOAuth' },
  });
  expect(await job('2026-11-21')).toMatchObject({ issued: 0 });
});

test('what was issued stays as it was, whatever changes afterwards', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-10-01', null, 'acme');
  await job('2026-11-01');
  const before = await only();
  await saveBillingDetails(billing, { ...DETAILS, companyName: 'Renamed', line1: 'Elsewhere 2' });
  await world.db.connectionActivation.updateMany({
    where: { workspaceId: billing.scope.workspaceId },
    data: { connectionName: 'renamed', endedAt: at('2026-11-05') },
  });
  await job('2026-11-30');
  expect(await only()).toEqual(before);
});

test('the trouble of one workspace does not hold up another', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-10-01', null);
  const broken = {
    ...billedWorkspaces(world.db),
    ids: async () => ['workspace_broken', billing.scope.workspaceId],
    reconcile: async () => ({ opened: 0, ended: 0 }),
  };
  const result = await issueInvoices(at('2026-11-01'), {
    provider: billing.provider,
    issuer: ISSUER,
    workspaces: broken,
    open: (workspaceId) => {
      const data = forWorkspace(systemWorkspaceScope(workspaceId), world.db);
      if (workspaceId !== 'workspace_broken') return data;
      return { ...data, activations: { ...data.activations, firstStart: () => Promise.reject(new Error()) } };
    },
  });
  expect(result).toMatchObject({ issued: 1, failed: 1 });
});

test('a card is charged when the invoice is made', async () => {
  await saveBillingDetails(billing, DETAILS);
  await addCard(billing, CARD);
  await active('2026-10-01', null);
  await job('2026-11-01');
  expect(await only()).toMatchObject({ status: 'paid', paidHow: 'card', due: '$0.00' });
  expect(await mails('payment_failed')).toBe(0);
});

test('a card that is declined leaves the invoice open, says so once, and a better card settles it', async () => {
  await saveBillingDetails(billing, DETAILS);
  await addCard(billing, EMPTY_CARD);
  await active('2026-10-01', '2026-10-31');
  await job('2026-11-01');
  await job('2026-11-02');
  const { id, status, paymentProblem } = await only();
  expect({ status, paymentProblem }).toEqual({
    status: 'failed',
    paymentProblem: 'The card was declined. Ask its bank, or use another card.',
  });
  await expect(payInvoice(billing, { id })).rejects.toMatchObject({ code: 'conflict' });
  expect(await mails('payment_failed')).toBe(1);
  await addCard(billing, CARD);
  expect(await only()).toMatchObject({ status: 'paid', paymentProblem: null });
});

test('a credit takes off at most what is open, also when several are given at once; the last cent settles', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-10-01', null);
  await job('2026-11-01');
  const { id } = await only();
  const credit = (amount: string) => creditInvoice(billing, { id, amount, reason: 'Outage' });
  for (const amount of ['0', '-5', '12.345', 'all', '125.01']) {
    await expect(credit(amount)).rejects.toMatchObject({ fields: [{ field: 'amount' }] });
  }
  const given = await Promise.allSettled(Array.from({ length: 6 }, () => credit('40')));
  expect(given.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(await only()).toMatchObject({ status: 'open', total: '$125.00', due: '$5.00' });
  await credit('5.00');
  expect(await only()).toMatchObject({ status: 'paid', paidHow: 'credit', due: '$0.00' });
  await expect(credit('1')).rejects.toMatchObject({ code: 'conflict' });
});

test('a void invoice keeps its number, its month is not billed again, and it is settled no second time', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-09-01', '2026-10-01');
  await job('2026-10-01');
  const { id } = await only();
  await expect(voidInvoice(billing, { id, reason: 'Wrong', confirmation: 'INV-1' })).rejects.toMatchObject({
    fields: [{ field: 'confirmation' }],
  });
  await voidInvoice(billing, { id, reason: 'Wrong', confirmation: 'INV-0001' });
  await expect(recordPayment(billing, { id })).rejects.toMatchObject({ code: 'conflict' });
  await active('2026-10-05', '2026-10-06');
  await job('2026-11-01');
  const { invoices } = await listInvoices(billing, 1);
  expect(invoices.map(({ name, status }) => [name, status])).toEqual([
    ['INV-0002', 'open'],
    ['INV-0001', 'void'],
  ]);
});

test('a payment is noted once, and the audit log tells all that became of an invoice', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-10-01', null);
  await job('2026-11-01');
  const { id } = await only();
  await creditInvoice(billing, { id, amount: '25', reason: 'Outage' });
  const payments = await Promise.allSettled([recordPayment(billing, { id }), recordPayment(billing, { id })]);
  expect(payments.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const entries = await world.db.auditLogEntry.findMany({
    where: { workspaceId: billing.scope.workspaceId, targetId: id },
    orderBy: { id: 'asc' },
  });
  expect(entries.map(({ action }) => action)).toEqual(['invoice.issued', 'invoice.credited', 'invoice.paid']);
});

test('an invoice of another workspace is not there', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-10-01', null);
  await job('2026-11-01');
  const { id } = await only();
  const workspaceId = newId('workspace', billing.now);
  await world.db.workspace.create({
    data: { id: workspaceId, name: 'Other', createdAt: billing.now, updatedAt: billing.now },
  });
  const scope = systemWorkspaceScope(workspaceId);
  const other: BillingContext = { ...billing, scope, data: forWorkspace(scope, world.db) };
  expect(await getInvoice(other, id)).toBeNull();
  for (const attempt of [
    () => recordPayment(other, { id }),
    () => payInvoice(other, { id }),
    () => creditInvoice(other, { id, amount: '1', reason: 'x' }),
    () => voidInvoice(other, { id, reason: 'x', confirmation: 'INV-0001' }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'entity_not_found' });
  }
  expect((await only()).status).toBe('open');
});

test('a workspace with invoices can be deleted, and nothing of them is left', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-10-01', null);
  await job('2026-11-01');
  await creditInvoice(billing, { id: (await only()).id, amount: '1', reason: 'x' });
  const { workspaceId } = billing.scope;
  await world.db.$executeRaw`DELETE FROM "Workspace" WHERE id = ${workspaceId}`;
  expect(await world.db.invoice.count({ where: { workspaceId } })).toBe(0);
  expect(await world.db.connectionActivation.count({ where: { workspaceId } })).toBe(0);
});

test('reconciling ends what no connection stands for and opens nothing twice', async () => {
  await active('2026-10-01', null);
  const workspaces = billedWorkspaces(world.db);
  expect(await workspaces.reconcile(at('2026-10-05'))).toEqual({ opened: 0, ended: 1 });
  expect(await workspaces.reconcile(at('2026-10-06'))).toEqual({ opened: 0, ended: 0 });
});

const histories = fc.array(
  fc.record({
    connection: fc.integer({ min: 0, max: 20 }),
    gap: fc.integer({ min: 0, max: 50 * DAY }),
    length: fc.integer({ min: 0, max: 70 * DAY }),
  }),
  { minLength: 1, maxLength: 30 },
);

test('whatever the history: each total is the sum of its lines, each line lies within its activation and its month, and a second run adds nothing', async () => {
  await saveBillingDetails(billing, DETAILS);
  const { workspaceId } = billing.scope;
  const first = monthOf(at('2027-11-05'));
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const clocks = new Map<number, number>();
      const stretches = history.map(({ connection, gap, length }) => {
        const start = (clocks.get(connection) ?? first.start.getTime()) + gap;
        clocks.set(connection, start + length);
        return { startedAt: new Date(start), endedAt: new Date(start + length), name: `p${connection}` };
      });
      await activeAll(stretches);
      // Over the end of a year and a February 29.
      await job('2028-05-01');
      const invoices = await world.db.invoice.findMany({
        where: { workspaceId },
        orderBy: { number: 'asc' },
        include: { lines: { include: { activation: true } } },
      });
      expect(invoices.map(({ number }) => number)).toEqual(invoices.map((_, index) => index + 1));
      for (const { lines, totalCents, periodStart, periodEnd } of invoices) {
        expect(periodEnd).toEqual(nextMonth(monthOf(periodStart)).start);
        expect(totalCents).toBe(lines.reduce((sum, line) => sum + line.amountCents, 0));
        expect(totalCents).toBeGreaterThan(0);
        for (const { activation, ...line } of lines) {
          expect(line.connectionId).toBe(activation.connectionId);
          expect(line.firstDay >= periodStart && line.lastDay < periodEnd).toBe(true);
          expect(line.firstDay.getTime()).toBeGreaterThan(activation.startedAt.getTime() - DAY);
          expect(line.lastDay <= (activation.endedAt ?? periodEnd)).toBe(true);
          expect(line.days).toBe((line.lastDay.getTime() - line.firstDay.getTime()) / DAY + 1);
        }
      }
      const again = await job('2028-05-01');
      expect(again).toMatchObject({ issued: 0, failed: 0 });
      await world.db.$executeRaw`DELETE FROM "Invoice" WHERE "workspaceId" = ${workspaceId}`;
      await world.db.$executeRaw`DELETE FROM "ConnectionActivation" WHERE "workspaceId" = ${workspaceId}`;
    }),
    { numRuns: 12 },
  );
});

test('the PDF of an invoice is the same file every time, whatever the names are written in and however long it is', async () => {
  await saveBillingDetails(billing, { ...DETAILS, companyName: 'Ærøskøbing Řež Компания 株式会社' });
  const names = Array.from({ length: 60 }, (_, index) => `Ünïcode ${index} 🙂 مرحبا`);
  await activeAll(names.map((name) => ({ startedAt: at('2026-10-01'), endedAt: null, name })));
  await job('2026-11-01');
  const invoice = await only();
  const pdf = await invoicePdf(invoice);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.equals(await invoicePdf(invoice))).toBe(true);
  expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
  // Fonts travel with the file, and none of the viewer's own is asked for.
  expect(pdf.toString('latin1')).toContain('/FontFile2');
  expect(pdf.toString('latin1')).not.toContain('/Helvetica');
});

test('the operator sees what is open, notes payments, gives credit and voids; what makes no sense is explained', async () => {
  await saveBillingDetails(billing, DETAILS);
  await active('2026-09-01', '2026-11-01');
  await job('2026-11-02');
  const operate = (...args: string[]) =>
    operateInvoices(args, {
      now: at('2026-11-20'),
      provider: builtInProvider,
      workspaces: billedWorkspaces(world.db),
      open: (workspaceId) => forWorkspace(systemWorkspaceScope(workspaceId), world.db),
    });
  const [september = '', october = ''] = (await operate('list')).split('\n');
  expect(september).toMatch(/^invoice_\w+ {2}INV-0001 {2}2026-09 +\$125\.00 {2}Test$/);
  const id = (line: string) => line.split(' ')[0] ?? '';
  await operate('credit', id(september), '25', 'Outage', 'in', 'May');
  expect(await operate('paid', id(september))).toBe('INV-0001 is paid.');
  expect(await operate('void', id(october), 'Wrong')).toBe('INV-0002 is void.');
  expect(await operate('list')).toBe('No invoice is open.');
  await expect(operate('paid', id(october))).rejects.toMatchObject({ message: 'INV-0002 is void already.' });
  await expect(operate('paid', 'invoice_invented')).rejects.toMatchObject({ code: 'entity_not_found' });
  for (const args of [
    [],
    ['paid'],
    ['burn', id(october)],
    ['void', id(september)],
    ['credit', id(september)],
  ]) {
    await expect(operate(...args)).rejects.toMatchObject({ code: 'bad_request' });
  }
  const { credits } = (await getInvoice(billing, id(september))) ?? { credits: [] };
  expect(credits).toMatchObject([{ reason: 'Outage in May', amount: '-$25.00' }]);
});
