import type { EnvironmentContext, WorkspaceContext } from '#lib/data/context.ts';
import type { ContactMails } from '#lib/data/organization-contacts.ts';
import type { testEnvironments } from '#lib/data/test-environment.ts';
import { newExternalKey, newId } from '#lib/ids.ts';

type Database = Awaited<ReturnType<typeof testEnvironments>>['db'];

/** For tests: an active connection of an organization of its own; returns its id. */
export async function testConnection(
  db: Database,
  { data, scope, now }: EnvironmentContext,
  name: string,
): Promise<string> {
  const organizationId = newId('organization', now);
  await data.organizations.add(
    organizationId,
    {
      name: `${name} Inc`,
      externalId: null,
      metadata: {},
      stripeCustomerId: null,
      allowProfilesOutsideOrganization: false,
    },
    now,
  );
  const id = newId('connection', now);
  const { environmentId } = scope;
  const type = { connectionType: 'OktaSAML', state: 'active' as const, externalKey: newExternalKey() };
  await db.connection.create({
    data: { id, environmentId, organizationId, name, ...type, createdAt: now, updatedAt: now },
  });
  return id;
}

/** For tests: a member with these kinds of mail switched off. */
export async function testMember(
  db: Database,
  { scope, now }: WorkspaceContext,
  email: string,
  mutedNotifications: string[] = [],
): Promise<void> {
  await db.teamMember.create({
    data: {
      id: newId('teamMember', now),
      workspaceId: scope.workspaceId,
      email,
      name: email,
      role: 'support',
      mutedNotifications,
      createdAt: now,
      updatedAt: now,
    },
  });
}

/** For tests: who was written to, and about what. */
export async function testMails(
  db: Database,
  { scope }: WorkspaceContext,
): Promise<{ to: string; template: string; subject: string }[]> {
  return db.mail.findMany({
    where: { workspaceId: scope.workspaceId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { to: true, template: true, subject: true },
  });
}

/** For tests: a contact of a connection's organization who wants these mails. */
export async function testContact(
  { data, now }: EnvironmentContext,
  connectionId: string,
  email: string,
  wants: Partial<ContactMails> = {},
): Promise<void> {
  const connection = await data.connections.get(connectionId);
  if (!connection) throw new Error('no such connection');
  const none = { certificateExpiry: false, connectionTrouble: false, keyRenewal: false };
  const { organizationId } = connection;
  const id = newId('organizationContact', now);
  await data.organizationContacts.add({ id, organizationId, email, name: null, ...none, ...wants }, now);
}
