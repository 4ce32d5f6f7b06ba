import { Button } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AccountCard } from '#components/account/account-card.tsx';

export const metadata: Metadata = { title: 'Signed out', robots: { index: false } };

const WORDS = new Map(
  Object.entries({
    leaving: {
      title: 'You left the workspace',
      description:
        'Your account was removed and every browser of yours is signed out. To come back, ask an Admin of the workspace for an invitation.',
    },
    deleting: {
      title: 'Your workspace is being deleted',
      description:
        'Everybody is signed out, and its API keys and sign-ins have stopped. All of its data is removed within the hour. If it was the only workspace here, restart Gatehouse: it prints a link to begin anew.',
    },
  }),
);

const PLAIN = { title: 'You are signed out', description: 'Sign in again to go on.' };

type Query = Promise<Record<string, string | string[] | undefined>>;

/** Where somebody ends up whose account or workspace is gone. It knows nothing about them but the reason in its address. */
export default async function SignedOut({ searchParams }: { searchParams: Query }) {
  const { after } = await searchParams;
  const { title, description } = WORDS.get(String(after)) ?? PLAIN;
  return (
    <AccountCard title={title} description={description}>
      <Button asChild variant="soft" size="3">
        <Link href="/sign-in">Go to sign in</Link>
      </Button>
    </AccountCard>
  );
}
