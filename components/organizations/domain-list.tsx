import { Badge, Flex, Text } from '@radix-ui/themes';
import {
  addDomainAction,
  removeDomainAction,
  verifyDomainAction,
} from '#app/dashboard/[environmentId]/organizations/actions.ts';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DomainView, OrganizationView } from '#lib/organizations/organization-view.ts';

/** The organization's User Email Domains, and a field for one more. */
export function DomainList({
  organization,
  environmentId,
  mayWrite,
}: {
  organization: OrganizationView;
  environmentId: string;
  mayWrite: boolean;
}) {
  const { domains, allowProfilesOutsideOrganization: anyDomain } = organization;
  return (
    <SectionCard
      id="domains"
      title="User Email Domains"
      description={
        anyDomain
          ? 'People with any email domain may sign in at the moment, because profiles outside the organization are allowed below.'
          : 'Only people whose email address ends in one of these domains may sign in. Everybody else is refused, and the session says so.'
      }
    >
      {domains.length === 0 ? (
        <Text as="p" size="2" color={anyDomain ? 'gray' : 'amber'}>
          {anyDomain
            ? 'No domain is listed.'
            : 'No domain is listed, so every sign-in is refused. Add the domain of this customer’s email addresses.'}
        </Text>
      ) : (
        <ul className="divide-y divide-(--gray-a4) rounded-(--radius-3) shadow-[inset_0_0_0_1px_var(--gray-a4)]">
          {domains.map((domain) => (
            <DomainItem
              key={domain.id}
              domain={domain}
              environmentId={environmentId}
              mayWrite={mayWrite}
              isLast={domains.filter((one) => one.counts).length === 1 && domain.counts && !anyDomain}
            />
          ))}
        </ul>
      )}
      {mayWrite && (
        <ActionForm action={addDomainAction} environmentId={environmentId}>
          <input type="hidden" name="organizationId" value={organization.id} />
          <Flex gap="3" align="start" wrap="wrap">
            <div className="min-w-0 grow basis-56 sm:max-w-sm">
              <TextInput
                name="domain"
                label="Add a domain"
                placeholder="example.com"
                autoComplete="off"
                inputMode="url"
                help="It counts as verified at once: by adding it you vouch that it belongs to this customer."
              />
            </div>
            <SubmitButton variant="soft" mt={{ initial: '0', sm: '5' }}>
              Add domain
            </SubmitButton>
          </Flex>
        </ActionForm>
      )}
    </SectionCard>
  );
}

function DomainItem({
  domain,
  environmentId,
  mayWrite,
  isLast,
}: {
  domain: DomainView;
  environmentId: string;
  mayWrite: boolean;
  isLast: boolean;
}) {
  return (
    <li className="px-3 py-2">
      <Flex align="center" gap="3" wrap="wrap">
        <Text size="2" weight="medium" className="min-w-0 [overflow-wrap:anywhere]">
          {domain.domain}
        </Text>
        <Badge color={domain.badge.tone}>{domain.badge.label}</Badge>
        <Text size="1" color="gray">
          {domain.manual ? 'Added by hand' : 'By DNS record'}, <Time value={domain.createdAt} dateOnly />
        </Text>
        {mayWrite && (
          <Flex align="center" gap="3" ml="auto">
            {!domain.counts && (
              <ConfirmDialog
                trigger={{ label: 'Mark as verified', name: domain.domain, variant: 'soft', size: '1' }}
                title={`Mark ${domain.domain} as verified?`}
                action={verifyDomainAction}
                environmentId={environmentId}
                fields={{ domainId: domain.id }}
                confirmLabel="Mark as verified"
                tone="plain"
              >
                You vouch that {domain.domain} belongs to this customer. People with such an email address may
                sign in at once, without a DNS record.
              </ConfirmDialog>
            )}
            <ConfirmDialog
              trigger={{ label: 'Remove', name: domain.domain, variant: 'soft', color: 'gray', size: '1' }}
              title={`Remove ${domain.domain}?`}
              action={removeDomainAction}
              environmentId={environmentId}
              fields={{ domainId: domain.id }}
              confirmLabel="Remove domain"
            >
              People with an email address at {domain.domain} will be refused the next time they sign in.
              {isLast && ' It is the last domain that counts: nobody of this organization could sign in.'}
            </ConfirmDialog>
          </Flex>
        )}
      </Flex>
      {!domain.counts && domain.record && (
        <Flex direction="column" gap="3" mt="3" mb="2">
          <Text as="p" size="2" color="gray">
            The customer can prove that the domain is theirs with this DNS record of type TXT:
          </Text>
          <div className="grid gap-3 md:grid-cols-2">
            <CopyField label="Name" value={domain.record.name} />
            <CopyField label="Value" value={domain.record.value} />
          </div>
        </Flex>
      )}
    </li>
  );
}
