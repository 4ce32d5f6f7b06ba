import { expect, test } from '@playwright/test';
import { createDomainBody, createOrganizationBody, updateOrganizationBody } from './organization.schema.ts';

test('a name alone makes an organization, and nothing at all is a change', () => {
  expect(createOrganizationBody.parse({ name: 'Foo' })).toMatchObject({ name: 'Foo' });
  expect(createOrganizationBody.safeParse({}).success).toBe(false);
  expect(updateOrganizationBody.safeParse({}).success).toBe(true);
});

test('nulls of older SDKs are accepted, and keys are kept apart from nulls', () => {
  const nulls = { domains: null, domain_data: null, allow_profiles_outside_organization: null };
  expect(createOrganizationBody.parse({ name: 'Foo', ...nulls })).toMatchObject({
    domains: null,
    domainData: null,
  });
  const change = updateOrganizationBody.parse({
    external_id: null,
    stripe_customer_id: null,
    metadata: null,
  });
  expect(change).toMatchObject({ externalId: null, stripeCustomerId: null, metadata: null });
  expect(updateOrganizationBody.parse({})).toMatchObject({ externalId: undefined, metadata: undefined });
});

test('wire names become ours', () => {
  const body = {
    name: 'Foo',
    domain_data: [{ domain: 'foo.example.org', state: 'pending' }],
    allow_profiles_outside_organization: true,
    external_id: 'x',
  };
  expect(createOrganizationBody.parse(body)).toEqual({
    name: 'Foo',
    domainData: body.domain_data,
    allowProfilesOutsideOrganization: true,
    externalId: 'x',
  });
  expect(createDomainBody.parse({ organization_id: 'org_1', domain: 'a.example.org' })).toEqual({
    organizationId: 'org_1',
    domain: 'a.example.org',
  });
});

test('a state that nobody can ask for is refused', () => {
  const domain_data = [{ domain: 'foo.example.org', state: 'legacy_verified' }];
  expect(createOrganizationBody.safeParse({ name: 'Foo', domain_data }).success).toBe(false);
});
