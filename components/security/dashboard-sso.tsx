import { Badge, Callout, DataList, Flex, Link, Text } from '@radix-ui/themes';
import { TriangleAlert } from 'lucide-react';
import NextLink from 'next/link';
import type { ReactNode } from 'react';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { NativeSelectInput } from '#components/ui/native-select-input.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import { ROLES } from '#lib/auth/permissions.ts';
import { JOIN_ROLES } from '#lib/security/policy.schema.ts';
import type { PolicyView } from '#lib/security/policy-view.ts';
import type { Action } from './actions.ts';
import { SignInThroughSso } from './sign-in-through-sso.tsx';

type Sso = NonNullable<PolicyView['sso']>;
type SsoActions = { save: Action; setMode: Action; remove: Action };

const JOIN_CHOICES = JOIN_ROLES.map((role) => ({
  value: role,
  label: role === 'none' ? 'Are refused until an Admin invites them' : `Join as ${ROLES[role].label}`,
}));

/** Signing in to the dashboard through a connection of the workspace's own. */
export function DashboardSso({ policy, actions }: { policy: PolicyView; actions: SsoActions }) {
  const { sso, choices } = policy;
  return (
    <SectionCard
      id="sso"
      title="SSO for the dashboard"
      description="Members with an address of a verified domain sign in through your own identity provider. Their role stays what it is here: the identity provider cannot change it."
      badge={
        <Badge color={sso ? (sso.mode === 'required' ? 'green' : 'blue') : 'gray'}>
          {sso ? (sso.mode === 'required' ? 'Required' : 'Optional') : 'Off'}
        </Badge>
      }
      actions={
        sso && (
          <ConfirmDialog
            trigger={{ label: 'Switch off', name: 'SSO', variant: 'soft', color: 'red' }}
            title="Switch SSO for the dashboard off?"
            action={actions.remove}
            fields={{}}
            confirmLabel="Switch off"
          >
            Everybody signs in with a password or passkey again. Members who joined through SSO have neither
            and need a new invitation. The API key and the redirect URI made for it are taken away.
          </ConfirmDialog>
        )
      }
    >
      {sso && <Chosen sso={sso} />}
      {choices.length === 0 ? (
        <Text as="p" size="2" color="gray">
          There is no active connection yet. Create an organization for your own company, connect it to your
          identity provider, and sign in through it once.
        </Text>
      ) : (
        // New values of the server fill the form anew.
        <ActionForm action={actions.save} keepValues key={`${sso?.value} ${sso?.joinRole}`}>
          <div className="grid gap-4 md:grid-cols-2">
            <NativeSelectInput
              name="connection"
              label="Connection"
              initial={sso?.value ?? ''}
              choices={[...(sso ? [] : [{ value: '', label: 'Choose a connection' }]), ...choices]}
              help="Environment, organization and connection. Only Admins can change the chosen connection from then on."
            />
            <NativeSelectInput
              name="joinRole"
              label="People of a verified domain without an account"
              initial={sso?.joinRole ?? 'none'}
              choices={JOIN_CHOICES}
              help="Only an Admin can make somebody an Admin."
            />
          </div>
          <Flex>
            <SubmitButton>{sso ? 'Save' : 'Set up SSO'}</SubmitButton>
          </Flex>
        </ActionForm>
      )}
      {sso && <Mode sso={sso} policy={policy} setMode={actions.setMode} />}
    </SectionCard>
  );
}

function Chosen({ sso: { connection } }: { sso: Sso }) {
  return (
    <Flex direction="column" gap="3">
      {!connection.isActive && (
        <Warning>This connection is not active, so nobody can sign in through it.</Warning>
      )}
      {connection.isTest && (
        <Warning>
          This connection trusts the test identity provider, with which anybody can be anybody. It works only
          while Gatehouse runs at an address of this machine.
        </Warning>
      )}
      <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }} size="2">
        <DataList.Item>
          <DataList.Label minWidth="160px">Connection</DataList.Label>
          <DataList.Value className="[overflow-wrap:anywhere]">
            <span>
              <Link asChild underline="always">
                <NextLink href={connection.href}>{connection.name}</NextLink>
              </Link>{' '}
              of {connection.organizationName}, {connection.environmentName}
            </span>
          </DataList.Value>
        </DataList.Item>
        <DataList.Item>
          <DataList.Label minWidth="160px">Identity provider</DataList.Label>
          <DataList.Value className="[overflow-wrap:anywhere]">
            {connection.idpEntityId ?? 'None'}
          </DataList.Value>
        </DataList.Item>
        <DataList.Item>
          <DataList.Label minWidth="160px">Trusted certificates</DataList.Label>
          <DataList.Value>
            <span>
              {connection.certificates}; last changed <Time value={connection.updatedAt} />
            </span>
          </DataList.Value>
        </DataList.Item>
      </DataList.Root>
      <Text as="p" size="1" color="gray">
        Whoever holds a key to one of these certificates can sign in as any member of your domains. Check them
        before you require SSO: until now, everybody who may edit connections could add one.
      </Text>
    </Flex>
  );
}

/** Whether SSO is the only way in, and what is missing to make it so. */
function Mode({ sso, policy, setMode }: { sso: Sso; policy: PolicyView; setMode: Action }) {
  if (sso.mode === 'required') {
    return (
      <Part title="Only through SSO">
        <Text as="p" size="2" color="gray">
          People of your verified domains cannot use passwords or passkeys. Admins can, through the
          break-glass sign-in.
        </Text>
        <ConfirmDialog
          trigger={{ label: 'Make optional', name: 'SSO', variant: 'soft', color: 'gray' }}
          title="Make SSO optional?"
          action={setMode}
          fields={{ mode: 'optional' }}
          confirmLabel="Make optional"
        >
          Members can sign in with their passwords and passkeys again.
        </ConfirmDialog>
      </Part>
    );
  }
  const verified = policy.domains.some((one) => one.verifiedAt !== null);
  const missing = !verified
    ? 'Verify a team domain first.'
    : policy.breakGlass.length === 0
      ? 'No Admin has a password, so nobody could get in if SSO fails. Invite an Admin who chooses one first.'
      : sso.proven
        ? null
        : 'Show that it works first: sign in through SSO in this browser, then require it within ten minutes.';
  return (
    <Part title="Require SSO">
      <Text as="p" size="2" color="gray">
        {missing ??
          'You have just come in through SSO, so it works. Members who are signed in with a password will have to sign in again.'}
      </Text>
      <Flex gap="3" wrap="wrap" align="center">
        {verified && !sso.proven && <SignInThroughSso provider={sso.provider} />}
        {missing === null && (
          <ConfirmDialog
            trigger={{ label: 'Require SSO', variant: 'solid' }}
            title="Require SSO?"
            action={setMode}
            fields={{ mode: 'required' }}
            confirmLabel="Require SSO"
            tone="plain"
          >
            People with an address of your verified domains can then sign in through SSO only. Keep the
            break-glass address below at hand.
          </ConfirmDialog>
        )}
      </Flex>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Flex direction="column" gap="3" pt="4" align="start" className="border-t border-(--gray-a4)">
      <Text as="p" size="2" weight="medium">
        {title}
      </Text>
      {children}
    </Flex>
  );
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <Callout.Root size="1" color="amber">
      <Callout.Icon>
        <TriangleAlert size={16} aria-hidden />
      </Callout.Icon>
      <Callout.Text>{children}</Callout.Text>
    </Callout.Root>
  );
}

/** The way in for Admins when SSO fails: where it is, and who could use it. */
export function BreakGlass({ policy: { breakGlass }, address }: { policy: PolicyView; address: string }) {
  return (
    <SectionCard
      id="break-glass"
      title="Break-glass sign-in"
      description="For the day SSO fails: Admins sign in here with their password and second factor. Every use is in the audit log, and all Admins get a mail. Keep the address where you find it without this dashboard."
    >
      <CopyField label="Address" value={address} />
      <Text as="p" size="2" color={breakGlass.length === 0 ? 'amber' : 'gray'}>
        {breakGlass.length === 0
          ? 'No Admin has a password, so nobody could use it.'
          : `Admins with a password: ${breakGlass.map(({ name, email }) => `${name} (${email})`).join(', ')}.`}
      </Text>
    </SectionCard>
  );
}
