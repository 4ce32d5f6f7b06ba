import { systemActor } from '#lib/auth/actor.ts';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import type { HeldMetadata, LeasedMetadata, MetadataOutcome } from '#lib/data/followed-metadata.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { forWorkspace, type WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { type Certificate, parseCertificate } from '#lib/saml/certificate.ts';
import { certificateFields, connectionTarget } from './audit-fields.ts';
import { certificateRow } from './certificate-rows.ts';
import {
  fetchMetadata,
  type IdentityProvider,
  MAX_CERTIFICATES,
  readFetchedMetadata,
} from './identity-provider-input.ts';
import { metadataDifferences, metadataHash, retiredCertificates } from './metadata-change.ts';
import { nextMetadataCheck } from './metadata-schedule.ts';

type Database = Parameters<typeof forWorkspace>[1];

/** What came of asking one metadata URL. `gone`: the connection or its URL is another one by now. */
export type Followed = 'failed' | 'unchanged' | 'certificates' | 'held' | 'gone';

/**
 * Asks the metadata URL of a connection and takes over new signing certificates, beside those there are; retires those
 * that came from there and have been gone and unused for a week. Another entity ID or sign-in address is held for an
 * admin, with everything else of that metadata, and the Admins are told. On a failure the connection stays as it is.
 */
export async function followMetadata(
  leased: LeasedMetadata,
  { now, chance = Math.random, db }: { now: () => Date; chance?: () => number; db?: Database },
): Promise<Followed> {
  const { connectionId, scope, url } = leased;
  const reply = await fetchMetadata(url, scope.kind, leased.etag);
  const at = now();
  const read = reply.ok && !reply.notModified ? readFetchedMetadata(reply.body, url, at) : null;
  return forWorkspace(systemWorkspaceScope(leased.workspaceId), db).transaction(async (data) => {
    const rows = data.ofEnvironment(scope);
    const ctx = { now: at, actor: systemActor('Metadata') };
    await rows.connections.lock(connectionId);
    const settle = (outcome: Omit<MetadataOutcome, 'checkedAt' | 'nextCheckAt'>) =>
      rows.followedMetadata.settle(connectionId, leased, {
        ...outcome,
        checkedAt: at,
        nextCheckAt: nextMetadataCheck({ failures: outcome.failures, now: at, chance: chance() }),
      });
    const fail = async (reason: string): Promise<Followed> => {
      await settle({ failures: leased.failures + 1, lastError: reason });
      return 'failed';
    };
    const connection = await rows.connections.get(connectionId);
    const followed = await rows.followedMetadata.get(connectionId);
    if (!connection || connection.idpMetadataUrl !== url || followed?.url !== url) return 'gone';
    if (!reply.ok) return fail(reply.message);
    if (read && !read.ok) return fail(read.fields[0]?.message ?? 'The metadata cannot be used.');

    const says = read ? saysOf(read.identityProvider) : followed.held;
    const good = {
      failures: 0,
      lastError: null,
      goodAt: at,
      etag: reply.etag ?? (read ? null : leased.etag),
    };
    if (says && metadataDifferences(connection, says).length > 0) {
      const hash = metadataHash(says);
      if (hash === followed.dismissedHash || hash === followed.heldHash) {
        await settle(hash === followed.heldHash ? good : { ...good, held: null });
        return 'unchanged';
      }
      await settle({ ...good, held: { ...says, hash, at } });
      await tellHeld(data, rows, ctx, connection, says);
      return 'held';
    }
    const listed = read?.identityProvider.certificates ?? certificatesOf(followed.held);
    const fresh = (listed ?? []).filter((one) => one.notAfter > at && !has(connection, one));
    if (connection.certificates.length + fresh.length > MAX_CERTIFICATES) {
      return fail(
        `With the new ones of the metadata the connection would have more than ${MAX_CERTIFICATES} certificates. Remove those that are no longer used.`,
      );
    }
    await settle({ ...good, held: null, ...(says ? { dismissedHash: null } : {}) });
    const changed = await moveCertificates(rows, ctx, connection, fresh, listed);
    return changed ? 'certificates' : 'unchanged';
  });
}

type Source = { now: Date; actor: ReturnType<typeof systemActor> };

async function moveCertificates(
  rows: EnvironmentRepositories,
  ctx: Source,
  connection: ConnectionRow,
  fresh: readonly Certificate[],
  listed: readonly Certificate[] | null,
): Promise<boolean> {
  for (const one of fresh) {
    const row = certificateRow(one, ctx.now);
    await rows.connections.addCertificate(connection.id, row);
    await rows.auditLog.record(ctx, {
      action: 'connection_certificate.staged',
      target: { type: 'connection_certificate', id: row.id, name: connection.name },
      after: certificateFields(connection, row),
    });
  }
  if (listed) {
    const fingerprints = listed.map((one) => one.fingerprintSha256);
    await rows.connections.markListed(connection.id, fingerprints, ctx.now);
  }
  const marked = await rows.connections.get(connection.id);
  const retired = retiredCertificates(marked?.certificates ?? [], ctx.now);
  for (const row of retired) {
    await rows.connections.removeCertificate(connection.id, row.id);
    await rows.auditLog.record(ctx, {
      action: 'connection_certificate.retired',
      target: { type: 'connection_certificate', id: row.id, name: connection.name },
      before: certificateFields(connection, row),
    });
  }
  if (fresh.length === 0 && retired.length === 0) return false;
  const reason = 'The metadata of the identity provider changed.';
  await rows.connectionVersions.record({ ...ctx, reason }, { connectionId: connection.id });
  return true;
}

async function tellHeld(
  data: WorkspaceRepositories,
  rows: EnvironmentRepositories,
  ctx: Source,
  connection: ConnectionRow,
  says: HeldMetadata,
): Promise<void> {
  const differences = metadataDifferences(connection, says);
  const list = (side: 'now' | 'says') => Object.fromEntries(differences.map((one) => [one.field, one[side]]));
  await rows.auditLog.record(ctx, {
    action: 'connection_metadata.held',
    target: connectionTarget(connection),
    before: list('now'),
    after: list('says'),
  });
  const environment = await rows.environment.get();
  for (const { email } of await data.members.admins()) {
    await rows.mail.queue(ctx, {
      to: email,
      template: 'metadata_change',
      data: {
        connectionName: connection.name,
        organizationName: connection.organization.name,
        environmentName: environment.name,
        differences,
        path: `/dashboard/${environment.id}/connections/${connection.id}`,
      },
    });
  }
}

function saysOf(read: IdentityProvider): HeldMetadata {
  const { idpEntityId, idpSsoUrl, idpSsoBinding, idpSloUrl, idpSloBinding, certificates } = read;
  return {
    idpEntityId,
    idpSsoUrl,
    idpSsoBinding,
    idpSloUrl,
    idpSloBinding,
    certificates: certificates.map((one) => one.pem),
  };
}

/** Those of metadata that was held and fits the connection by now. */
function certificatesOf(held: HeldMetadata | null): Certificate[] | null {
  return held ? held.certificates.flatMap((pem) => parseCertificate(pem) ?? []) : null;
}

function has(connection: ConnectionRow, certificate: Certificate): boolean {
  return connection.certificates.some((one) => one.fingerprintSha256 === certificate.fingerprintSha256);
}
