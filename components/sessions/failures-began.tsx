import { Callout } from '@radix-ui/themes';
import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { FailuresBegan as Began } from '#lib/sso/version-marks.ts';

/** Says after which change of settings sign-ins began to fail. */
export function FailuresBegan({ began, history }: { began: Began; history: string }) {
  const { number, minutes, failures, author } = began;
  const soon = minutes === 0 ? 'less than a minute' : minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return (
    <Callout.Root color="red" size="1" mb="3">
      <Callout.Icon>
        <TriangleAlert size={16} aria-hidden />
      </Callout.Icon>
      <Callout.Text>
        Failures began {soon} after version {number} of the settings, made by {author}:{' '}
        {failures === 1 ? 'a sign-in' : `${failures} sign-ins`} since then would have succeeded by the
        settings before it.{' '}
        <Link href={`${history}#v${number}`} className="text-(--accent-11) underline">
          See what changed
        </Link>
      </Callout.Text>
    </Callout.Root>
  );
}
