import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { systemActor } from '#lib/auth/actor.ts';
import { signInWithPassword } from '#lib/auth/sign-in.ts';
import { systemScope, systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import { connectionHistory } from '#lib/connections/connection-history.ts';
import { connectionPage } from '#lib/connections/connection-page.ts';
import { forEnvironment } from '#lib/data/for-environment.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { openDatabase, useDatabase } from '#lib/db/client.ts';
import { migrate, readMigrations } from '#lib/db/migrate.ts';
import { schemaDifference } from '#lib/db/schema-difference.ts';
import { emptyTestDatabase } from '#lib/db/test-database.ts';
import { publishToProcess } from '#lib/env.ts';
import { searchOrganizations } from '#lib/organizations/search-organizations.ts';
import { sessionDetail } from '#lib/sso/session-detail.ts';
import { sessionListInput } from '#lib/sso/session-list.schema.ts';
import { listSessions } from '#lib/sso/session-list.ts';
import { listApiKeys, revealApiKey } from '#lib/workspace/api-keys.ts';
import { listRedirectUris } from '#lib/workspace/redirect-uris.ts';

/**
 * The database of the first release, as its own code left it: a workspace with an admin, a connection and three
 * sign-ins. Every row by its table; sealed with a key of thirty-two sevens.
 */
const FIRST_RELEASE: Record<string, Record<string, unknown>[]> = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'testdata/first-release.json'), 'utf8'),
);
const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');

/** Tables that others refer to come first. */
const ORDER = ['Workspace', 'Environment', 'Organization', 'Connection', 'Profile', 'SsoSession'];

async function firstRelease(): Promise<{ url: string; drop: () => Promise<void> }> {
  const [init, ...later] = await readMigrations();
  if (!init) throw new Error('there is no migration');
  const database = await emptyTestDatabase();
  await migrate(database.url, [init]);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const tables = [...ORDER, ...Object.keys(FIRST_RELEASE).filter((name) => !ORDER.includes(name))];
  for (const name of tables) {
    await client.query(`INSERT INTO "${name}" SELECT * FROM jsonb_populate_recordset(NULL::"${name}", $1)`, [
      JSON.stringify(FIRST_RELEASE[name] ?? []),
    ]);
  }
  await client.query(
    `UPDATE "Connection" SET "idpInitiatedEnabled" = false WHERE "connectionType" = 'OktaSAML'`,
  );
  await client.end();
  expect(await migrate(database.url, [init, ...later])).toEqual(later.map(({ name }) => name));
  return database;
}

test('a database of the first release comes to this version with everything it held', async () => {
  const database = await firstRelease();
  publishToProcess({ DATABASE_URL: database.url, GATEHOUSE_SECRET_KEY: SECRET_KEY });
  const db = openDatabase(database.url);
  useDatabase(db);
  try {
    expect(await schemaDifference(database.url)).toBe('');

    const now = new Date('2026-11-21T09:00:00.000Z');
    const environment = await db.environment.findFirstOrThrow({ where: { kind: 'staging' } });
    const scope = systemScope(environment);
    const staging = { scope, data: forEnvironment(scope, db), now, actor: systemActor('Test') };

    const { lines } = await listSessions(staging, sessionListInput.parse({}));
    expect(lines.map(({ state, error, user }) => [state.label, error, user])).toEqual([
      ['Successful', null, 'ana@foo.example'],
      ['Failed', 'Invalid Attributes', expect.anything()],
      ['Failed', 'Invalid X509 Certificate', expect.anything()],
    ]);
    for (const { id, state } of lines) {
      const detail = await sessionDetail(staging, id);
      expect(detail?.response?.raw).toContain('<samlp:Response');
      expect(detail?.request?.raw).toContain('AuthnRequest');
      expect(detail?.failure === null).toBe(state.label === 'Successful');
      expect(detail?.timeline.length).toBeGreaterThan(1);
    }

    const { items } = await searchOrganizations(
      staging,
      { search: '', connections: null, certificate: null },
      { newer: null, older: null },
    );
    expect(items.map(({ name }) => name).sort()).toEqual(['Foo Corp', 'Test Organization']);
    const okta = await db.connection.findFirstOrThrow({
      where: { environmentId: environment.id, connectionType: 'OktaSAML' },
    });
    const page = await connectionPage(staging, okta.id);
    expect(page).toMatchObject({ connection: { name: 'Foo Corp Okta', state: 'active' }, profiles: 1 });
    const history = await connectionHistory(staging, { connectionId: okta.id, below: null });
    expect(history.versions.map(({ number }) => number)).toEqual([1]);
    // What was a switch is a mode now, in the connections and in their versions alike.
    const modes = async (id: string) => [
      (await staging.data.connections.get(id))?.idpInitiatedMode,
      (await staging.data.connectionVersions.get(id, 1))?.settings.values,
    ];
    expect(await modes(okta.id)).toEqual(['off', expect.objectContaining({ idpInitiatedMode: 'off' })]);
    expect((await modes(okta.id))[1]).not.toHaveProperty('idpInitiatedEnabled');
    const other = await db.connection.findFirstOrThrow({
      where: { environmentId: environment.id, connectionType: { not: 'OktaSAML' } },
    });
    expect(await modes(other.id)).toEqual(['allow', expect.objectContaining({ idpInitiatedMode: 'allow' })]);

    expect((await listRedirectUris(staging)).map(({ uri }) => uri)).toEqual([
      'http://localhost:3000/example/callback',
      'http://localhost:*/callback',
    ]);
    const [key] = await listApiKeys(staging);
    expect(await revealApiKey(staging, { id: key?.id ?? '' })).toMatch(/^sk_/);

    const workspaceScope = systemWorkspaceScope(environment.workspaceId);
    const workspace = forWorkspace(workspaceScope, db);
    expect((await workspace.members.all()).map(({ email }) => email)).toEqual(['robin@acme.example']);
    // Nothing of production was in use, so it waits for billing information like that of a new workspace.
    expect((await workspace.workspace.get()).productionEnabledAt).toBeNull();
    const signedIn = await signInWithPassword({
      email: 'robin@acme.example',
      password: 'a password of the first release',
      ipAddress: null,
      userAgent: null,
      now,
    });
    expect(signedIn).toMatchObject({ ok: true });
  } finally {
    await db.$disconnect();
    await database.drop();
  }
});
