import { Text } from '@radix-ui/themes';
import { Check, Minus, X } from 'lucide-react';
import type { SessionDetail } from '#lib/sso/session-detail.ts';

type Checks = NonNullable<SessionDetail['reading']>['checks'];

const LOOKS = {
  passed: { Icon: Check, word: 'Passed', className: 'text-(--green-11)' },
  failed: { Icon: X, word: 'Failed', className: 'text-(--red-11)' },
  not_reached: { Icon: Minus, word: 'Not reached', className: 'text-(--gray-11)' },
} as const;

/** The validator's checks in order, up to the one that failed; open when one did. */
export function CheckList({ checks }: { checks: Checks }) {
  const count = (outcome: keyof typeof LOOKS) => checks.filter((check) => check.outcome === outcome).length;
  const failed = checks.find((check) => check.outcome === 'failed');
  return (
    <details open={failed !== undefined} className="group">
      <summary className="min-h-6 cursor-pointer rounded text-sm font-medium">
        {failed
          ? `${count('passed')} passed, then one failed; ${count('not_reached')} not reached`
          : `All ${checks.length} checks passed`}
      </summary>
      <ol className="mt-3 list-none p-0">
        {checks.map((check) => {
          const { Icon, className, word } = LOOKS[check.outcome];
          return (
            <li
              key={check.id}
              className={`mb-0.5 grid grid-cols-[16px_minmax(0,1fr)] items-start gap-2 rounded px-2 py-1 ${check.outcome === 'failed' ? 'bg-(--red-a3)' : ''}`}
            >
              <Icon size={15} aria-hidden className={`mt-0.5 ${className}`} />
              <div>
                <Text
                  as="p"
                  size="2"
                  {...(check.outcome === 'not_reached' ? { color: 'gray' as const } : {})}
                  {...(check.outcome === 'failed' ? { weight: 'medium' as const } : {})}
                >
                  {check.title}
                  <span className="sr-only">: {word}</span>
                </Text>
                {check.outcome === 'failed' && (
                  <Text as="p" size="1" color="gray">
                    {check.specification}
                  </Text>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
