import { inflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import type { IdpInitiatedMode } from '#lib/saml/idp-initiated.ts';
import { openBrowser } from '../support/browser.ts';
import { seedMember, signIn } from '../support/dashboard.ts';
import { ANA, callbackOf, postResponse, samlResponse } from '../support/login.ts';
import { CALLBACK, seedConnection, seedWorkspace } from '../support/seed.ts';

/**
 * Login CSRF: an attacker with an account at the identity provider keeps a response of their own and has a victim's
 * browser post it. What each mode of a connection makes of that.
 */

const origin = env().http.url;
const MALLORY = { ...ANA, id: 'mallory-1', email: 'mallory@example.com', firstName: 'Mallory' };

async function attacked(idpInitiatedMode: IdpInitiatedMode) {
  const workspace = await seedWorkspace();
  const { staging } = workspace;
  const connection = await seedConnection(staging, { values: { idpInitiatedMode } });
  const victim = openBrowser(origin);
  const stolen = await samlResponse(connection, null, { person: MALLORY });
  const answer = await postResponse(victim, connection, stolen, `redirect_uri=${CALLBACK}`);
  const location = answer.headers.get('location') ?? '';
  return { ...workspace, connection, victim, stolen, answer, location };
}

type Attacked = Awaited<ReturnType<typeof attacked>>;

/** Whom the app takes the person for. */
async function exchanged({ staging }: Attacked, code: string | null) {
  const { clientId, apiKey } = staging;
  const fields = {
    client_id: clientId,
    client_secret: apiKey,
    grant_type: 'authorization_code',
    code: code ?? '',
  };
  const answer = await fetch(`${origin}/sso/token`, { method: 'POST', body: new URLSearchParams(fields) });
  return (await answer.json()).profile?.email;
}

test('allow: the victim is signed in as the attacker, and the settings say so before', async ({ page }) => {
  const world = await attacked('allow');
  expect(await exchanged(world, callbackOf(world.answer).get('code'))).toBe(MALLORY.email);

  await signIn(page, await seedMember(world.workspaceId));
  await page.goto(
    `/dashboard/${world.staging.environmentId}/connections/${world.connection.connectionId}/advanced`,
  );
  const modes = page.getByRole('radiogroup', { name: 'IdP-initiated sign-in' });
  await expect(modes.getByRole('radio', { name: 'Allow', exact: true })).toBeChecked();
  await expect(modes).toContainText('somebody could sign a victim in to an account that is not the victim’s');
  await expect(page.getByText('1 person began at the identity provider in the last 7 days')).toBeVisible();
  await modes.getByRole('radio', { name: 'Convert' }).click();
  await expect(page.getByText('This would have affected 1 person in the last 7 days')).toBeVisible();
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('1 would begin again with a request')).toBeVisible();
  const { environmentId } = world.staging;
  const id = world.connection.connectionId;
  expect(await database().connection.findFirst({ where: { environmentId, id } })).toMatchObject({
    idpInitiatedMode: 'convert',
  });
});

test('consent: the victim reads whose account it is, and the app gets no code without a yes', async () => {
  const { connection, location, staging, victim } = await attacked('consent');
  expect(location).toContain(`/sso/consent/${connection.externalKey}?ticket=`);
  const page = await (await victim.get(location)).text();
  expect(page).toContain(MALLORY.email);
  expect(page).toContain('This sign-in began at the identity provider.');
  const ticket = new URL(location).searchParams.get('ticket') ?? '';
  // The attacker cannot agree for the victim.
  const path = `/sso/consent/${connection.externalKey}`;
  const attacker = openBrowser(origin);
  expect((await attacker.post(path, { ticket, answer: 'approve' })).status).toBe(410);
  const told = callbackOf(await victim.post(path, { ticket, answer: 'deny' }));
  expect(told.get('error')).toBe('signin_consent_denied');
  expect(told.get('code')).toBeNull();
  const { environmentId } = staging;
  expect(await database().ssoSession.count({ where: { environmentId, codeHash: { not: null } } })).toBe(0);
});

test('convert: the attacker’s response only sends the victim to sign in as themselves', async () => {
  const world = await attacked('convert');
  const { connection, location, stolen, victim } = world;
  expect(location.startsWith(`${connection.idp.ssoUrl}?`)).toBe(true);
  expect(location).not.toContain(encodeURIComponent(CALLBACK));
  const query = new URL(location).searchParams;
  const xml = inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString('utf8');
  const requestId = /\sID="([^"]+)"/.exec(xml)?.[1] ?? '';
  const relayState = query.get('RelayState');
  const { environmentId } = world.staging;
  expect(await database().profile.count({ where: { environmentId } })).toBe(0);

  // With what the attacker has, nothing more is to be had: not the old response, not from another browser.
  const again = await postResponse(victim, connection, stolen, relayState);
  expect(callbackOf(again).get('error')).toBe('server_error');
  const forged = await samlResponse(connection, requestId, { person: MALLORY });
  const elsewhere = await postResponse(openBrowser(origin), connection, forged, relayState);
  expect(callbackOf(elsewhere).get('error')).toBe('server_error');

  const own = await samlResponse(connection, requestId);
  const answer = await postResponse(victim, connection, own, relayState);
  // Where the response wanted to go, which is a registered address.
  expect(answer.headers.get('location')?.startsWith(`${CALLBACK}?code=`)).toBe(true);
  expect(await exchanged(world, callbackOf(answer).get('code'))).toBe(ANA.email);
});

test('off: the app is told, and gets no code', async () => {
  const { answer, connection, staging } = await attacked('off');
  const told = callbackOf(answer);
  expect(told.get('error')).toBe('idp_initiated_sso_disabled');
  expect(told.get('connection_id')).toBe(connection.connectionId);
  expect(told.get('code')).toBeNull();
  const { environmentId } = staging;
  expect(await database().profile.count({ where: { environmentId } })).toBe(0);
});
