import { systemActor } from '#lib/auth/actor.ts';
import { systemScope } from '#lib/auth/system-scope.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { env } from '#lib/env.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { hashSecret, newApiKeySecret, secretHint } from '#lib/secrets.ts';
import { createWorkspace } from '#lib/workspace/create-workspace.ts';

/** A workspace with one connection that trusts `certificatePem`, ready for logins. */
export async function benchConnection(certificatePem: string) {
  const now = new Date();
  const origin = env().http.url;
  const { staging } = await createWorkspace({ name: 'Bench', origin, now });
  const data = forEnvironment(systemScope({ id: staging.environmentId, kind: 'staging' }));
  // Measured is a sign-in that goes straight through.
  await data.environment.setSignInConsent(false, now);
  const apiKey = newApiKeySecret('staging');
  await data.apiKeys.add({
    id: newId('apiKey', now),
    name: 'bench',
    secretHash: hashSecret(apiKey),
    secretSealed: null,
    hint: secretHint(apiKey),
    expiresAt: null,
    now,
  });
  const organization = (await data.organizations.page({}, { limit: 1, order: 'asc' })).data[0];
  const certificate = parseCertificate(certificatePem);
  if (!organization || !certificate) throw new Error('the workspace is incomplete');
  const connectionId = newId('connection', now);
  const externalKey = newExternalKey();
  const idpEntityId = 'https://idp.example.com/bench';
  await data.connections.add(
    {
      id: connectionId,
      organizationId: organization.id,
      name: 'Bench',
      connectionType: 'GenericSAML',
      state: 'active',
      externalKey,
      idpEntityId,
      idpSsoUrl: 'https://idp.example.com/sso',
    },
    now,
  );
  await data.connections.addCertificate(connectionId, {
    id: newId('connectionCertificate', now),
    pem: certificate.pem,
    fingerprintSha256: certificate.fingerprintSha256,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    now,
  });
  await data.connectionVersions.record({ actor: systemActor('Bench'), now }, { connectionId });
  return {
    environmentId: staging.environmentId,
    clientId: staging.clientId,
    apiKey,
    connectionId,
    idpEntityId,
    redirectUri: 'http://localhost:9/callback',
    spEntityId: `${origin}/${externalKey}`,
    acsUrl: `${origin}/sso/saml/acs/${externalKey}`,
  };
}
