import { Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccountCard } from '#components/account/account-card.tsx';
import { SignInForm } from '#components/account/sign-in-form.tsx';
import { callbackPath } from '#lib/auth/callback-path.ts';
import { arrivingMember, signedInMember } from '#lib/auth/dashboard-session.ts';
import { beginPasskeySignIn, chooseWay, signInPlainly } from './actions.ts';

export const metadata: Metadata = { title: 'Sign in' };

type Query = Promise<Record<string, string | string[] | undefined>>;

/** Signs team members in to the dashboard. `callbackUrl` is where they were going; `email` is filled in. */
export default async function SignIn({ searchParams }: { searchParams: Query }) {
  const { callbackUrl, email, error } = await searchParams;
  const callback = callbackPath(typeof callbackUrl === 'string' ? callbackUrl : null);
  if (await signedInMember()) redirect(callback);
  const arriving = await arrivingMember();
  const ssoNow = arriving?.standing === 'sso_required';
  const known = typeof email === 'string' ? email.slice(0, 320) : ssoNow ? arriving.email : '';
  return (
    <AccountCard
      title="Sign in to the dashboard"
      {...(ssoNow ? { description: 'Your workspace signs in through SSO now. Continue to go there.' } : {})}
    >
      <SignInForm
        callback={callback}
        email={known}
        // Said by next-auth when the way back from the identity provider did not lead here.
        problem={
          typeof error === 'string'
            ? 'Signing in through SSO did not work. Try again; if it keeps failing, ask an Admin of your workspace.'
            : null
        }
        chooseWay={chooseWay}
        beginPasskey={beginPasskeySignIn}
        signInPlainly={signInPlainly}
      />
      <Text as="p" size="2" color="gray" mt="5">
        No account, or a forgotten password? Ask an admin of your workspace for an invitation link.
      </Text>
    </AccountCard>
  );
}
