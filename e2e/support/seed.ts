import { systemActor } from '#lib/auth/actor.ts';
import { WorkspaceScope } from '#lib/auth/scope.ts';
import { systemScope } from '#lib/auth/system-scope.ts';
import { type EnvironmentData, forEnvironment } from '#lib/data/for-environment.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { env } from '#lib/env.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { createKeyPair, type KeyPair } from '#lib/saml/key-pair.ts';
import { hashSecret, newApiKeySecret, seal, secretHint } from '#lib/secrets.ts';
import { createWorkspace } from '#lib/workspace/create-workspace.ts';

/** Where apps of the tests receive their users; nothing listens there, the tests read the redirect. */
export const CALLBACK = 'http://localhost:9/callback';

export type SeededEnvironment = {
  environmentId: string;
  clientId: string;
  apiKey: string;
  kind: 'staging' | 'production';
  data: EnvironmentData;
};

export type SeededConnection = {
  connectionId: string;
  organizationId: string;
  externalKey: string;
  domain: string;
  /** The outside identity provider's own keys: ours verify, they sign. */
  idp: KeyPair & { entityId: string; ssoUrl: string };
  stranger: KeyPair;
  sp: { entityId: string; acsUrl: string; encryptionCertificatePem: string };
};

/**
 * A workspace of its own for one spec: staging and production with a key each and a callback registered.
 * Production is unlocked, except with `locked`; nobody is asked for consent, except with `consent`.
 */
export async function seedWorkspace(name = 'Spec workspace', { locked = false, consent = false } = {}) {
  const now = new Date();
  const origin = env().http.url;
  const made = await createWorkspace({ name, origin, now });
  if (!locked) await forWorkspace(WorkspaceScope.mint(made.workspaceId)).workspace.enableProduction(now);
  const open = async (kind: 'staging' | 'production'): Promise<SeededEnvironment> => {
    const { environmentId, clientId } = made[kind];
    const data = forEnvironment(systemScope({ id: environmentId, kind }));
    if (!consent) await data.environment.setSignInConsent(false, now);
    const apiKey = newApiKeySecret(kind);
    const id = newId('apiKey', now);
    await data.apiKeys.add({
      id,
      name: 'Spec key',
      secretHash: hashSecret(apiKey),
      secretSealed: null,
      hint: secretHint(apiKey),
      expiresAt: null,
      now,
    });
    if (kind === 'production') {
      await data.redirectUris.add({
        id: newId('redirectUri', now),
        uri: 'https://app.example.com/callback',
        isDefault: true,
        now,
      });
    }
    return { environmentId, clientId, apiKey, kind, data };
  };
  return {
    workspaceId: made.workspaceId,
    staging: await open('staging'),
    production: await open('production'),
  };
}

/** An organization with a verified domain and an active connection to an identity provider of the test's own. */
export async function seedConnection(
  environment: SeededEnvironment,
  options: { domain?: string; connectionType?: string; values?: Record<string, unknown> } = {},
): Promise<SeededConnection> {
  const now = new Date();
  const { data, environmentId } = environment;
  const domain = options.domain ?? 'example.com';
  const organizationId = newId('organization', now);
  await data.organizations.add(
    organizationId,
    {
      name: `Customer at ${domain}`,
      externalId: null,
      metadata: {},
      stripeCustomerId: null,
      allowProfilesOutsideOrganization: false,
    },
    now,
  );
  await data.organizations.addDomain(
    {
      id: newId('organizationDomain', now),
      organizationId,
      domain,
      state: 'verified',
      verificationStrategy: 'manual',
      verificationToken: null,
      verificationPrefix: null,
    },
    now,
  );
  const connectionId = newId('connection', now);
  const externalKey = newExternalKey();
  const entityId = `https://idp.${domain}/${connectionId}`;
  const ssoUrl = `https://idp.${domain}/sso`;
  await data.connections.add(
    {
      id: connectionId,
      organizationId,
      name: `Connection of ${domain}`,
      connectionType: options.connectionType ?? 'GenericSAML',
      state: 'active',
      externalKey,
      idpEntityId: entityId,
      idpSsoUrl: ssoUrl,
      activatedAt: now,
      ...options.values,
    },
    now,
  );
  const idp = createKeyPair({ commonName: 'outside idp', now, validForDays: 365 });
  await storeCertificate(data, connectionId, idp.certificatePem, now);
  const ours = createKeyPair({ commonName: 'decryption', now, validForDays: 365 });
  const id = newId('encryptionKeyPair', now);
  const certificate = readCertificate(ours.certificatePem);
  await data.connections.addKeyPair(connectionId, {
    id,
    use: 'encryption',
    certificatePem: ours.certificatePem,
    fingerprintSha256: certificate.fingerprintSha256,
    privateKeySealed: seal(ours.privateKeyPem, { environmentId, column: 'privateKeySealed', row: id }),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    now,
  });
  await data.connectionVersions.record({ actor: systemActor('Spec'), now }, { connectionId });
  const origin = env().http.url;
  return {
    connectionId,
    organizationId,
    externalKey,
    domain,
    idp: { ...idp, entityId, ssoUrl },
    stranger: createKeyPair({ commonName: 'stranger', now, validForDays: 365 }),
    sp: {
      entityId: `${origin}/${externalKey}`,
      acsUrl: `${origin}/sso/saml/acs/${externalKey}`,
      encryptionCertificatePem: ours.certificatePem,
    },
  };
}

async function storeCertificate(data: EnvironmentData, connectionId: string, pem: string, now: Date) {
  const certificate = readCertificate(pem);
  await data.connections.addCertificate(connectionId, {
    id: newId('connectionCertificate', now),
    pem: certificate.pem,
    fingerprintSha256: certificate.fingerprintSha256,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    now,
  });
}

function readCertificate(pem: string) {
  const certificate = parseCertificate(pem);
  if (!certificate) throw new Error('a certificate made here cannot be read here');
  return certificate;
}
