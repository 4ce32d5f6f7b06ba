import type { WorkspaceContext } from '#lib/data/context.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import type { BillingProvider } from './providers/provider.ts';

/** What a use case of billing gets: the workspace's context, and who takes the money. */
export type BillingContext = WorkspaceContext & { provider: BillingProvider };

/**
 * Unlocks Production once it is known who pays and how; the only place that does. Call in the transaction that
 * completes the one or the other.
 */
export async function unlockProduction(ctx: BillingContext, rows: WorkspaceRepositories): Promise<void> {
  const { id, name, productionEnabledAt } = await rows.workspace.get();
  if (productionEnabledAt) return;
  const [account, method] = [await rows.billing.account(), await rows.billing.paymentMethod()];
  if (!account || !method) return;
  await rows.workspace.enableProduction(ctx.now);
  await rows.auditLog.record(ctx, {
    action: 'production.unlocked',
    target: { type: 'workspace', id, name },
    before: { productionEnabledAt: null },
    after: { productionEnabledAt: ctx.now },
  });
}
