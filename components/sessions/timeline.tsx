import { Text } from '@radix-ui/themes';
import { Check, CircleDashed, Clock, X } from 'lucide-react';
import { formatDuration } from '#components/ui/duration.ts';
import { Time } from '#components/ui/time.tsx';
import type { TimelineStep } from '#lib/sso/session-detail.ts';

const LOOKS = {
  done: { Icon: Check, word: 'Done', className: 'bg-(--green-a3) text-(--green-11)' },
  failed: { Icon: X, word: 'Failed', className: 'bg-(--red-a3) text-(--red-11)' },
  waiting: { Icon: CircleDashed, word: 'Waiting', className: 'bg-(--blue-a3) text-(--blue-11)' },
  missed: { Icon: Clock, word: 'Missed', className: 'bg-(--gray-a3) text-(--gray-11)' },
} as const;

/** The steps of an attempt in order, with the time each took. */
export function Timeline({ steps }: { steps: readonly TimelineStep[] }) {
  return (
    <ol className="m-0 flex list-none flex-col p-0">
      {steps.map((step, index) => {
        const { Icon, className, word } = LOOKS[step.outcome];
        return (
          <li
            key={step.title}
            className="relative grid grid-cols-[24px_minmax(0,1fr)] gap-x-3 pb-5 last:pb-0"
          >
            {index < steps.length - 1 && (
              <span aria-hidden className="absolute top-6 bottom-0 left-[11.5px] w-px bg-(--gray-a6)" />
            )}
            <span className={`flex size-6 items-center justify-center rounded-full ${className}`}>
              <Icon size={14} aria-hidden />
            </span>
            <div className="min-w-0">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <Text size="2" weight="medium">
                  <span className="sr-only">{word}: </span>
                  {step.title}
                </Text>
                {step.afterMs !== null && (
                  <Text size="1" color="gray" className="whitespace-nowrap tabular-nums">
                    + {formatDuration(step.afterMs)}
                  </Text>
                )}
              </div>
              {step.detail && (
                <Text as="p" size="2" color={step.outcome === 'failed' ? 'red' : 'gray'}>
                  {step.detail}
                </Text>
              )}
              {step.at && (
                <Text as="p" size="1" color="gray">
                  <Time value={step.at} seconds />
                </Text>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
