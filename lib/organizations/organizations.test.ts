import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { AppError, type ErrorCode } from '#lib/errors.ts';
import { addDomain } from './add-domain.ts';
import { createOrganization, type NewOrganization } from './create-organization.ts';
import { deleteOrganization } from './delete-organization.ts';
import { getOrganization } from './get-organization.ts';
import { removeDomain } from './remove-domain.ts';
import { updateOrganization } from './update-organization.ts';
import { verifyDomain } from './verify-domain.ts';
import { vouchForDomain } from './vouch-for-domain.ts';

let environments: Awaited<ReturnType<typeof testEnvironments>>;
let staging: EnvironmentContext;
let production: EnvironmentContext;

test.beforeAll(async () => {
  environments = await testEnvironments();
  ({ staging, production } = environments);
});
test.afterAll(() => environments.close());

async function refusal(work: Promise<unknown>): Promise<{ code: ErrorCode; fields: string[] }> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  const { code, fields } = error as AppError;
  return { code, fields: fields.map((one) => `${one.field}: ${one.code}`) };
}

const states = (row: { domains: { domain: string; state: string }[] }) =>
  Object.fromEntries(row.domains.map(({ domain, state }) => [domain, state]));

test('each way to give a domain has its own state', async () => {
  const made = await createOrganization(staging, {
    name: '  Foo Corp ',
    domains: ['Legacy.example.ORG'],
    domainData: [
      { domain: 'pending.example.org', state: 'pending' },
      { domain: 'bücher.example.org', state: 'verified' },
    ],
  });
  expect(made).toMatchObject({ name: 'Foo Corp', externalId: null, metadata: {} });
  expect(made.allowProfilesOutsideOrganization).toBe(false);
  expect(states(made)).toEqual({
    'legacy.example.org': 'legacy_verified',
    'pending.example.org': 'pending',
    'xn--bcher-kva.example.org': 'verified',
  });
  const strategies = Object.fromEntries(made.domains.map((one) => [one.domain, one.verificationStrategy]));
  expect(strategies).toEqual({
    'legacy.example.org': 'manual',
    'pending.example.org': 'dns',
    'xn--bcher-kva.example.org': 'manual',
  });
});

test('only a pending domain carries a DNS record to publish', async () => {
  const { domains } = await createOrganization(staging, {
    name: 'DNS',
    domainData: [
      { domain: 'a.example.net', state: 'pending' },
      { domain: 'b.example.net', state: 'verified' },
    ],
  });
  expect(domains.find((one) => one.state === 'pending')).toMatchObject({
    verificationToken: expect.stringMatching(/^[\w-]{43}$/),
    verificationPrefix: expect.stringMatching(/^gatehouse-domain-verification-[a-z0-9]{6}$/),
  });
  expect(domains.find((one) => one.state === 'verified')).toMatchObject({ verificationToken: null });
});

test('null counts as absent when an organization is made', async () => {
  const nothing: NewOrganization = {
    name: 'Nulls',
    domains: null,
    domainData: null,
    allowProfilesOutsideOrganization: null,
    externalId: null,
    metadata: null,
  };
  expect(await createOrganization(staging, nothing)).toMatchObject({ domains: [], metadata: {} });
});

test('names need not be unique, external IDs must be, within one environment', async () => {
  const input = { name: 'Twin', externalId: 'customer-1' };
  await createOrganization(staging, input);
  await createOrganization(production, input);
  expect((await refusal(createOrganization(staging, input))).code).toBe('external_id_already_used');
  const second = await createOrganization(staging, { name: 'Twin' });
  const change = updateOrganization(staging, { id: second.id, externalId: 'customer-1' });
  expect((await refusal(change)).code).toBe('external_id_already_used');
  expect(await getOrganization(staging, { externalId: 'customer-1' })).toMatchObject({ name: 'Twin' });
});

test('of many requests with one external ID at once, one wins and the others are refused', async () => {
  const attempts = Array.from({ length: 8 }, () =>
    createOrganization(staging, { name: 'Race', externalId: 'race' }).then(
      () => 'made',
      (error: AppError) => error.code,
    ),
  );
  const outcomes = (await Promise.all(attempts)).sort();
  expect(outcomes).toEqual([...Array(7).fill('external_id_already_used'), 'made']);
});

test('an update changes what it names and nothing else', async () => {
  const made = await createOrganization(staging, {
    name: 'Before',
    domains: ['keep.example.org'],
    allowProfilesOutsideOrganization: true,
    externalId: 'keep-me',
    metadata: { tier: 'gold' },
  });
  const at = later(staging, 60);
  const renamed = await updateOrganization(at, { id: made.id, name: 'After' });
  expect(renamed).toEqual({ ...made, name: 'After', updatedAt: at.now });
  const nulls = { id: made.id, name: null, domains: null, domainData: null };
  expect(await updateOrganization(at, { ...nulls, allowProfilesOutsideOrganization: null })).toEqual(renamed);
  const cleared = await updateOrganization(at, { id: made.id, externalId: null });
  expect(cleared.externalId).toBeNull();
});

test('metadata merges; null deletes a key, and null or {} clears all', async () => {
  const { id } = await createOrganization(staging, { name: 'Meta', metadata: { a: '1', b: '2' } });
  const change = async (metadata: unknown) => (await updateOrganization(staging, { id, metadata })).metadata;
  expect(await change({ b: null, c: '3' })).toEqual({ a: '1', c: '3' });
  expect(await change({})).toEqual({});
  await change({ d: '4' });
  expect(await change(null)).toEqual({});
});

test('two metadata changes at once both stay', async () => {
  const { id } = await createOrganization(staging, { name: 'Meta race' });
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  await Promise.all(keys.map((key) => updateOrganization(staging, { id, metadata: { [key]: 'x' } })));
  expect(Object.keys((await getOrganization(staging, { id })).metadata as object).sort()).toEqual(keys);
});

test('metadata beyond its bounds is refused', async () => {
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'x']));
  for (const metadata of [
    many,
    { ['k'.repeat(41)]: 'x' },
    { '': 'x' },
    { k: 'x'.repeat(601) },
    { k: 1 },
    [],
    'x',
  ]) {
    expect((await refusal(createOrganization(staging, { name: 'M', metadata }))).code).toBe(
      'invalid_metadata',
    );
  }
  const most = Object.fromEntries(Object.entries(many).slice(0, 50));
  await createOrganization(staging, { name: 'M', metadata: { ...most, k0: 'x'.repeat(600) } });
});

test('giving domains on update replaces the set; those that stay keep id and verification', async () => {
  const made = await createOrganization(staging, {
    name: 'Set',
    domains: ['stays.example.org', 'goes.example.org'],
    domainData: [{ domain: 'waits.example.org', state: 'pending' }],
  });
  const after = await updateOrganization(staging, {
    id: made.id,
    domainData: [
      { domain: 'stays.example.org', state: 'pending' },
      { domain: 'waits.example.org', state: 'verified' },
      { domain: 'new.example.org', state: 'pending' },
    ],
  });
  expect(states(after)).toEqual({
    'stays.example.org': 'legacy_verified',
    'waits.example.org': 'verified',
    'new.example.org': 'pending',
  });
  const idOf = (row: typeof made, domain: string) => row.domains.find((one) => one.domain === domain)?.id;
  expect(idOf(after, 'stays.example.org')).toBe(idOf(made, 'stays.example.org'));
  expect((await updateOrganization(staging, { id: made.id, domains: [] })).domains).toEqual([]);
});

test('a refused change leaves the organization as it was', async () => {
  const made = await createOrganization(staging, { name: 'Whole', domains: ['whole.example.org'] });
  const change = updateOrganization(staging, { id: made.id, name: 'Half', domains: [], metadata: { k: 1 } });
  expect((await refusal(change)).code).toBe('invalid_metadata');
  expect(await getOrganization(staging, { id: made.id })).toEqual(made);
});

test('a domain that belongs to nobody in particular is refused with its reason', async () => {
  const { id: organizationId } = await createOrganization(staging, { name: 'Domains' });
  const reasons: Record<string, string> = {
    'gmail.com': 'domain_is_consumer',
    'GMAIL.com.': 'domain_is_consumer',
    'co.uk': 'domain_is_public_suffix',
    'github.io': 'domain_is_public_suffix',
    com: 'domain_invalid',
    localhost: 'domain_invalid',
    '': 'domain_invalid',
    'foo_bar..com': 'domain_invalid',
    'jane@example.org': 'domain_is_email',
    'https://example.org': 'domain_is_url',
    '10.0.0.1': 'domain_is_ip_address',
    '[::1]': 'domain_is_ip_address',
  };
  for (const [domain, reason] of Object.entries(reasons)) {
    const refused = await refusal(addDomain(staging, { organizationId, domain, verification: 'manual' }));
    expect(refused, domain).toEqual({ code: 'invalid_request_parameters', fields: [`domain: ${reason}`] });
  }
  const good = await addDomain(staging, {
    organizationId,
    domain: 'Mail.Example.CO.UK.',
    verification: 'manual',
  });
  expect(good).toMatchObject({ domain: 'mail.example.co.uk', state: 'verified' });
});

test('an organization has a domain once, two organizations may share it', async () => {
  const [one, two] = [
    await createOrganization(staging, { name: 'One' }),
    await createOrganization(staging, { name: 'Two' }),
  ];
  const input = { domain: 'shared.example.org', verification: 'dns' } as const;
  await addDomain(staging, { ...input, organizationId: one.id });
  await addDomain(staging, { ...input, organizationId: two.id });
  const again = addDomain(staging, { ...input, organizationId: one.id, domain: 'SHARED.example.org' });
  expect((await refusal(again)).code).toBe('domain_already_exists');
});

test('verification starts again with the same record, and never for a domain that counts already', async () => {
  const { id: organizationId } = await createOrganization(staging, { name: 'Verify' });
  const pending = await addDomain(staging, { organizationId, domain: 'v.example.org', verification: 'dns' });
  await staging.data.organizations.updateDomain(pending.id, { state: 'failed' }, staging.now);
  const again = await verifyDomain(later(staging, 5), pending.id);
  expect(again).toEqual({ ...pending, updatedAt: later(staging, 5).now });
  expect(await vouchForDomain(staging, pending.id)).toMatchObject({ state: 'verified' });
  expect((await refusal(verifyDomain(staging, pending.id))).code).toBe('domain_already_verified');
  expect((await refusal(vouchForDomain(staging, pending.id))).code).toBe('domain_already_verified');
});

test('a foreign id answers like an invented one, and nothing of it changes', async () => {
  const made = await createOrganization(production, { name: 'Theirs', domains: ['theirs.example.org'] });
  const domainId = made.domains[0]?.id ?? '';
  const attempts = (organizationId: string, id: string): (() => Promise<unknown>)[] => [
    () => getOrganization(staging, { id: organizationId }),
    () => updateOrganization(staging, { id: organizationId, name: 'Mine', domains: [] }),
    () => deleteOrganization(staging, organizationId),
    () => addDomain(staging, { organizationId, domain: 'mine.example.org', verification: 'manual' }),
    () => verifyDomain(staging, id),
    () => vouchForDomain(staging, id),
    () => removeDomain(staging, id),
  ];
  for (const attempt of [
    ...attempts(made.id, domainId),
    ...attempts('org_invented', 'org_domain_invented'),
  ]) {
    expect((await refusal(attempt())).code).toBe('entity_not_found');
  }
  expect(await getOrganization(production, { id: made.id })).toEqual(made);
});

test('deleting an organization takes its domains along', async () => {
  const made = await createOrganization(staging, { name: 'Gone', domains: ['gone.example.org'] });
  await deleteOrganization(staging, made.id);
  expect((await refusal(getOrganization(staging, { id: made.id }))).code).toBe('entity_not_found');
  expect((await refusal(removeDomain(staging, made.domains[0]?.id ?? ''))).code).toBe('entity_not_found');
});

test('a name of nothing or of many lines is refused', async () => {
  for (const name of ['', '   ', 'two\nlines', 'x'.repeat(201)]) {
    expect((await refusal(createOrganization(staging, { name }))).code).toBe('invalid_request_parameters');
  }
});

test('organizations list by age, also one whose id does not tell it', async () => {
  const fresh = await testEnvironments();
  const { data, now } = fresh.staging;
  const values = {
    name: 'Test Organization',
    externalId: null,
    metadata: {},
    stripeCustomerId: null,
    allowProfilesOutsideOrganization: false,
  };
  await data.organizations.add('org_test_idp', values, now);
  const made: string[] = ['org_test_idp'];
  for (let i = 1; i <= 4; i++) {
    made.push(
      (
        await createOrganization(later(fresh.staging, i), {
          name: `Number ${i}`,
          domains: [`n${i}.example.org`],
        })
      ).id,
    );
  }
  for (const order of ['desc', 'asc', undefined] as const) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const where: { after?: string; before?: string } =
        cursor === null ? {} : order ? { after: cursor } : { before: cursor };
      const page = await data.organizations.page({}, { limit: 2, ...(order ? { order } : {}), ...where });
      seen.push(...page.data.map((one) => one.id));
      cursor = order ? page.after : page.before;
    } while (cursor !== null);
    expect(seen).toEqual(order === 'asc' ? made : made.toReversed());
  }
  const names = async (filter: { domains?: string[]; search?: string }) =>
    (await data.organizations.page(filter, { limit: 10 })).data.map((one) => one.name);
  expect(await names({ domains: ['n1.example.org', 'n3.example.org'] })).toEqual(['Number 3', 'Number 1']);
  expect(await names({ search: 'organiz' })).toEqual(['Test Organization']);
  await fresh.close();
});
