import { Text } from '@radix-ui/themes';
import Link from 'next/link';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FailureView } from '#lib/workspace/overview.ts';

/** The newest failed sign-ins with the reason; each opens its session. */
export function LatestFailures({
  failures,
  anyLogin,
  base,
}: {
  failures: readonly FailureView[];
  anyLogin: boolean;
  /** /dashboard/<environment> */
  base: string;
}) {
  return (
    <SectionCard
      title="Latest failed sign-ins"
      actions={
        failures.length > 0 ? (
          <Link
            href={`${base}/sessions?state=failed,test_failed`}
            prefetch={false}
            className="text-sm text-(--accent-11)"
          >
            All failed<span className="sr-only"> sign-ins</span>
          </Link>
        ) : undefined
      }
    >
      {failures.length === 0 ? (
        <Text as="p" size="2" color="gray">
          {anyLogin
            ? 'None. When a sign-in fails, its reason appears here.'
            : 'Nobody has signed in yet. When a sign-in fails, its reason appears here.'}
        </Text>
      ) : (
        <ul className="list-none divide-y divide-(--gray-a4)">
          {failures.map((failure) => (
            <li key={failure.id}>
              <Link
                href={`${base}/sessions/${failure.id}`}
                className="-mx-2 grid gap-x-4 gap-y-0.5 rounded-md px-2 py-2.5 text-(--gray-12) no-underline hover:bg-(--gray-a2) sm:grid-cols-[minmax(0,1fr)_auto]"
              >
                <Text size="2" weight="medium" className="min-w-0 break-words">
                  {failure.error}
                </Text>
                <Text size="1" color="gray">
                  <Time value={failure.createdAt} relative />
                </Text>
                <Text size="1" color="gray" className="min-w-0 break-words">
                  {[failure.user ?? 'Unknown user', failure.connection?.name ?? 'No connection'].join(' · ')}
                </Text>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}
