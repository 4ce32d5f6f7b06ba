import { Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AccountCard } from '#components/account/account-card.tsx';
import { SecondStepForm } from '#components/account/second-step-form.tsx';
import { callbackPath } from '#lib/auth/callback-path.ts';
import { arrivalPage } from '#lib/dashboard/arrival-page.ts';
import { confirmWays } from '#lib/security/confirm-identity.ts';
import { beginPasskeyStep, passStep } from '../actions.ts';

export const metadata: Metadata = { title: 'Second step' };

type Query = Promise<Record<string, string | string[] | undefined>>;

/** The second step of signing in. Whoever has none to give is sent to where they belong. */
export default async function SecondStep({ searchParams }: { searchParams: Query }) {
  const { callbackUrl } = await searchParams;
  const callback = callbackPath(typeof callbackUrl === 'string' ? callbackUrl : null);
  const ctx = await arrivalPage('second_step');
  if (!ctx) redirect(callback);
  const ways = await confirmWays(ctx);
  return (
    <AccountCard title="Confirm it is you" description={`Signing in as ${ctx.member.email}.`}>
      <SecondStepForm
        callback={callback}
        hasApp={ways.code}
        hasPasskey={ways.passkey}
        pass={passStep}
        beginPasskey={beginPasskeyStep}
      />
      <Text as="p" size="2" color="gray" mt="5">
        Lost your second factor and your recovery codes? Ask an Admin of your workspace, or{' '}
        <Link href="/sign-in">sign in as somebody else</Link>.
      </Text>
    </AccountCard>
  );
}
