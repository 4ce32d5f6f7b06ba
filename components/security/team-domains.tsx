import { Badge, Flex, Text } from '@radix-ui/themes';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { PolicyView } from '#lib/security/policy-view.ts';
import type { TeamDomainView } from '#lib/security/team-domains.ts';
import type { Action } from './actions.ts';

/** The email domains of the team, each with the DNS record that proves it, and a field for one more. */
export function TeamDomains({
  policy: { domains },
  actions,
}: {
  policy: PolicyView;
  actions: { add: Action; check: Action; remove: Action };
}) {
  return (
    <SectionCard
      id="domains"
      title="Team domains"
      description="The email domains of your own team. SSO for the dashboard works for addresses of verified domains."
    >
      {domains.length === 0 ? (
        <Text as="p" size="2" color="gray">
          No domain yet. Add the one of your team’s email addresses, and prove with a DNS record that it is
          yours.
        </Text>
      ) : (
        <ul
          aria-label="Team domains"
          className="divide-y divide-(--gray-a4) rounded-(--radius-3) shadow-[inset_0_0_0_1px_var(--gray-a4)]"
        >
          {domains.map((domain) => (
            <DomainItem key={domain.id} domain={domain} actions={actions} />
          ))}
        </ul>
      )}
      <ActionForm action={actions.add}>
        <Flex gap="3" align="start" wrap="wrap">
          <div className="min-w-0 grow basis-56 sm:max-w-sm">
            <TextInput
              name="domain"
              label="Add a domain"
              placeholder="example.com"
              autoComplete="off"
              inputMode="url"
              spellCheck={false}
            />
          </div>
          <SubmitButton variant="soft" mt={{ initial: '0', sm: '5' }}>
            Add domain
          </SubmitButton>
        </Flex>
      </ActionForm>
    </SectionCard>
  );
}

function DomainItem({
  domain: { id, domain, verifiedAt, checkedAt, record },
  actions,
}: {
  domain: TeamDomainView;
  actions: { check: Action; remove: Action };
}) {
  return (
    <li className="px-3 py-2">
      <Flex align="center" gap="3" wrap="wrap">
        <Text size="2" weight="medium" className="min-w-0 [overflow-wrap:anywhere]">
          {domain}
        </Text>
        <Badge color={verifiedAt ? 'green' : 'amber'}>{verifiedAt ? 'Verified' : 'Waiting for DNS'}</Badge>
        {(verifiedAt ?? checkedAt) && (
          <Text size="1" color="gray">
            {verifiedAt ? 'Verified' : 'Last checked'} <Time value={verifiedAt ?? checkedAt ?? ''} />
          </Text>
        )}
        <div className="ml-auto">
          <ConfirmDialog
            trigger={{ label: 'Remove', name: domain, variant: 'soft', color: 'gray', size: '1' }}
            title={`Remove ${domain}?`}
            action={actions.remove}
            fields={{ id }}
            confirmLabel="Remove domain"
            typed={{ text: domain, label: 'Domain' }}
          >
            People with an address at {domain} can no longer sign in through SSO. Members among them need a
            password.
          </ConfirmDialog>
        </div>
      </Flex>
      {!verifiedAt && (
        <Flex direction="column" gap="3" mt="3" mb="2">
          <Text as="p" size="2" color="gray">
            Publish this DNS record of type TXT at whoever hosts the domain, then check it here. The record
            can stay or go afterwards.
          </Text>
          <div className="grid gap-3 md:grid-cols-2">
            <CopyField label="Name" value={record.name} />
            <CopyField label="Value" value={record.value} />
          </div>
          <ActionForm action={actions.check}>
            <input type="hidden" name="id" value={id} />
            <Flex>
              <SubmitButton variant="soft">
                Check now<span className="sr-only"> {domain}</span>
              </SubmitButton>
            </Flex>
          </ActionForm>
        </Flex>
      )}
    </li>
  );
}
