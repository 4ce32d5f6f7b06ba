import { Badge, Card, Heading, Text } from '@radix-ui/themes';
import { CircleCheck, CircleDashed } from 'lucide-react';
import type { ReactNode } from 'react';

export type Step = { title: string; done: boolean; body: ReactNode };

/** What to do first, in order; what is done already says so. */
export function FirstSteps({ title, steps }: { title: string; steps: readonly Step[] }) {
  return (
    <Card size="3">
      <Heading as="h2" size="4" mb="4">
        {title}
      </Heading>
      <ol className="flex list-none flex-col gap-5">
        {steps.map((step) => (
          <li key={step.title} className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-3">
            {step.done ? (
              <CircleCheck size={20} aria-hidden className="text-(--green-11)" />
            ) : (
              <CircleDashed size={20} aria-hidden className="text-(--gray-10)" />
            )}
            <div className="min-w-0">
              <Heading as="h3" size="2" mb="1" className="flex flex-wrap items-center gap-2">
                {step.title}
                {step.done && (
                  <Badge color="green" size="1">
                    Done
                  </Badge>
                )}
              </Heading>
              <Text as="div" size="2" color="gray" className="max-w-prose">
                {step.body}
              </Text>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
