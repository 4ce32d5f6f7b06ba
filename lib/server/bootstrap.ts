import { rmSync } from 'node:fs';
import path from 'node:path';
import { now as clockNow } from '#lib/clock.ts';
import { database } from '#lib/db/client.ts';
import type { Env } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { hashSecret, newToken } from '#lib/secrets.ts';
import { writeWhole } from '#lib/server/data-directory.ts';
import { createWorkspace } from '#lib/workspace/create-workspace.ts';
import { followOrigin } from '#lib/workspace/follow-origin.ts';
import { stagingCredentials } from '#lib/workspace/staging-credentials.ts';

const INVITATION_DAYS = 7;

/** Instances that start together each print a link, and somebody may open any of them. */
const STARTED_TOGETHER_MS = 5 * 60 * 1000;

/**
 * Makes a database ready to use, at every start: the first workspace, a one-time link for the first admin
 * while nobody can sign in, and the staging credentials as a file only its owner reads; null when no staging key works.
 */
export async function bootstrap(input: {
  env: Env;
}): Promise<{ firstAdminLink: string | null; stagingEnvFile: string | null }> {
  const { env } = input;
  const now = clockNow();
  const origin = env.http.url;
  // Several instances may start at once on one database.
  await database().$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.bootstrap'))::text`;
      if ((await tx.workspace.count({ where: { deletionRequestedAt: null } })) === 0) {
        await createWorkspace({ name: 'My workspace', origin, now });
      }
    },
    { maxWait: 30_000, timeout: 30_000 },
  );
  await followOrigin(origin, now);

  const stagingEnvFile = path.join(env.data.directory, 'staging.env');
  const credentials = await stagingCredentials(now);
  if (credentials) {
    const url = new URL(origin);
    const lines = {
      WORKOS_API_KEY: credentials.apiKey,
      WORKOS_CLIENT_ID: credentials.clientId,
      WORKOS_API_HOSTNAME: url.hostname,
      WORKOS_API_PORT: url.port || (url.protocol === 'https:' ? '443' : '80'),
      WORKOS_API_HTTPS: String(url.protocol === 'https:'),
    };
    const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
    writeWhole(stagingEnvFile, text.join(''), 0o600);
  } else {
    // Without a working key the last one would only mislead.
    rmSync(stagingEnvFile, { force: true });
  }
  return {
    firstAdminLink: await firstAdminLink(origin, now),
    stagingEnvFile: credentials ? stagingEnvFile : null,
  };
}

/**
 * A fresh link at every start, those of earlier starts revoked: its token is stored hashed and cannot be printed again.
 * Links of the last minutes stay, since they may be those of other instances. The first account made with one ends all.
 */
export async function firstAdminLink(origin: string, now: Date): Promise<string | null> {
  const db = database();
  if ((await db.teamMember.count({ where: { workspace: { deletionRequestedAt: null } } })) > 0) return null;
  const workspace = await db.workspace.findFirstOrThrow({
    where: { deletionRequestedAt: null },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  const token = newToken();
  await db.invitation.updateMany({
    where: {
      workspaceId: workspace.id,
      email: null,
      acceptedAt: null,
      revokedAt: null,
      createdAt: { lt: new Date(now.getTime() - STARTED_TOGETHER_MS) },
    },
    data: { revokedAt: now },
  });
  await db.invitation.create({
    data: {
      id: newId('invitation', now),
      workspaceId: workspace.id,
      email: null,
      role: 'admin',
      tokenHash: hashSecret(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + INVITATION_DAYS * 24 * 60 * 60 * 1000),
    },
  });
  return `${origin}/invite/${token}`;
}
