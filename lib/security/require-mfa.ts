import type { WorkspaceContext } from '#lib/data/context.ts';

/**
 * Demands a second factor of every member, or stops doing so. Who has none is led to set one up at their next request
 * and can do nothing else until then; who has one but did not give it in this browser is asked for it.
 */
export async function setRequireMfa(ctx: WorkspaceContext, required: boolean): Promise<void> {
  await ctx.data.transaction(async (rows) => {
    await rows.authenticationPolicy.lock();
    const before = await rows.authenticationPolicy.requireMfa();
    if (before === required) return;
    await rows.authenticationPolicy.setRequireMfa(required, ctx.now);
    const { id, name } = await rows.workspace.get();
    await rows.auditLog.record(ctx, {
      action: 'authentication_policy.updated',
      target: { type: 'workspace', id, name },
      before: { requireMfa: before },
      after: { requireMfa: required },
    });
  });
}
