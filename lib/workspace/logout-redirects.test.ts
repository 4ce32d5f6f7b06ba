import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { appAddresses, updateAppAddresses } from './app-addresses.ts';
import {
  addLogoutRedirect,
  listLogoutRedirects,
  makeDefaultLogoutRedirect,
  removeLogoutRedirect,
  updateLogoutRedirect,
} from './logout-redirects.ts';
import { MAX_REDIRECT_URIS } from './redirect-uris.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments();
});
test.afterEach(() => world.close());

const broken = (code: string) => ({ fields: [{ field: 'uri', code }] });
const APP = 'https://app.example.com';

test('the first logout redirect becomes the default; it moves, and goes last', async () => {
  const { production } = world;
  await addLogoutRedirect(production, { uri: `${APP}/a` });
  await addLogoutRedirect(production, { uri: `${APP}/b` });
  const list = async () => (await listLogoutRedirects(production)).map((row) => [row.uri, row.isDefault]);
  expect(await list()).toEqual([
    [`${APP}/a`, true],
    [`${APP}/b`, false],
  ]);
  const [a, b] = (await listLogoutRedirects(production)).map((row) => row.id);
  await expect(removeLogoutRedirect(production, { id: a ?? '' })).rejects.toMatchObject({ code: 'conflict' });
  await makeDefaultLogoutRedirect(production, { id: b ?? '' });
  expect(await list()).toEqual([
    [`${APP}/b`, true],
    [`${APP}/a`, false],
  ]);
  await removeLogoutRedirect(production, { id: a ?? '' });
  await removeLogoutRedirect(production, { id: b ?? '' });
  expect(await list()).toEqual([]);
});

test('a logout redirect keeps the rules of redirect URIs, by the kind of environment, and stands once', async () => {
  const { production, staging } = world;
  await expect(addLogoutRedirect(production, { uri: 'http://app.example.com/' })).rejects.toMatchObject(
    broken('http_in_production'),
  );
  await expect(addLogoutRedirect(production, { uri: `https://*.example.com/x` })).rejects.toMatchObject(
    broken('wildcard_default'),
  );
  await addLogoutRedirect(staging, { uri: 'http://localhost:3000/' });
  await expect(addLogoutRedirect(staging, { uri: 'http://LOCALHOST:3000/' })).rejects.toMatchObject(
    broken('already_registered'),
  );
  await addLogoutRedirect(staging, { uri: 'http://localhost:3000/other' });
  const [first, second] = await listLogoutRedirects(staging);
  await expect(
    updateLogoutRedirect(staging, { id: second?.id ?? '', uri: first?.uri ?? '' }),
  ).rejects.toMatchObject(broken('already_registered'));
  await expect(
    updateLogoutRedirect(staging, { id: first?.id ?? '', uri: 'https://*.example.com/' }),
  ).rejects.toMatchObject(broken('wildcard_default'));
});

test('the list ends at its limit, also when several are added at once', async () => {
  const { staging } = world;
  for (let n = 1; n < MAX_REDIRECT_URIS; n++) await addLogoutRedirect(staging, { uri: `${APP}/${n}` });
  const late = await Promise.allSettled(
    ['x', 'y'].map((n) => addLogoutRedirect(staging, { uri: `${APP}/${n}` })),
  );
  expect(late.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('another environment can neither change nor delete one', async () => {
  const { staging, production } = world;
  await addLogoutRedirect(staging, { uri: `${APP}/a` });
  const [row] = await listLogoutRedirects(staging);
  const id = row?.id ?? '';
  const gone = { code: 'entity_not_found' };
  await expect(updateLogoutRedirect(production, { id, uri: `${APP}/b` })).rejects.toMatchObject(gone);
  await expect(makeDefaultLogoutRedirect(production, { id })).rejects.toMatchObject(gone);
  await expect(removeLogoutRedirect(production, { id })).rejects.toMatchObject(gone);
  expect(await listLogoutRedirects(staging)).toEqual([row]);
});

test('each change is in the audit log with what was before', async () => {
  const { staging, workspace, db } = world;
  await addLogoutRedirect(staging, { uri: `${APP}/a` });
  const [row] = await listLogoutRedirects(staging);
  await updateLogoutRedirect(staging, { id: row?.id ?? '', uri: `${APP}/b` });
  await removeLogoutRedirect(staging, { id: row?.id ?? '' });
  await updateAppAddresses(staging, { appHomepageUrl: APP });
  await updateAppAddresses(staging, { appHomepageUrl: APP });
  const entries = await db.auditLogEntry.findMany({
    where: { workspaceId: workspace.scope.workspaceId },
    orderBy: { id: 'asc' },
  });
  expect(entries).toMatchObject([
    { action: 'logout_redirect_uri.created', after: { uri: `${APP}/a`, isDefault: true } },
    { action: 'logout_redirect_uri.updated', before: { uri: `${APP}/a` }, after: { uri: `${APP}/b` } },
    { action: 'logout_redirect_uri.deleted', before: { uri: `${APP}/b` } },
    {
      action: 'app_addresses.updated',
      before: { appHomepageUrl: null },
      after: { appHomepageUrl: `${APP}/` },
    },
  ]);
});

test('addresses of the app: each wrong one is marked, nothing is saved, an empty one is taken away', async () => {
  const { production, staging } = world;
  await updateAppAddresses(production, { signInEndpoint: `${APP}/login?from=sso` });
  const wrong = { appHomepageUrl: 'http://app.example.com', signInEndpoint: '', portalReturnUrl: 'nowhere' };
  await expect(updateAppAddresses(production, wrong)).rejects.toMatchObject({
    fields: [
      { field: 'appHomepageUrl', code: 'https' },
      { field: 'portalReturnUrl', code: 'not_an_address' },
    ],
  });
  expect(await appAddresses(production)).toEqual({
    appHomepageUrl: null,
    signInEndpoint: `${APP}/login?from=sso`,
    portalReturnUrl: null,
  });
  expect(await updateAppAddresses(production, { signInEndpoint: ' ' })).toMatchObject({
    signInEndpoint: null,
  });
  const plain = { portalReturnUrl: 'http://intranet.example/' };
  await expect(updateAppAddresses(staging, plain)).rejects.toMatchObject({
    fields: [{ field: 'portalReturnUrl', code: 'https_or_localhost' }],
  });
  await updateAppAddresses(staging, { portalReturnUrl: 'http://localhost:3000/settings' });
  expect(await appAddresses(production)).toMatchObject({ portalReturnUrl: null });
});
