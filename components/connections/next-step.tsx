import { Callout, Text } from '@radix-ui/themes';
import { CircleCheck, CircleDashed, CirclePause, Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ConnectionView } from '#lib/connections/connection-view.ts';

/** What the state of a connection means, and what to do about it. */
export function NextStep({
  connection,
  mayTest,
  locked,
}: {
  connection: ConnectionView;
  mayTest: boolean;
  /** Production is locked: it cannot be configured or enabled yet. */
  locked: boolean;
}) {
  switch (connection.state) {
    case 'requires_type':
      return (
        <Note color="gray" icon={<CircleDashed size={18} aria-hidden />} title="Type needed">
          Choose the identity provider your customer uses. Then its values and instructions appear here.
        </Note>
      );
    case 'draft':
      return (
        <Note color="blue" icon={<CircleDashed size={18} aria-hidden />} title="Draft: not configured yet">
          {connection.oidc
            ? `Two steps are left. Give the redirect URI below to the customer’s IT admin, who registers an app in ${connection.typeLabel}. Then enter the discovery endpoint, client ID and client secret they send back`
            : `Two steps are left. Give the service provider details below to the customer’s IT admin, who enters them in ${connection.typeLabel}. Then paste the metadata they send back`}
          {locked ? ', which is possible here once production is unlocked.' : '.'}
        </Note>
      );
    case 'validating':
      return (
        <Note
          color="blue"
          icon={<Hourglass size={18} aria-hidden />}
          title="Validating: waiting for the first sign-in"
        >
          Everything is configured. The first successful sign-in makes the connection active
          {mayTest ? ': test it with the button above' : ''}. If it fails, its session says what to change.
        </Note>
      );
    case 'inactive':
      return (
        <Note color="amber" icon={<CirclePause size={18} aria-hidden />} title="Inactive: nobody can sign in">
          {locked
            ? 'The connection was disabled. It can be enabled again once production is unlocked.'
            : 'The connection was disabled. Enable it above when people should be able to sign in again.'}
        </Note>
      );
    case 'active':
      return connection.oidc || connection.certificates.some((one) => one.status === 'valid') ? null : (
        <Note
          color="amber"
          icon={<CircleCheck size={18} aria-hidden />}
          title="Active, and its certificate needs renewing"
        >
          Sign-ins still work. Ask the customer’s IT admin which certificate the identity provider signs with
          next, and add it below before they switch.
        </Note>
      );
    case 'deleting':
      return null;
  }
}

function Note({
  color,
  icon,
  title,
  children,
}: {
  color: 'gray' | 'blue' | 'amber';
  icon: ReactNode;
  title: string;
  children: ReactNode;
}) {
  return (
    <Callout.Root color={color} size="2">
      <Callout.Icon>{icon}</Callout.Icon>
      <div className="min-w-0">
        <Text as="p" size="2" weight="bold">
          {title}
        </Text>
        <Text as="p" size="2" mt="1" className="max-w-prose">
          {children}
        </Text>
      </div>
    </Callout.Root>
  );
}
