import { requireMayChangeConnection } from '#lib/auth/dashboard-sso-guard.ts';
import type { ConnectionSettings } from '#lib/data/connection-versions.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { violatedUnique } from '#lib/data/unique.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { connectionFields, connectionTarget } from './audit-fields.ts';
import { certificateRow } from './certificate-rows.ts';
import { enabledState } from './connection-states.ts';
import { requireUnlocked } from './production-lock.ts';

/**
 * Takes back the settings of an earlier version: the connection's, its certificates and keys, and its organization's
 * verified domains and policy. What belongs to the whole environment, its custom attributes, stays. The result is a
 * new version. Throws entity_not_found, external_id_already_in_use or production_environment_requires_billing.
 */
export async function restoreVersion(
  context: EnvironmentContext,
  input: { connectionId: string; number: number },
): Promise<ConnectionRow> {
  const { data, now } = context;
  try {
    return await data.transaction(async (rows) => {
      await rows.connections.lock(input.connectionId);
      const before = await rows.connections.get(input.connectionId);
      const version = await rows.connectionVersions.get(input.connectionId, input.number);
      if (!before || !version) throw entityNotFound('Version', `${input.connectionId} ${input.number}`);
      await requireMayChangeConnection(rows, context.actor, before.id);
      const { settings } = version;
      await rows.connections.restore(before.id, settings.values, now);
      await restoreCertificates(rows, before, settings, now);
      await rows.followedMetadata.forget(before.id);
      await restoreKeyPairs(rows, before, settings, now);
      await restoreOrganization(context, rows, before, settings);
      const written = await rows.connections.get(before.id);
      if (!written) throw entityNotFound('Connection', before.id);
      const state = settings.state === 'inactive' ? 'inactive' : enabledState(written);
      await requireUnlocked(rows, before.state, state);
      await rows.connections.update(before.id, { state }, now);
      const after = { ...written, state };
      await rows.connectionVersions.record(
        context,
        { connectionId: before.id },
        { restoredFrom: version.number },
      );
      // Its other connections share the domains.
      await rows.connectionVersions.record(context, { organizationId: before.organizationId });
      await rows.auditLog.record(context, {
        action: 'connection.restored',
        target: connectionTarget(after),
        before: connectionFields(before),
        after: connectionFields(after),
      });
      return after;
    });
  } catch (error) {
    if (violatedUnique(error)?.includes('externalId')) throw new AppError('external_id_already_in_use');
    throw error;
  }
}

async function restoreCertificates(
  rows: EnvironmentRepositories,
  before: ConnectionRow,
  settings: ConnectionSettings,
  now: Date,
): Promise<void> {
  const wanted = new Set(settings.certificates.map((one) => one.id));
  for (const { id } of before.certificates) {
    if (!wanted.has(id)) await rows.connections.removeCertificate(before.id, id);
  }
  for (const { id, pem } of settings.certificates) {
    const certificate = before.certificates.some((one) => one.id === id) ? null : parseCertificate(pem);
    if (certificate) {
      await rows.connections.addCertificate(before.id, { ...certificateRow(certificate, now), id });
    }
  }
}

async function restoreKeyPairs(
  rows: EnvironmentRepositories,
  before: ConnectionRow,
  settings: ConnectionSettings,
  now: Date,
): Promise<void> {
  const wanted = new Set(settings.keyPairs.map((one) => one.id));
  for (const { id, use } of before.keyPairs) {
    if (!wanted.has(id)) await rows.connections.removeKeyPair(before.id, use, id);
  }
  for (const { privateKeySealed, ...pair } of settings.keyPairs) {
    const certificate = before.keyPairs.some((one) => one.id === pair.id)
      ? null
      : parseCertificate(pair.certificatePem);
    if (!certificate) continue;
    const { notBefore, notAfter } = certificate;
    await rows.connections.addKeyPair(before.id, {
      ...pair,
      privateKeySealed: new Uint8Array(Buffer.from(privateKeySealed, 'base64')),
      notBefore,
      notAfter,
      now,
    });
  }
}

/** Domains count again as they did, on the word of whoever restores; other connections of the organization feel it. */
async function restoreOrganization(
  context: EnvironmentContext,
  rows: EnvironmentRepositories,
  { organization }: ConnectionRow,
  settings: ConnectionSettings,
): Promise<void> {
  const { now } = context;
  const isVerified = ({ state }: { state: string }) => state === 'verified' || state === 'legacy_verified';
  if (organization.allowProfilesOutsideOrganization !== settings.allowOutside) {
    const allowProfilesOutsideOrganization = settings.allowOutside;
    await rows.organizations.update(organization.id, { allowProfilesOutsideOrganization }, now);
    await rows.auditLog.record(context, {
      action: 'organization.updated',
      target: { type: 'organization', id: organization.id, name: organization.name },
      before: { allowProfilesOutsideOrganization: organization.allowProfilesOutsideOrganization },
      after: { allowProfilesOutsideOrganization },
    });
  }
  const target = (id: string, name: string) => ({ type: 'organization_domain', id, name });
  for (const row of organization.domains) {
    if (!isVerified(row) || settings.domains.includes(row.domain)) continue;
    await rows.organizations.removeDomain(row.id);
    await rows.auditLog.record(context, {
      action: 'organization_domain.deleted',
      target: target(row.id, row.domain),
      before: { organizationId: organization.id, state: row.state },
    });
  }
  for (const domain of settings.domains) {
    const row = organization.domains.find((one) => one.domain === domain);
    if (row && isVerified(row)) continue;
    const id = row?.id ?? newId('organizationDomain', now);
    const counted = { state: 'verified', verificationStrategy: 'manual' } as const;
    if (row) await rows.organizations.updateDomain(id, counted, now);
    else {
      const none = { verificationToken: null, verificationPrefix: null };
      await rows.organizations.addDomain(
        { id, organizationId: organization.id, domain, ...counted, ...none },
        now,
      );
    }
    await rows.auditLog.record(context, {
      action: row ? 'organization_domain.verified' : 'organization_domain.created',
      target: target(id, domain),
      before: row ? { state: row.state } : null,
      after: { organizationId: organization.id, ...counted },
    });
  }
}
