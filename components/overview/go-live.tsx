'use client';

import { Card, Heading, Text } from '@radix-ui/themes';
import { ChevronDown, CircleCheck, CircleDashed } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, startTransition } from 'react';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';

export type ChecklistStep = {
  key: string;
  title: string;
  body: ReactNode;
  done: boolean;
  /** Null where the reader's role may not go. */
  place: { href: string; label: string } | null;
};

/** The way to production as a list one can fold away; `remember` keeps that for the member. */
export function GoLive({
  title,
  steps,
  collapsed,
  remember,
}: {
  title: string;
  steps: readonly ChecklistStep[];
  collapsed: boolean;
  remember: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
}) {
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  return (
    <Card size="2" asChild>
      <section aria-label={title}>
        <details
          open={!collapsed}
          className="group"
          onToggle={(event) => {
            const closed = !event.currentTarget.open;
            const form = new FormData();
            form.set('collapsed', String(closed));
            if (closed !== collapsed) startTransition(async () => void (await remember(IDLE, form)));
          }}
        >
          <summary className="flex cursor-pointer list-none items-center gap-3 rounded-md [&::-webkit-details-marker]:hidden">
            <Heading as="h2" size="3">
              {title}
            </Heading>
            <Text size="2" color="gray" className="tabular-nums">
              {done} of {steps.length} done
            </Text>
            <svg
              aria-hidden="true"
              focusable="false"
              width="96"
              height="6"
              className="rounded-full max-sm:hidden"
            >
              <rect width="96" height="6" style={{ fill: 'var(--gray-a4)' }} />
              <rect width={(96 * done) / steps.length} height="6" style={{ fill: 'var(--green-9)' }} />
            </svg>
            <ChevronDown
              size={16}
              aria-hidden
              className="ml-auto shrink-0 text-(--gray-11) transition-transform group-open:rotate-180"
            />
          </summary>
          <ol className="mt-3 grid list-none gap-x-8 gap-y-3 lg:grid-cols-2">
            {steps.map((step) => (
              <li key={step.key} className="grid grid-cols-[18px_minmax(0,1fr)] gap-x-2.5">
                {step.done ? (
                  <CircleCheck size={18} aria-hidden className="mt-0.5 text-(--green-11)" />
                ) : (
                  <CircleDashed size={18} aria-hidden className="mt-0.5 text-(--gray-10)" />
                )}
                <div className="min-w-0">
                  <Text as="p" size="2" weight={step === next ? 'bold' : 'medium'}>
                    {step.title}
                    <span className="sr-only">{step.done ? ', done' : ', to do'}</span>
                  </Text>
                  {!step.done && (
                    <Text as="p" size="2" color="gray">
                      {step.body}{' '}
                      {step.place && (
                        <Link
                          href={step.place.href}
                          prefetch={false}
                          className="text-(--accent-11) underline underline-offset-2"
                        >
                          {step.place.label}
                        </Link>
                      )}
                    </Text>
                  )}
                </div>
              </li>
            ))}
          </ol>
        </details>
      </section>
    </Card>
  );
}
