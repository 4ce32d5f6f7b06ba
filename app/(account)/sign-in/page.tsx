import { Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccountCard } from '#components/account/account-card.tsx';
import { SignInForm } from '#components/account/sign-in-form.tsx';
import { callbackPath } from '#lib/auth/callback-path.ts';
import { signedInMember } from '#lib/auth/dashboard-session.ts';

export const metadata: Metadata = { title: 'Sign in' };

type Query = Promise<Record<string, string | string[] | undefined>>;

/** Signs team members in to the dashboard. `callbackUrl` is where they were going; `email` is filled in. */
export default async function SignIn({ searchParams }: { searchParams: Query }) {
  const { callbackUrl, email } = await searchParams;
  const callback = callbackPath(typeof callbackUrl === 'string' ? callbackUrl : null);
  if (await signedInMember()) redirect(callback);
  return (
    <AccountCard title="Sign in to the dashboard">
      <SignInForm callback={callback} email={typeof email === 'string' ? email.slice(0, 320) : ''} />
      <Text as="p" size="2" color="gray" mt="5">
        No account, or a forgotten password? Ask an admin of your workspace for an invitation link.
      </Text>
    </AccountCard>
  );
}
