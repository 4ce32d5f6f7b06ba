import type { EnvironmentContext } from '#lib/data/context.ts';

/** How sign-ins of an environment go, as the Authentication page shows it. */
export type SignInSettings = { signInConsent: boolean };

export async function signInSettings({ data }: Pick<EnvironmentContext, 'data'>): Promise<SignInSettings> {
  return { signInConsent: await data.environment.signInConsent() };
}

/** Switches the question for consent on or off, from the next sign-in on. What people agreed to stays remembered. */
export function saveSignInSettings(ctx: EnvironmentContext, input: SignInSettings): Promise<void> {
  return ctx.data.transaction(async (data) => {
    await data.environment.lock();
    const before = await data.environment.signInConsent();
    if (before === input.signInConsent) return;
    await data.environment.setSignInConsent(input.signInConsent, ctx.now);
    const { id, name } = await data.environment.get();
    await data.auditLog.record(ctx, {
      action: 'sign_in_settings.updated',
      target: { type: 'environment', id, name },
      before: { signInConsent: before },
      after: { signInConsent: input.signInConsent },
    });
  });
}
