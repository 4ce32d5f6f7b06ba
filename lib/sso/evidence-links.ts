import type { z } from 'zod';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EvidenceLinkRow } from '#lib/data/evidence-links.ts';
import { entityNotFound } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import { evidenceBundle } from './evidence-bundle.ts';
import type { createEvidenceLinkInput, evidenceLinkIdInput } from './evidence-links.schema.ts';
import { sessionMessage } from './session-detail.ts';

/** A link as its session’s page lists it. Times are ISO 8601. */
export type EvidenceLinkView = {
  id: string;
  state: 'active' | 'expired' | 'revoked';
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  opens: number;
  lastOpenedAt: string | null;
};

/** The links to a session’s evidence, newest first; their tokens are nowhere any more. */
export async function listEvidenceLinks(
  { data, now }: Pick<EnvironmentContext, 'data' | 'now'>,
  sessionId: string,
): Promise<EvidenceLinkView[]> {
  const rows = await data.evidenceLinks.ofSession(sessionId);
  return rows.map((row) => ({
    id: row.id,
    state: stateOf(row, now),
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    opens: row.opens,
    lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
  }));
}

/** Makes a link to a session’s evidence. The path holds its token, this one time. Throws entity_not_found. */
export async function createEvidenceLink(
  ctx: EnvironmentContext,
  { days, sessionId }: z.output<typeof createEvidenceLinkInput>,
): Promise<{ id: string; path: string; expiresAt: Date }> {
  const { now } = ctx;
  const id = newId('evidenceLink', now);
  const token = newToken();
  const expiresAt = new Date(now.getTime() + Number(days) * 24 * 60 * 60 * 1000);
  await ctx.data.transaction(async (data) => {
    if (!(await data.ssoSessions.get(sessionId))) throw entityNotFound('Session', sessionId);
    await data.evidenceLinks.add({
      id,
      sessionId,
      tokenHash: hashSecret(token),
      createdByName: ctx.actor.name,
      createdAt: now,
      expiresAt,
    });
    await data.auditLog.record(ctx, {
      action: 'evidence_link.created',
      target: targetOf({ id, sessionId }),
      after: { session: sessionId, expires_at: expiresAt.toISOString() },
    });
  });
  return { id, path: `/shared/${token}`, expiresAt };
}

/** Ends a link. Throws entity_not_found for one that does not work any more, and for somebody else’s. */
export async function revokeEvidenceLink(
  ctx: EnvironmentContext,
  { id }: z.output<typeof evidenceLinkIdInput>,
): Promise<void> {
  await ctx.data.transaction(async (data) => {
    const row = await data.evidenceLinks.revoke(id, ctx.now);
    if (!row) throw entityNotFound('Link', id);
    await data.auditLog.record(ctx, {
      action: 'evidence_link.revoked',
      target: targetOf(row),
      after: { session: row.sessionId, opens: row.opens },
    });
  });
}

/**
 * What somebody with a link gets to see; the opening is counted and noted. Null when the link does not work: expired,
 * revoked, or its session is not kept any more.
 */
export async function openEvidenceLink(
  ctx: EnvironmentContext,
  linkId: string,
): Promise<{ html: string; contentSecurityPolicy: string } | null> {
  const row = await ctx.data.transaction(async (data) => {
    const opened = await data.evidenceLinks.open(linkId, ctx.now);
    if (opened) {
      await data.auditLog.record(ctx, {
        action: 'evidence_link.opened',
        target: targetOf(opened),
        after: { session: opened.sessionId, opens: opened.opens },
      });
    }
    return opened;
  });
  return row && evidenceBundle(ctx, row.sessionId);
}

/** The evidence of a session as a file for a member, and a note of it; null when there is no such session. */
export async function downloadEvidence(
  ctx: EnvironmentContext,
  sessionId: string,
): Promise<{ html: string; fileName: string } | null> {
  const bundle = await evidenceBundle(ctx, sessionId);
  if (bundle) await noteDownload(ctx, sessionId, 'evidence');
  return bundle;
}

/** One raw message of a session for a member, and a note of it; null when there is none. */
export async function downloadMessage(
  ctx: EnvironmentContext,
  sessionId: string,
  which: 'request' | 'response',
): Promise<{ text: string; kind: 'xml' | 'text' } | null> {
  const message = await sessionMessage(ctx, sessionId, which);
  if (message) await noteDownload(ctx, sessionId, which);
  return message;
}

function noteDownload(ctx: EnvironmentContext, sessionId: string, what: string): Promise<void> {
  return ctx.data.auditLog.record(ctx, {
    action: 'session.downloaded',
    target: { type: 'session', id: sessionId, name: sessionId },
    after: { downloaded: what },
  });
}

function targetOf({ id, sessionId }: Pick<EvidenceLinkRow, 'id' | 'sessionId'>) {
  return { type: 'evidence_link', id, name: `Link to ${sessionId}` };
}

function stateOf({ expiresAt, revokedAt }: EvidenceLinkRow, now: Date): EvidenceLinkView['state'] {
  return revokedAt !== null ? 'revoked' : expiresAt <= now ? 'expired' : 'active';
}
