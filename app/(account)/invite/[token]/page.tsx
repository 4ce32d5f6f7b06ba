import { Button, Callout } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { AcceptInvitationForm } from '#components/account/accept-invitation-form.tsx';
import { AccountCard } from '#components/account/account-card.tsx';
import { now } from '#lib/clock.ts';
import { AppError } from '#lib/errors.ts';
import { openInvitation } from '#lib/team/accept-invitation.ts';
import { accept } from './actions.ts';

export const metadata: Metadata = { title: 'Invitation', robots: { index: false } };

/** A one-time link. Used, expired, revoked and invented ones all show the same page. */
export default async function Invite({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const ipAddress = (await headers()).get('x-gatehouse-client-ip');
  const invitation = await openInvitation({ token, ipAddress, now: now() }).catch((error) => {
    if (error instanceof AppError) return error;
    throw error;
  });
  if (invitation instanceof AppError) {
    return (
      <AccountCard title="Please wait">
        <Callout.Root color="amber" role="alert">
          <Callout.Text>{invitation.message}</Callout.Text>
        </Callout.Root>
      </AccountCard>
    );
  }
  if (!invitation) {
    return (
      <AccountCard
        title="This link no longer works"
        description="Each invitation link works once and for seven days. Ask the person who sent it for a new one. If you set up Gatehouse yourself, restart it: while there is no admin it prints a fresh link."
      >
        <Button asChild variant="soft" size="3">
          <Link href="/sign-in">Go to sign in</Link>
        </Button>
      </AccountCard>
    );
  }
  const isFirstAdmin = invitation.email === null;
  return (
    <AccountCard
      title={isFirstAdmin ? 'Create the first admin account' : `Join ${invitation.workspaceName}`}
      description={
        isFirstAdmin
          ? 'This account can do everything, including inviting others.'
          : 'Choose a password to finish your account.'
      }
    >
      <AcceptInvitationForm
        token={token}
        email={invitation.email}
        workspaceName={invitation.workspaceName}
        accept={accept}
      />
    </AccountCard>
  );
}
