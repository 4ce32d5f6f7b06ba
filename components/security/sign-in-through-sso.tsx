'use client';

import { Button, Text } from '@radix-ui/themes';
import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { leaveForSso } from '#components/account/sign-in-calls.ts';

/** Signs this browser in anew through SSO, and comes back to the policy page: the proof that it works. */
export function SignInThroughSso({ provider }: { provider: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function leave() {
    setBusy(true);
    setProblem(await leaveForSso(provider, '/dashboard/workspace/authentication'));
    setBusy(false);
  }

  return (
    <>
      <Button type="button" variant="soft" loading={busy} onClick={() => void leave()}>
        <LogIn size={16} aria-hidden /> Sign in through SSO
      </Button>
      {problem && (
        <Text as="p" size="2" color="red" role="alert">
          {problem}
        </Text>
      )}
    </>
  );
}
