import { Button, Code, Flex, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ConnectionHeader } from '#components/connections/connection-header.tsx';
import { MapGroupDialog, SsoGroupList } from '#components/roles/sso-group-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { connectionPage } from '#lib/connections/connection-page.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { historyHref } from '#lib/dashboard/history.ts';
import { ssoGroupsView } from '#lib/workspace/sso-groups.ts';
import { addSsoGroup, removeSsoGroup, updateSsoGroup } from './actions.ts';

export const metadata: Metadata = { title: 'Connection groups' };

type Props = { params: Promise<{ environmentId: string; connectionId: string }> };

/** Which role the groups of this identity provider give. */
export default async function ConnectionGroupsPage({ params }: Props) {
  const { environmentId, connectionId } = await params;
  const admin = await adminPage(environmentId, 'connections:read');
  const found = await connectionPage(admin, connectionId);
  if (!found) notFound();
  const { connection, profiles } = found;
  const { groups, roles, defaultRole, multiple, seen } = await ssoGroupsView(admin, connectionId);
  const mayWrite = admin.may('connections:write');
  const rolesPath = `/dashboard/${environmentId}/configuration/roles`;
  const form = { roles, connectionId, environmentId, action: addSsoGroup };
  return (
    <>
      <ConnectionHeader
        connection={connection}
        environmentId={environmentId}
        current="groups"
        locked={admin.locked}
        mayWrite={mayWrite && !found.held}
        mayTest={admin.may('test_sso:use')}
        profiles={profiles}
        history={historyHref(admin, connection.id)}
        signsTeamIn={found.signsTeamIn}
      />
      <Flex direction="column" gap="5">
        {roles.length === 0 ? (
          <EmptyState
            title="No roles to map groups to"
            docs="roles-and-groups#groups"
            action={
              admin.may('roles:write') && (
                <Button asChild>
                  <Link href={rolesPath}>Add roles</Link>
                </Button>
              )
            }
          >
            Profiles carry the groups they come with in any case.{' '}
            {admin.may('roles:write')
              ? 'To turn groups into roles of your app, add the roles first.'
              : 'To turn groups into roles of your app, a Developer or an Admin of your workspace adds the roles first.'}
          </EmptyState>
        ) : (
          <SectionCard
            title="SSO groups"
            description={
              multiple
                ? 'Somebody in several mapped groups gets the roles of all of them.'
                : 'Somebody in several mapped groups gets the role with the highest priority.'
            }
            actions={mayWrite && <MapGroupDialog trigger={{ label: 'Map a group' }} {...form} />}
          >
            {groups.length === 0 ? (
              <Text as="p" size="2" color="gray">
                No group is mapped yet.
              </Text>
            ) : (
              <SsoGroupList
                groups={groups}
                roles={roles}
                connectionId={connectionId}
                environmentId={environmentId}
                actions={mayWrite ? { update: updateSsoGroup, remove: removeSsoGroup } : null}
              />
            )}
            <Text as="p" size="2" color="gray">
              {defaultRole ? (
                <>
                  Everybody else gets the default role, <Code>{defaultRole.slug}</Code>.
                </>
              ) : (
                'Everybody else has no role, because there is no default role.'
              )}
            </Text>
          </SectionCard>
        )}
        <SectionCard
          title="Seen in recent sign-ins"
          description="Groups that came with the people who signed in last, and are mapped to no role."
        >
          {seen.length === 0 ? (
            <Text as="p" size="2" color="gray">
              {profiles === 0
                ? 'Nobody has signed in yet. After a test sign-in you see here which groups the identity provider sends.'
                : 'None. Either every group that came is mapped, or the identity provider sends none; then map the Groups field on the Attributes tab.'}
            </Text>
          ) : (
            <ul className="m-0 list-none divide-y divide-(--gray-a4) p-0">
              {seen.map((group) => (
                <li
                  key={group.idpId}
                  className="flex flex-wrap items-center justify-between gap-3 py-2 first:pt-0 last:pb-0"
                >
                  <div className="min-w-0">
                    <Text as="p" size="2" className="font-mono text-[13px] [overflow-wrap:anywhere]">
                      {group.idpId}
                    </Text>
                    <Text as="p" size="1" color="gray">
                      {group.profiles === 1 ? '1 person' : `${group.profiles.toLocaleString('en-US')} people`}
                    </Text>
                  </div>
                  {mayWrite && roles.length > 0 && (
                    <MapGroupDialog
                      trigger={{ label: 'Map', name: group.idpId, size: '1', variant: 'soft' }}
                      idpId={group.idpId}
                      {...form}
                    />
                  )}
                </li>
              ))}
            </ul>
          )}
        </SectionCard>
      </Flex>
    </>
  );
}
