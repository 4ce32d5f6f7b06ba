import { Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AccountCard } from '#components/account/account-card.tsx';
import { EnrollFirst } from '#components/security/enroll-first.tsx';
import { callbackPath } from '#lib/auth/callback-path.ts';
import { arrivalPage } from '#lib/dashboard/arrival-page.ts';
import { confirmWays, isConfirmed } from '#lib/security/confirm-identity.ts';
import * as own from '../../own-factors.ts';

export const metadata: Metadata = { title: 'Set up a second factor' };

type Query = Promise<Record<string, string | string[] | undefined>>;

/** Where members are led who have no second factor in a workspace that requires one. */
export default async function SetUp({ searchParams }: { searchParams: Query }) {
  const { callbackUrl } = await searchParams;
  const callback = callbackPath(typeof callbackUrl === 'string' ? callbackUrl : null);
  const ctx = await arrivalPage('set_up_factor');
  if (!ctx) redirect(callback);
  const [confirmed, ways] = await Promise.all([isConfirmed(ctx), confirmWays(ctx)]);
  const { confirm, beginPasskeyConfirmation, beginTotp, confirmTotp, beginPasskey, addPasskey } = own;
  return (
    <AccountCard
      title="Set up a second factor"
      description={`Your workspace requires one. Once you, ${ctx.member.email}, have it, you can go on.`}
    >
      <EnrollFirst
        callback={callback}
        confirmation={{ confirmed, ways, actions: { confirm, beginPasskeyConfirmation } }}
        actions={{ confirm, beginPasskeyConfirmation, beginTotp, confirmTotp, beginPasskey, addPasskey }}
      />
      <Text as="p" size="2" color="gray" mt="5">
        Not you? <Link href="/sign-in">Sign in as somebody else</Link>.
      </Text>
    </AccountCard>
  );
}
