import { systemScope } from '#lib/auth/system-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { database } from '#lib/db/client.ts';
import { unseal } from '#lib/secrets.ts';

/** Client ID and a working key of the first staging environment, for `staging.env` and the example app. */
export async function stagingCredentials(
  now: Date,
): Promise<{ environmentId: string; apiKey: string; clientId: string } | null> {
  const environment = await database().environment.findFirst({
    where: { kind: 'staging', workspace: { deletionRequestedAt: null } },
    orderBy: { id: 'asc' },
    select: { id: true, kind: true, clientId: true },
  });
  if (!environment) return null;
  const data = forEnvironment(systemScope(environment));
  for (const key of (await data.apiKeys.all()).reverse()) {
    const sealed = await data.apiKeys.sealedSecret(key.id, now);
    if (!sealed) continue;
    const apiKey = unseal(sealed, { environmentId: environment.id, column: 'secretSealed', row: key.id });
    return {
      environmentId: environment.id,
      apiKey: apiKey.toString('utf8'),
      clientId: environment.clientId,
    };
  }
  return null;
}
