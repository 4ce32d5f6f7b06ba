import { Badge, Callout, Flex, Text } from '@radix-ui/themes';
import { FileWarning } from 'lucide-react';
import Link from 'next/link';
import {
  addDomainAction,
  setProfilePolicyAction,
  verifyDomainAction,
} from '#app/dashboard/[environmentId]/organizations/actions.ts';
import {
  addSignerAction,
  mapAttributeAction,
  takeEntityIdAction,
} from '#app/dashboard/[environmentId]/sessions/[sessionId]/actions.ts';
import { TextInput } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { SessionAid } from '#lib/sso/session-aid.ts';
import type { SessionDetail } from '#lib/sso/session-detail.ts';

/** What can be done about a failed sign-in from here, what to write to the customer, and how a good one differs. */
export function SessionAidPanel({
  aid,
  session,
  message,
  environmentId,
  mayEdit,
}: {
  aid: SessionAid;
  session: SessionDetail;
  message: string | null;
  environmentId: string;
  mayEdit: { connections: boolean; organizations: boolean };
}) {
  const { addCertificate, certificate, correctEntityId, good } = aid;
  const { domain } = aid;
  const organization = session.organization;
  const mappable = aid.mapping.filter(({ source }) => source !== null);
  const fixes =
    (mayEdit.connections && (addCertificate !== null || correctEntityId !== null || mappable.length > 0)) ||
    (mayEdit.organizations && domain !== null && organization !== null);
  if (!certificate && !fixes && message === null && !good && aid.mapping.length === 0) return null;
  return (
    <SectionCard title="Find and fix">
      {certificate && (
        <Callout.Root color={certificate.kind === 'not_seen' ? 'amber' : 'red'} size="1">
          <Callout.Icon>
            <FileWarning size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            <strong className="font-medium">{certificate.title}.</strong> {certificate.text}
          </Callout.Text>
        </Callout.Root>
      )}
      {aid.mapping.map(({ evidence, field }) => (
        <Text key={field} as="p" size="2" className="max-w-prose [overflow-wrap:anywhere]">
          {evidence}
        </Text>
      ))}
      {fixes && (
        <Flex gap="2" wrap="wrap">
          {mayEdit.connections &&
            mappable.map(({ field, label, source }) => (
              <ConfirmDialog
                key={field}
                trigger={{ label: `Read ${label.toLowerCase()} from ${source}` }}
                title={`Read ${label.toLowerCase()} from ${source}?`}
                action={mapAttributeAction}
                environmentId={environmentId}
                fields={{ sessionId: session.id, field }}
                confirmLabel="Map the attribute"
                tone="plain"
              >
                From the next sign-in on it is read from {source}, and from nowhere else, for everybody of
                this connection. What that would have made of recorded sign-ins is checked first.
              </ConfirmDialog>
            ))}
          {mayEdit.connections && addCertificate && (
            <FormDialog
              trigger={{ label: 'Add the certificate' }}
              title="Add the certificate of this response?"
              description="Whoever holds its key can sign in as anybody of this customer. Ask the customer’s administrator, by a way you trust, for the SHA-256 fingerprint of the signing certificate. It is compared with the one in the response here; copying that one from this page would compare it with itself."
              action={addSignerAction}
              environmentId={environmentId}
              submitLabel="Compare and add"
            >
              <input type="hidden" name="sessionId" value={session.id} />
              <Text as="p" size="1" color="gray" className="[overflow-wrap:anywhere]">
                Certificate in the response: {addCertificate.subject || 'no subject'}, valid to{' '}
                <Time value={addCertificate.validTo} dateOnly />
              </Text>
              <TextInput
                name="confirmation"
                label="SHA-256 fingerprint the customer gave you"
                autoComplete="off"
                spellCheck={false}
              />
            </FormDialog>
          )}
          {mayEdit.connections && correctEntityId && (
            <ConfirmDialog
              trigger={{ label: 'Correct the entity ID' }}
              title="Take over the entity ID of this response?"
              action={takeEntityIdAction}
              environmentId={environmentId}
              fields={{ sessionId: session.id }}
              confirmLabel="Change the entity ID"
              typed={{ text: correctEntityId.to, label: 'New entity ID' }}
            >
              The response was signed with a certificate of this connection, but says it comes from{' '}
              {correctEntityId.to} instead of {correctEntityId.from}. Responses that name the old one are
              refused from then on, and the metadata URL is no longer followed.
            </ConfirmDialog>
          )}
          {mayEdit.organizations && domain && organization && (
            <>
              {domain.standing === 'absent' && (
                <ConfirmDialog
                  trigger={{ label: `Add ${domain.name}` }}
                  title={`Add ${domain.name}?`}
                  action={addDomainAction}
                  environmentId={environmentId}
                  fields={{ organizationId: organization.id, domain: domain.name }}
                  confirmLabel="Add the domain"
                  tone="plain"
                >
                  From then on this customer’s identity provider may sign in anybody with an address at{' '}
                  {domain.name}. Add it only if the domain is theirs; it counts at once, on your word.
                </ConfirmDialog>
              )}
              {domain.standing === 'pending' && (
                <ConfirmDialog
                  trigger={{ label: `Count ${domain.name} as verified` }}
                  title={`Count ${domain.name} as verified?`}
                  action={verifyDomainAction}
                  environmentId={environmentId}
                  fields={{ domainId: domain.domainId }}
                  confirmLabel="Count as verified"
                  tone="plain"
                >
                  The domain is listed, and its verification is not finished. If you know that it is theirs,
                  it counts at once, on your word: this customer’s identity provider may then sign in anybody
                  with an address there.
                </ConfirmDialog>
              )}
              <ConfirmDialog
                trigger={{
                  label: 'Allow any email domain',
                  name: `in ${organization.name}`,
                  variant: 'soft',
                  color: 'amber',
                }}
                title="Allow profiles outside the organization?"
                action={setProfilePolicyAction}
                environmentId={environmentId}
                fields={{ organizationId: organization.id, allow: 'yes' }}
                confirmLabel="Allow any email domain"
              >
                This takes a protection away: the customer’s identity provider may then send the address of
                anybody, also of another customer’s employee or of your own. Allow it only if your app never
                tells people apart by email alone.
              </ConfirmDialog>
            </>
          )}
        </Flex>
      )}
      {message !== null && (
        <div className="min-w-0">
          <Flex align="center" justify="between" gap="3" mb="1">
            <Text size="2" weight="medium">
              Message to the customer’s administrator
            </Text>
            <CopyButton value={message} label="Copy the message" />
          </Flex>
          <pre className="m-0 rounded-(--radius-3) bg-(--gray-a2) p-3 font-sans text-[13px] leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
            {message}
          </pre>
        </div>
      )}
      {good && <Comparison good={good} base={`/dashboard/${environmentId}`} />}
    </SectionCard>
  );
}

function Comparison({ good, base }: { good: NonNullable<SessionAid['good']>; base: string }) {
  return (
    <div className="min-w-0">
      <Text as="p" size="2" weight="medium">
        Against the last good sign-in
      </Text>
      <Text as="p" size="1" color="gray" mb="2">
        <Link
          href={`${base}/sessions/${good.sessionId}`}
          prefetch={false}
          className="text-(--accent-11) underline"
        >
          {good.samePerson ? 'Of the same person' : 'Of this connection'}
        </Link>
        , <Time value={good.at} seconds />. IDs and times are left out.
      </Text>
      {good.differences.length === 0 ? (
        <Text as="p" size="2">
          Nothing that matters differs between the two responses.
        </Text>
      ) : (
        <dl className="m-0 flex flex-col gap-2 text-(length:--font-size-2)">
          {good.differences.map(({ bad, good: value, label }) => (
            <div key={label} className="min-w-0">
              <dt className="text-(length:--font-size-1) text-(--gray-11)">{label}</dt>
              <dd className="m-0 flex flex-col gap-1 [overflow-wrap:anywhere]">
                <span>
                  <Badge color="green">Good</Badge> {value}
                </span>
                <span>
                  <Badge color="red">Failed</Badge> {bad}
                </span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
