import { Badge } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { NewRoleFields } from '#components/roles/role-form.tsx';
import { RoleList } from '#components/roles/role-list.tsx';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { rolesView } from '#lib/workspace/roles.ts';
import {
  addRole,
  makeDefaultRole,
  removeRole,
  reorderRoles,
  setMultipleRoles,
  updateRole,
} from './actions.ts';

export const metadata: Metadata = { title: 'Roles' };

type Props = { params: Promise<{ environmentId: string }> };

/** What the app's users are, by the groups their identity provider puts them in. */
export default async function Roles({ params }: Props) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'roles:read');
  const { roles, multiple, mayAdd } = await rolesView(admin);
  const mayWrite = admin.may('roles:write');
  const add = mayWrite && mayAdd && (
    <FormDialog
      trigger={{ label: 'Add role' }}
      title="Add role"
      description="It begins with the lowest priority and nobody has it yet."
      action={addRole}
      environmentId={environmentId}
      submitLabel="Add"
    >
      <NewRoleFields />
    </FormDialog>
  );
  return (
    <>
      <PageHeader
        title="Roles"
        docs="roles-and-groups"
        description="Roles your app gives its users. A profile carries the slugs in role and roles, by the groups of its identity provider."
        actions={roles.length === 0 ? undefined : add}
      />
      <div className="flex flex-col gap-5">
        {roles.length === 0 ? (
          <EmptyState title="No role yet" docs="roles-and-groups" action={add}>
            {mayWrite
              ? 'Add the roles your app knows, such as admin and member. Then map the groups of your customers to them, on the Groups tab of each connection.'
              : 'Profiles carry no role before one is added. Ask a Developer or an Admin of your workspace.'}
          </EmptyState>
        ) : (
          <>
            <SectionCard
              title="Priority"
              description="Somebody in several groups gets the role that stands highest here."
            >
              <RoleList
                roles={roles}
                environmentId={environmentId}
                actions={
                  mayWrite
                    ? {
                        update: updateRole,
                        makeDefault: makeDefaultRole,
                        remove: removeRole,
                        reorder: reorderRoles,
                      }
                    : null
                }
              />
            </SectionCard>
            <SectionCard
              title="Several roles per profile"
              badge={<Badge color={multiple ? 'green' : 'gray'}>{multiple ? 'On' : 'Off'}</Badge>}
              description={
                multiple
                  ? 'roles lists every role of a person’s groups; role is the one with the highest priority.'
                  : 'A person has one role: of all their groups, the one with the highest priority. roles lists only that one.'
              }
              actions={
                mayWrite && (
                  <ActionForm action={setMultipleRoles} environmentId={environmentId}>
                    <input type="hidden" name="multiple" value={multiple ? 'no' : 'yes'} />
                    <SubmitButton variant="soft" color="gray">
                      {multiple ? 'Allow one role only' : 'Allow several roles'}
                    </SubmitButton>
                  </ActionForm>
                )
              }
            />
          </>
        )}
      </div>
    </>
  );
}
