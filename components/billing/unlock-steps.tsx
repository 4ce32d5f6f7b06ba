import { Button, Callout, Flex, Text } from '@radix-ui/themes';
import { Check, Circle, LockKeyhole } from 'lucide-react';
import Link from 'next/link';

/** What is left to do before Production opens; draws nothing once both are there. `here` is the step of the page itself. */
export function UnlockSteps({
  hasDetails,
  hasMethod,
  here,
}: {
  hasDetails: boolean;
  hasMethod: boolean;
  here?: 'details' | 'payment-method';
}) {
  if (hasDetails && hasMethod) return null;
  const next = hasDetails ? 'payment-method' : 'details';
  const steps = [
    { done: hasDetails, label: 'Say who pays: company, address and billing email' },
    { done: hasMethod, label: 'Choose how to pay: by invoice or by card' },
  ];
  return (
    <Callout.Root color="amber" mb="5">
      <Callout.Icon>
        <LockKeyhole size={16} aria-hidden />
      </Callout.Icon>
      <div className="min-w-0">
        <Text as="p" size="2" weight="medium">
          Production is locked until billing information is there
        </Text>
        <ul className="my-2 flex list-none flex-col gap-1">
          {steps.map(({ done, label }) => (
            <li key={label}>
              <Flex align="center" gap="2" asChild>
                <span>
                  {done ? <Check size={15} aria-hidden /> : <Circle size={13} aria-hidden />}
                  <Text size="2">
                    <span className="sr-only">{done ? 'Done: ' : 'To do: '}</span>
                    {label}
                  </Text>
                </span>
              </Flex>
            </li>
          ))}
        </ul>
        {next !== here && (
          <Button asChild size="1">
            <Link href={`/dashboard/workspace/billing/${next}`}>
              {hasDetails ? 'Choose how to pay' : 'Add billing details'}
            </Link>
          </Button>
        )}
      </div>
    </Callout.Root>
  );
}
