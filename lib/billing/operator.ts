import { systemActor } from '#lib/auth/actor.ts';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { billedWorkspaces } from '#lib/data/billed-workspaces.ts';
import { forWorkspace, type WorkspaceData } from '#lib/data/for-workspace.ts';
import { AppError } from '#lib/errors.ts';
import type { BillingContext } from './context.ts';
import { dueCents, invoiceName } from './invoice-number.ts';
import { creditInvoiceInput, voidInvoiceInput } from './invoices.schema.ts';
import { creditInvoice, recordPayment, voidInvoice } from './invoices.ts';
import { formatCents } from './money.ts';
import type { BillingProvider } from './providers/provider.ts';

export const USAGE = `Invoices of this installation, for whoever runs it:

  npm run invoices -- list                            the open ones
  npm run invoices -- paid   <id>                     a transfer has arrived
  npm run invoices -- credit <id> <amount> <reason>   takes an amount off
  npm run invoices -- void   <id> <reason>            takes an invoice back as a whole`;

/**
 * What the operator does to invoices: their payers must not, so it is no page. Returns what to print. Throws AppError
 * with a sentence for what cannot be done.
 */
export async function operateInvoices(
  [command = '', id = '', ...words]: readonly string[],
  input: {
    now: Date;
    provider: BillingProvider;
    workspaces?: Pick<ReturnType<typeof billedWorkspaces>, 'openInvoices' | 'idOfInvoice'>;
    open?: (workspaceId: string) => WorkspaceData;
  },
): Promise<string> {
  const workspaces = input.workspaces ?? billedWorkspaces();
  if (command === 'list' && id === '') {
    const rows = await workspaces.openInvoices();
    const lines = rows.map((row) =>
      [
        row.id,
        invoiceName(row.number),
        row.month,
        formatCents(dueCents({ ...row, state: 'open' }), row.currency).padStart(12),
        row.workspaceName,
      ].join('  '),
    );
    return lines.length > 0 ? lines.join('\n') : 'No invoice is open.';
  }
  if (!['paid', 'credit', 'void'].includes(command) || id === '') throw new AppError('bad_request', USAGE);
  const workspaceId = await workspaces.idOfInvoice(id);
  if (!workspaceId) throw new AppError('entity_not_found', `There is no invoice ${id}.`);
  const scope = systemWorkspaceScope(workspaceId);
  const ctx: BillingContext = {
    scope,
    data: input.open ? input.open(workspaceId) : forWorkspace(scope),
    now: input.now,
    actor: systemActor('Operator'),
    provider: input.provider,
  };
  if (command === 'paid') return `${await recordPayment(ctx, { id })} is paid.`;
  if (command === 'credit') {
    const [amount, ...reason] = words;
    const parsed = parse(creditInvoiceInput.safeParse({ id, amount, reason: reason.join(' ') }));
    return `The credit is on ${await creditInvoice(ctx, parsed)}.`;
  }
  const invoice = await ctx.data.invoices.get(id);
  const confirmation = invoiceName(invoice?.number ?? 0);
  const parsed = parse(voidInvoiceInput.safeParse({ id, reason: words.join(' '), confirmation }));
  return `${await voidInvoice(ctx, parsed)} is void.`;
}

function parse<Value>(
  result: { success: true; data: Value } | { success: false; error: { issues: { message: string }[] } },
): Value {
  if (result.success) return result.data;
  throw new AppError(
    'bad_request',
    `${result.error.issues.map(({ message }) => message).join(' ')}\n\n${USAGE}`,
  );
}
