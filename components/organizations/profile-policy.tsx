import { Badge, Callout } from '@radix-ui/themes';
import { ShieldAlert } from 'lucide-react';
import { setProfilePolicyAction } from '#app/dashboard/[environmentId]/organizations/actions.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { OrganizationView } from '#lib/organizations/organization-view.ts';

/** Whether people with an email domain that is not listed may sign in; each direction says what it means. */
export function ProfilePolicy({
  organization,
  environmentId,
  mayWrite,
}: {
  organization: OrganizationView;
  environmentId: string;
  mayWrite: boolean;
}) {
  const allowed = organization.allowProfilesOutsideOrganization;
  const dialog = allowed ? (
    <ConfirmDialog
      trigger={{ label: 'Stop allowing', variant: 'soft' }}
      title="Only listed email domains?"
      action={setProfilePolicyAction}
      environmentId={environmentId}
      fields={{ organizationId: organization.id, allow: 'no' }}
      confirmLabel="Stop allowing"
      tone="plain"
    >
      From the next sign-in on, people whose email domain is not in the list above are refused. They lose
      nothing: adding their domain lets them in again.
    </ConfirmDialog>
  ) : (
    <ConfirmDialog
      trigger={{ label: 'Allow', name: 'profiles outside the organization', variant: 'soft', color: 'amber' }}
      title="Allow profiles outside the organization?"
      action={setProfilePolicyAction}
      environmentId={environmentId}
      fields={{ organizationId: organization.id, allow: 'yes' }}
      confirmLabel="Allow any email domain"
    >
      This customer’s identity provider decides which email address it sends, and nobody checks that the
      address is its own. With this setting it may send the address of anybody, also of another customer’s
      employee or of your own. Allow it only if your app tells people apart by organization_id and
      connection_id together with the profile’s ID, and never by email alone.
    </ConfirmDialog>
  );
  return (
    <SectionCard
      id="policy"
      title="Allow profiles outside organization"
      badge={allowed ? <Badge color="amber">Allowed</Badge> : <Badge color="green">Not allowed</Badge>}
      description="For customers whose people sign in with addresses of other domains, such as contractors and guests."
      actions={mayWrite && dialog}
    >
      {allowed && (
        <Callout.Root color="amber" size="1">
          <Callout.Icon>
            <ShieldAlert size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            An email address from this organization proves nothing about who owns the address. Your app must
            trust organization_id and connection_id, and never match accounts by email across organizations.
          </Callout.Text>
        </Callout.Root>
      )}
    </SectionCard>
  );
}
