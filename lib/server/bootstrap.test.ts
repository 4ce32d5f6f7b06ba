import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { firstAdminLink } from '#lib/server/bootstrap.ts';
import { acceptInvitation, openInvitation } from '#lib/team/accept-invitation.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const ORIGIN = 'https://sso.gatehouse.test';

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
});
test.afterEach(() => world.close());

async function start(now: Date): Promise<string> {
  const link = await firstAdminLink(ORIGIN, now);
  expect(link).toMatch(/^https:\/\/sso\.gatehouse\.test\/invite\/./);
  return (link ?? '').slice(`${ORIGIN}/invite/`.length);
}
const opened = (token: string, now: Date) => openInvitation({ token, ipAddress: null, now }, world.db);

test('of two instances that start together, each prints a first-admin link that works', async () => {
  const tokens = await Promise.all([start(NOW), start(minutesLater(1))]);
  for (const token of tokens) expect(await opened(token, minutesLater(2))).not.toBeNull();
  expect(new Set(tokens).size).toBe(2);
});

test('a later start ends the links of earlier ones', async () => {
  const earlier = await start(NOW);
  const later = await start(minutesLater(10));
  expect(await opened(earlier, minutesLater(11))).toBeNull();
  expect(await opened(later, minutesLater(11))).not.toBeNull();
});

test('the first account ends every first-admin link, and no start prints another', async () => {
  const [used = '', other = ''] = await Promise.all([start(NOW), start(NOW)]);
  await acceptInvitation(
    {
      token: used,
      ipAddress: null,
      now: NOW,
      name: 'Ada Lovelace',
      email: 'ada@gatehouse.test',
      password: 'correct horse battery',
    },
    world.db,
  );
  expect(await opened(other, NOW)).toBeNull();
  expect(await firstAdminLink(ORIGIN, NOW)).toBeNull();
});
