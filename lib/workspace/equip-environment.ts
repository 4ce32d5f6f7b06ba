import type { Actor } from '#lib/auth/actor.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { hashSecret, newApiKeySecret, seal, secretHint } from '#lib/secrets.ts';
import { testIdpEntityId, testIdpSloUrl, testIdpSsoUrl } from '#lib/test-idp/address.ts';

const TEN_YEARS = 3650;

/**
 * Fills a new environment with what every one of its kind begins with: a key that signs tokens, and in staging
 * an API key, redirect URIs for any local app, the Test Organization and an active connection to the test
 * identity provider. `origin` is our public origin, without a trailing slash.
 */
export async function equipEnvironment(
  data: EnvironmentRepositories,
  input: {
    environmentId: string;
    kind: 'staging' | 'production';
    origin: string;
    actor: Actor;
    now: Date;
  },
): Promise<void> {
  const { environmentId, kind, origin, now } = input;
  await addTokenKey(data, environmentId, now);
  if (kind === 'production') return;
  await addStagingKey(data, environmentId, now);
  const uris = [`${origin}/example/callback`, 'http://localhost:*/callback'];
  for (const [index, uri] of uris.entries()) {
    await data.redirectUris.add({ id: newId('redirectUri', now), uri, isDefault: index === 0, now });
  }
  await addTestOrganization(data, environmentId, input);
}

async function addTokenKey(data: EnvironmentRepositories, environmentId: string, now: Date): Promise<void> {
  const id = newId('signingKey', now);
  const pair = createKeyPair({ commonName: 'Gatehouse tokens', now, validForDays: TEN_YEARS });
  await data.signingKeys.add({
    id,
    certificatePem: pair.certificatePem,
    privateKeySealed: seal(pair.privateKeyPem, { environmentId, column: 'privateKeySealed', row: id }),
    now,
  });
}

async function addStagingKey(data: EnvironmentRepositories, environmentId: string, now: Date): Promise<void> {
  const id = newId('apiKey', now);
  const secret = newApiKeySecret('staging');
  await data.apiKeys.add({
    id,
    name: 'Staging key',
    secretHash: hashSecret(secret),
    secretSealed: seal(secret, { environmentId, column: 'secretSealed', row: id }),
    hint: secretHint(secret),
    expiresAt: null,
    now,
  });
}

async function addTestOrganization(
  data: EnvironmentRepositories,
  environmentId: string,
  input: { origin: string; actor: Actor; now: Date },
): Promise<void> {
  const { actor, now, origin } = input;
  for (const purpose of ['signing', 'stranger'] as const) {
    const pair = createKeyPair({
      commonName:
        purpose === 'signing' ? 'Gatehouse test identity provider' : 'A stranger to this connection',
      now,
      validForDays: TEN_YEARS,
    });
    await data.testIdpKeys.add({
      purpose,
      certificatePem: pair.certificatePem,
      privateKeySealed: seal(pair.privateKeyPem, { environmentId, column: 'privateKeySealed', row: purpose }),
      now,
    });
  }

  // The documented name of the first one; ids are unique over the installation.
  const documented = !(await data.organizations.isIdTaken('org_test_idp'));
  const organizationId = documented ? 'org_test_idp' : newId('organization', now);
  await data.organizations.add(
    organizationId,
    {
      name: 'Test Organization',
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
      domain: 'example.com',
      state: 'verified',
      verificationStrategy: 'manual',
      verificationToken: null,
      verificationPrefix: null,
    },
    now,
  );

  const connectionId = newId('connection', now);
  const entityId = testIdpEntityId(origin, environmentId);
  await data.connections.add(
    {
      id: connectionId,
      organizationId,
      name: 'Test Identity Provider',
      connectionType: 'TestIdp',
      state: 'active',
      externalKey: newExternalKey(),
      idpEntityId: entityId,
      idpSsoUrl: testIdpSsoUrl(origin, environmentId),
      idpSloUrl: testIdpSloUrl(origin, environmentId),
      idpMetadataUrl: null,
      activatedAt: now,
    },
    now,
  );
  const signing = await data.testIdpKeys.get('signing');
  const certificate = signing && parseCertificate(signing.certificatePem);
  if (!certificate) throw new Error('the test identity provider has no certificate');
  await data.connections.addCertificate(connectionId, {
    id: newId('connectionCertificate', now),
    pem: certificate.pem,
    fingerprintSha256: certificate.fingerprintSha256,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    now,
  });
  const keyPairId = newId('encryptionKeyPair', now);
  const pair = createKeyPair({ commonName: 'Gatehouse decryption', now, validForDays: TEN_YEARS });
  const encryption = parseCertificate(pair.certificatePem);
  if (!encryption) throw new Error('a certificate of ours cannot be read');
  await data.connections.addKeyPair(connectionId, {
    id: keyPairId,
    use: 'encryption',
    certificatePem: pair.certificatePem,
    fingerprintSha256: encryption.fingerprintSha256,
    privateKeySealed: seal(pair.privateKeyPem, { environmentId, column: 'privateKeySealed', row: keyPairId }),
    notBefore: encryption.notBefore,
    notAfter: encryption.notAfter,
    now,
  });
  await data.connectionVersions.record({ actor, now }, { connectionId });
}
