import { Badge, Link, Text } from '@radix-ui/themes';
import NextLink from 'next/link';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { PolicyView } from '#lib/security/policy-view.ts';
import type { Action } from './actions.ts';

/** Whether everybody needs a second factor, and who would have to set one up. */
export function RequireMfa({ policy, action }: { policy: PolicyView; action: Action }) {
  const { requireMfa, members, withFactor } = policy;
  const without = members - withFactor;
  return (
    <SectionCard
      id="second-factor"
      title="Second factor"
      description="Ask everybody who signs in with a password for an authenticator app or a passkey as well. Who comes through SSO is checked by your identity provider instead."
      badge={<Badge color={requireMfa ? 'green' : 'gray'}>{requireMfa ? 'Required' : 'Optional'}</Badge>}
      actions={
        requireMfa ? (
          <ConfirmDialog
            trigger={{ label: 'Make optional', name: 'second factor', variant: 'soft', color: 'gray' }}
            title="Make the second factor optional?"
            action={action}
            fields={{ required: 'no' }}
            confirmLabel="Make optional"
          >
            Members may then remove theirs and sign in with a password alone.
          </ConfirmDialog>
        ) : (
          <ConfirmDialog
            trigger={{ label: 'Require', name: 'second factor', variant: 'soft' }}
            title="Require a second factor?"
            action={action}
            fields={{ required: 'yes' }}
            confirmLabel="Require it"
            tone="plain"
          >
            {without === 0
              ? 'Everybody has one. Members who did not give it when they signed in are asked for it at their next click.'
              : `${without === 1 ? '1 member has' : `${without} members have`} none yet. At their next click they are led to set one up, and can do nothing else until then.`}
          </ConfirmDialog>
        )
      }
    >
      <Text as="p" size="2" color="gray">
        {withFactor} of {members} {members === 1 ? 'member has' : 'members have'} a second factor. Yours is in{' '}
        <Link asChild underline="always">
          <NextLink href="/dashboard/profile/security">your security settings</NextLink>
        </Link>
        .
      </Text>
    </SectionCard>
  );
}
