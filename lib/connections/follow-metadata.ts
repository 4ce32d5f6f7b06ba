import { type Actor, systemActor } from '#lib/auth/actor.ts';
import { holdOfDashboardSso } from '#lib/auth/dashboard-sso-guard.ts';
import { systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import type { ConnectionRow } from '#lib/data/connections.ts';
import type { HeldMetadata, LeasedMetadata, MetadataOutcome } from '#lib/data/followed-metadata.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { forWorkspace, type WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { type Certificate, formatFingerprint, parseCertificate } from '#lib/saml/certificate.ts';
import { certificateFields, connectionTarget } from './audit-fields.ts';
import { certificateRow } from './certificate-rows.ts';
import {
  fetchMetadata,
  type IdentityProvider,
  MAX_CERTIFICATES,
  readFetchedMetadata,
} from './identity-provider-input.ts';
import {
  type MetadataDifference,
  metadataDifferences,
  metadataHash,
  retiredCertificates,
} from './metadata-change.ts';
import { nextMetadataCheck } from './metadata-schedule.ts';

/** While something is held, the Admins are written to at most this often, whatever the metadata says each time. */
const DAY_MS = 24 * 60 * 60 * 1000;

type Database = Parameters<typeof forWorkspace>[1];

type Following = {
  now: () => Date;
  chance?: () => number;
  db?: Database;
  /** Who asks by hand: shown whatever differs, also what was dismissed before. */
  askedBy?: Actor;
};

/** What came of asking one metadata URL. `gone`: the connection or its URL is another one by now. */
export type Followed = 'failed' | 'unchanged' | 'certificates' | 'held' | 'gone';

/**
 * Asks the metadata URL of a connection and takes over new signing certificates, beside those there are; retires those
 * that came from there and have been gone and unused for a week. Other addresses are held for an admin, and of another
 * entity ID everything is; of the connection that signs the team in to the dashboard, certificates are left to an Admin.
 * The Admins are told of both, of what is held at most once a day. On a failure the connection stays as it is.
 */
export async function followMetadata(
  leased: LeasedMetadata,
  { now, chance = Math.random, db, askedBy }: Following,
): Promise<Followed> {
  const { connectionId, scope, url } = leased;
  const reply = await fetchMetadata(url, scope.kind, leased.etag);
  const at = now();
  const read = reply.ok && !reply.notModified ? readFetchedMetadata(reply.body, url, at) : null;
  return forWorkspace(systemWorkspaceScope(leased.workspaceId), db).transaction(async (data) => {
    const rows = data.ofEnvironment(scope);
    const ctx = { now: at, actor: askedBy ?? systemActor('Metadata') };
    await rows.connections.lock(connectionId);
    let tells = false;
    type Outcome = Omit<MetadataOutcome, 'checkedAt' | 'nextCheckAt'>;
    const settle = (outcome: Outcome) =>
      rows.followedMetadata.settle(connectionId, leased, {
        ...outcome,
        ...(tells ? { toldAt: at } : {}),
        checkedAt: at,
        nextCheckAt: nextMetadataCheck({ failures: outcome.failures, now: at, chance: chance() }),
      });
    const fail = async (reason: string, more: Partial<Outcome> = {}): Promise<Followed> => {
      await settle({ ...more, failures: leased.failures + 1, lastError: reason });
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
      // What was forgotten meanwhile stays forgotten.
      etag: read ? reply.etag : followed.etag === leased.etag ? leased.etag : null,
    };
    const offers = askedBy !== undefined || followed.held !== null;
    const differences = says ? metadataDifferences(connection, says, { offers }) : [];
    const hash = says && differences.length > 0 ? metadataHash(connection, says) : null;
    const waits = hash !== null && hash === followed.heldHash;
    const isNews = hash !== null && !waits && (askedBy !== undefined || hash !== followed.dismissedHash);
    const held =
      says && hash !== null && (waits || isNews)
        ? { ...says, hash, at: waits ? (followed.heldAt ?? at) : at }
        : null;
    if (isNews) await recordHeld(rows, ctx, connection, differences);
    tells = isNews && (followed.toldAt === null || at.getTime() - followed.toldAt.getTime() >= DAY_MS);
    if (tells) {
      const template = 'metadata_change';
      await tellAdmins(data, rows, ctx, connection, (place) => ({
        template,
        data: { ...place, differences },
      }));
    }
    if (says && says.idpEntityId !== connection.idpEntityId) {
      await settle({ ...good, held });
      return isNews ? 'held' : 'unchanged';
    }
    const listed = read?.identityProvider.certificates ?? certificatesOf(followed.held);
    const fresh = (listed ?? []).filter(
      (one) =>
        one.notAfter > at && !has(connection, one) && !followed.refused.includes(one.fingerprintSha256),
    );
    const { signsTeamIn } = await holdOfDashboardSso(rows, ctx.actor, connectionId);
    if (fresh.length > 0 && signsTeamIn && askedBy === undefined) {
      const names = fresh.map((one) => formatFingerprint(one.fingerprintSha256)).join(', ');
      return fail(
        `The metadata lists a certificate that the connection does not have (SHA-256 ${names}). Your team signs in to this dashboard through this connection, so it is not taken over by itself: compare the fingerprint with the identity provider, then fetch the metadata here.`,
        { held },
      );
    }
    if (connection.certificates.length + fresh.length > MAX_CERTIFICATES) {
      return fail(
        `With the new ones of the metadata the connection would have more than ${MAX_CERTIFICATES} certificates. Remove those that are no longer used.`,
        { held },
      );
    }
    await settle({ ...good, held, ...(says && hash === null ? { dismissedHash: null } : {}) });
    const changed = await moveCertificates(rows, ctx, connection, fresh, listed);
    if (fresh.length > 0 && askedBy === undefined) {
      const template = 'certificate_staged';
      const certificates = fresh.map(({ fingerprintSha256, notAfter, subject }) => ({
        fingerprint: formatFingerprint(fingerprintSha256),
        subject,
        validTo: notAfter.toISOString().slice(0, 10),
      }));
      await tellAdmins(data, rows, ctx, connection, (place) => ({
        template,
        data: { ...place, certificates },
      }));
    }
    return isNews ? 'held' : changed ? 'certificates' : 'unchanged';
  });
}

type Source = { now: Date; actor: Actor };

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

async function recordHeld(
  rows: EnvironmentRepositories,
  ctx: Source,
  connection: ConnectionRow,
  differences: readonly MetadataDifference[],
): Promise<void> {
  const list = (side: 'now' | 'says') => Object.fromEntries(differences.map((one) => [one.field, one[side]]));
  await rows.auditLog.record(ctx, {
    action: 'connection_metadata.held',
    target: connectionTarget(connection),
    before: list('now'),
    after: list('says'),
  });
}

type Place = { connectionName: string; organizationName: string; environmentName: string; path: string };
type Letter = Extract<
  Parameters<EnvironmentRepositories['mail']['queue']>[1],
  { template: 'metadata_change' | 'certificate_staged' }
>;
type WithoutAddress<One> = One extends unknown ? Omit<One, 'to'> : never;

async function tellAdmins(
  data: WorkspaceRepositories,
  rows: EnvironmentRepositories,
  ctx: Source,
  connection: ConnectionRow,
  write: (place: Place) => WithoutAddress<Letter>,
): Promise<void> {
  const environment = await rows.environment.get();
  const letter = write({
    connectionName: connection.name,
    organizationName: connection.organization.name,
    environmentName: environment.name,
    path: `/dashboard/${environment.id}/connections/${connection.id}`,
  });
  for (const { email } of await data.members.admins()) {
    await rows.mail.queue(ctx, { ...letter, to: email } as Letter);
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
