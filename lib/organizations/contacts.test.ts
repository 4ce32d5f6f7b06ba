import { expect, test } from '@playwright/test';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { later, testEnvironments } from '#lib/data/test-environment.ts';
import { addContact, listContacts, MAX_CONTACTS, removeContact, updateContact } from './contacts.ts';
import { createOrganization } from './create-organization.ts';

let world: Awaited<ReturnType<typeof testEnvironments>>;
let ctx: EnvironmentContext;
let organizationId: string;
test.beforeEach(async () => {
  world = await testEnvironments();
  ctx = world.staging;
  organizationId = (await createOrganization(ctx, { name: 'Foo Corp' })).id;
});
test.afterEach(() => world.close());

const ALL = { certificateExpiry: true, connectionTrouble: true, keyRenewal: true };
const input = (email: string) => ({ organizationId, email, name: '', ...ALL });
const refused = (code: string) => ({
  code: 'invalid_request_parameters',
  fields: [expect.objectContaining({ field: 'email', code })],
});

test('an address is listed once, however it is spelled', async () => {
  const made = await addContact(ctx, { ...input(' IT@Foo.Example '), name: ' Identity team ' });
  expect(made).toMatchObject({ email: 'it@foo.example', name: 'Identity team' });
  await expect(addContact(ctx, input('it@FOO.example'))).rejects.toMatchObject(refused('already_listed'));
  const both = await Promise.allSettled([
    addContact(later(ctx, 1), input('b@foo.example')),
    addContact(later(ctx, 2), input('B@foo.example')),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await listContacts(ctx, organizationId)).map(({ email }) => email)).toEqual([
    'it@foo.example',
    'b@foo.example',
  ]);
});

test('what cannot be written to is refused beside its field', async () => {
  for (const email of [
    '',
    'nobody',
    'a@b@c.example',
    'it@foo.example, b@foo.example',
    'a b@foo.example',
    'a@%',
  ]) {
    await expect(addContact(ctx, input(email)), email).rejects.toMatchObject(refused('invalid'));
  }
});

test('an organization has a handful of contacts, each of them within its own list', async () => {
  for (let i = 0; i < MAX_CONTACTS; i++) await addContact(ctx, input(`it${i}@foo.example`));
  await expect(addContact(ctx, input('more@foo.example'))).rejects.toMatchObject(refused('too_many'));
  const other = await createOrganization(later(ctx, 1), { name: 'Bar Corp' });
  await addContact(ctx, { ...input('it0@foo.example'), organizationId: other.id });
  expect(await listContacts(ctx, other.id)).toHaveLength(1);
});

test('each change is in the audit log, and nothing of another environment can be changed', async () => {
  const { id } = await addContact(ctx, input('it@foo.example'));
  const notFound = { code: 'entity_not_found' };
  await expect(addContact(world.production, input('it@foo.example'))).rejects.toMatchObject(notFound);
  await expect(updateContact(world.production, { id, name: 'Mine', ...ALL })).rejects.toMatchObject(notFound);
  await expect(removeContact(world.production, id)).rejects.toMatchObject(notFound);
  await updateContact(ctx, { id, name: 'Ida', ...ALL, keyRenewal: false });
  expect(await listContacts(ctx, organizationId)).toMatchObject([{ name: 'Ida', keyRenewal: false }]);
  expect(await removeContact(ctx, id)).toBe('it@foo.example');
  await expect(removeContact(ctx, id)).rejects.toMatchObject(notFound);
  const entries = await world.db.auditLogEntry.findMany({
    where: { workspaceId: world.workspace.scope.workspaceId, targetId: id },
    orderBy: { id: 'asc' },
    select: { action: true },
  });
  expect(entries.map(({ action }) => action)).toEqual([
    'organization_contact.created',
    'organization_contact.updated',
    'organization_contact.deleted',
  ]);
});
