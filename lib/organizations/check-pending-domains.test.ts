import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { DomainRow } from '#lib/data/organizations.ts';
import { pendingDomains } from '#lib/data/pending-domains.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import type { ResolveTxt } from '#lib/domains/domain-record.ts';
import { addDomain } from './add-domain.ts';
import { checkPendingDomains } from './check-pending-domains.ts';
import { createOrganization } from './create-organization.ts';
import { getDomain } from './get-domain.ts';
import { verifyDomain } from './verify-domain.ts';
import { vouchForDomain } from './vouch-for-domain.ts';

const DAY_S = 24 * 60 * 60;

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let organizationId: string;

test.beforeEach(async () => {
  environments = await testEnvironments();
  ({ staging } = environments);
  ({ id: organizationId } = await createOrganization(staging, { name: 'DNS' }));
});
test.afterEach(() => environments.close());

const add = (domain: string, verification: 'dns' | 'manual' = 'dns') =>
  addDomain(staging, { organizationId, domain, verification });

const stateOf = async ({ id }: DomainRow) => (await getDomain(staging, id)).state;

const check = (
  resolveTxt: ResolveTxt,
  more: { at?: EnvironmentContext; limits?: Parameters<typeof checkPendingDomains>[1]['limits'] } = {},
) =>
  checkPendingDomains((more.at ?? staging).now, {
    resolveTxt,
    rows: pendingDomains(environments.db),
    ...(more.limits ? { limits: more.limits } : {}),
  });

/** A name server that knows these records only. */
const zone =
  (records: Record<string, string[]>): ResolveTxt =>
  async (name) =>
    records[name] ?? [];

const ownName = (row: DomainRow) => `${row.verificationPrefix}.${row.domain}`;

test('a domain is verified by the token under its own name, and by the older form at the domain itself', async () => {
  const [one, two, none] = [
    await add('one.example.org'),
    await add('two.example.org'),
    await add('no.example.org'),
  ];
  const records = {
    [ownName(one)]: ['something else', ` ${one.verificationToken} `],
    'two.example.org': ['v=spf1 -all', `verification_token=${two.verificationToken}`],
  };
  const at = later(staging, 600);
  expect(await check(zone(records), { at })).toEqual({ verified: 2, failed: 0, pending: 1 });
  expect(await getDomain(staging, one.id)).toEqual({ ...one, state: 'verified', updatedAt: at.now });
  expect([await stateOf(two), await stateOf(none)]).toEqual(['verified', 'pending']);
});

test("another domain's token, part of a token, or a token in the wrong place verifies nothing", async () => {
  const [one, two] = [await add('one.example.org'), await add('two.example.org')];
  const token = one.verificationToken ?? '';
  const records = {
    [ownName(one)]: [token.slice(1), `${token}x`, token.toLowerCase(), `verification_token=${token}`, ''],
    [ownName(two)]: [token],
    'one.example.org': [token],
    'two.example.org': [`verification_token=${token}`],
  };
  expect(await check(zone(records))).toEqual({ verified: 0, failed: 0, pending: 2 });
});

test('a domain without a record fails after 30 days, not before, and one with a record never', async () => {
  const [none, found] = [await add('none.example.org'), await add('found.example.org')];
  const at = later(staging, 30 * DAY_S);
  const justBefore = later(staging, 30 * DAY_S - 1);
  expect(await check(zone({}), { at: justBefore })).toEqual({ verified: 0, failed: 0, pending: 2 });
  const records = { [ownName(found)]: [found.verificationToken ?? ''] };
  expect(await check(zone(records), { at })).toEqual({ verified: 1, failed: 1, pending: 0 });
  expect([await stateOf(none), await stateOf(found)]).toEqual(['failed', 'verified']);
});

test('a verification that was started again has 30 days again', async () => {
  const row = await add('again.example.org');
  await check(zone({}), { at: later(staging, 30 * DAY_S) });
  await verifyDomain(later(staging, 31 * DAY_S), row.id);
  expect(await check(zone({}), { at: later(staging, 60 * DAY_S) })).toMatchObject({ failed: 0, pending: 1 });
  const records = { [ownName(row)]: [row.verificationToken ?? ''] };
  expect(await check(zone(records), { at: later(staging, 60 * DAY_S) })).toMatchObject({ verified: 1 });
});

test('what an admin did during the look-up stays', async () => {
  const [vouched, restarted] = [await add('vouched.example.org'), await add('restarted.example.org')];
  const at = later(staging, 40 * DAY_S);
  const meddling: ResolveTxt = async (name) => {
    if (name === 'vouched.example.org') await vouchForDomain(at, vouched.id);
    if (name === 'restarted.example.org') await verifyDomain(at, restarted.id);
    return [];
  };
  expect(await check(meddling, { at })).toEqual({ verified: 0, failed: 0, pending: 0 });
  expect([await stateOf(vouched), await stateOf(restarted)]).toEqual(['verified', 'pending']);
});

test('a domain that somebody vouched for while its record was looked up keeps being manual', async () => {
  const row = await add('both.example.org');
  const meddling: ResolveTxt = async (name) => {
    if (name === row.domain) return [];
    await vouchForDomain(staging, row.id);
    return [row.verificationToken ?? ''];
  };
  expect(await check(meddling, { at: later(staging, 60) })).toMatchObject({ verified: 0 });
  expect(await getDomain(staging, row.id)).toMatchObject({
    verificationStrategy: 'manual',
    updatedAt: staging.now,
  });
});

test('of several instances that check at once, one moves each domain', async () => {
  const rows: DomainRow[] = [];
  for (let i = 0; i < 10; i++) rows.push(await add(`n${i}.example.org`));
  const records = Object.fromEntries(
    rows.slice(0, 5).map((row) => [ownName(row), [row.verificationToken ?? '']]),
  );
  let ready = 0;
  let release = () => {};
  const all = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Nobody answers before all four have read every row.
  const together: ResolveTxt = async (name) => {
    if (++ready === 4 * rows.length * 2) release();
    await all;
    return records[name] ?? [];
  };
  const at = later(staging, 30 * DAY_S);
  const results = await Promise.all([1, 2, 3, 4].map(() => check(together, { at })));
  expect(results.reduce((sum, one) => sum + one.verified, 0)).toBe(5);
  expect(results.reduce((sum, one) => sum + one.failed, 0)).toBe(5);
});

test('only pending domains are looked up', async () => {
  await add('manual.example.org', 'manual');
  const failed = await add('failed.example.org');
  await staging.data.organizations.updateDomain(failed.id, { state: 'failed' }, staging.now);
  const asked: string[] = [];
  await check(async (name) => {
    asked.push(name);
    return [];
  });
  expect(asked).toEqual([]);
});

test('a name server that throws or never answers does not keep the others from being verified', async () => {
  const [broken, silent, good] = [
    await add('broken.example.org'),
    await add('silent.example.org'),
    await add('good.example.org'),
  ];
  const mixed: ResolveTxt = (name) => {
    if (name.endsWith(broken.domain)) return Promise.reject(new Error('SERVFAIL'));
    if (name.endsWith(silent.domain)) return new Promise(() => {});
    return Promise.resolve([good.verificationToken ?? '']);
  };
  const limits = { atOnce: 1, lookUpMs: 30 };
  expect(await check(mixed, { limits })).toEqual({ verified: 1, failed: 0, pending: 2 });
});

test('no more domains are looked up at once, and in one run, than the limits say', async () => {
  for (let i = 0; i < 8; i++) await add(`n${i}.example.org`);
  const open = new Set<string>();
  let most = 0;
  const domains = new Set<string>();
  const slow: ResolveTxt = async (name) => {
    const domain = name.split('.').slice(-3).join('.');
    open.add(domain);
    domains.add(domain);
    most = Math.max(most, open.size);
    await new Promise((resolve) => setImmediate(resolve));
    open.delete(domain);
    return [];
  };
  expect(await check(slow, { limits: { atOnce: 3, domains: 7 } })).toMatchObject({ pending: 7 });
  expect(most).toBe(3);
  expect(domains.size).toBe(7);
});
