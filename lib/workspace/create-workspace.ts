import { systemActor } from '#lib/auth/actor.ts';
import { systemScope, systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { type EnvironmentData, forEnvironment } from '#lib/data/for-environment.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { type Database, database } from '#lib/db/client.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { hashSecret, newApiKeySecret, seal, secretHint } from '#lib/secrets.ts';
import { testIdpEntityId, testIdpSsoUrl } from '#lib/test-idp/address.ts';

export type CreatedWorkspace = {
  workspaceId: string;
  staging: { environmentId: string; clientId: string };
  production: { environmentId: string; clientId: string };
};

const TEN_YEARS = 3650;

/**
 * Makes a workspace as a newcomer finds it: Staging with a key, redirect URIs for any local app, the Test
 * Organization and an active connection to the test identity provider; Production empty.
 * `origin` is our public origin, without a trailing slash.
 */
export async function createWorkspace(
  input: { name: string; origin: string; now: Date },
  db: Database = database(),
): Promise<CreatedWorkspace> {
  const { now } = input;
  const workspaceId = newId('workspace', now);
  await db.workspace.create({
    data: { id: workspaceId, name: input.name, createdAt: now, updatedAt: now },
  });
  const made = { workspaceId } as CreatedWorkspace;
  for (const kind of ['staging', 'production'] as const) {
    const environmentId = newId('environment', now);
    const clientId = newId('client', now);
    await db.environment.create({
      data: {
        id: environmentId,
        workspaceId,
        name: kind === 'staging' ? 'Staging' : 'Production',
        kind,
        clientId,
        createdAt: now,
        updatedAt: now,
      },
    });
    const data = forEnvironment(systemScope({ id: environmentId, kind }), db);
    await addTokenKey(data, environmentId, now);
    made[kind] = { environmentId, clientId };
  }
  const { environmentId } = made.staging;
  const data = forEnvironment(systemScope({ id: environmentId, kind: 'staging' }), db);
  await addStagingKey(data, environmentId, now);
  await data.redirectUris.add({
    id: newId('redirectUri', now),
    uri: `${input.origin}/example/callback`,
    isDefault: true,
    now,
  });
  await data.redirectUris.add({
    id: newId('redirectUri', now),
    uri: 'http://localhost:*/callback',
    isDefault: false,
    now,
  });
  await addTestOrganization(data, environmentId, input, db);
  const source = { actor: systemActor('Start-up'), now };
  await forWorkspace(systemWorkspaceScope(workspaceId), db).auditLog.record(source, {
    action: 'workspace.created',
    target: { type: 'workspace', id: workspaceId, name: input.name },
  });
  return made;
}

async function addTokenKey(data: EnvironmentData, environmentId: string, now: Date): Promise<void> {
  const id = newId('signingKey', now);
  const pair = createKeyPair({ commonName: 'Gatehouse tokens', now, validForDays: TEN_YEARS });
  await data.signingKeys.add({
    id,
    certificatePem: pair.certificatePem,
    privateKeySealed: seal(pair.privateKeyPem, { environmentId, column: 'privateKeySealed', row: id }),
    now,
  });
}

async function addStagingKey(data: EnvironmentData, environmentId: string, now: Date): Promise<void> {
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
  data: EnvironmentData,
  environmentId: string,
  input: { origin: string; now: Date },
  db: Database,
): Promise<void> {
  const { now, origin } = input;
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
  const taken = await db.$queryRaw<unknown[]>`SELECT 1 FROM "Organization" WHERE id = 'org_test_idp'`;
  const organizationId = taken.length === 0 ? 'org_test_idp' : newId('organization', now);
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
  await data.connectionVersions.record({ actor: systemActor('Start-up'), now }, { connectionId });
}
