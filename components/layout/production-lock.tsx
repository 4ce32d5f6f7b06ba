import { Button, Callout, Flex, Text } from '@radix-ui/themes';
import { Lock } from 'lucide-react';
import Link from 'next/link';

/** Stands above every page of a production environment without billing information. `billing` is for those who may open it. */
export function ProductionLock({ billing }: { billing: boolean }) {
  return (
    <Callout.Root color="amber" size="1" mb="5" role="note" aria-label="Production is locked">
      <Callout.Icon>
        <Lock size={16} aria-hidden />
      </Callout.Icon>
      <Flex justify="between" align="center" gap="3" wrap="wrap" className="min-w-0">
        <div className="min-w-0 flex-1 basis-72">
          <Text as="p" size="2" weight="bold">
            Production is locked
          </Text>
          <Text as="p" size="2">
            API keys cannot be created here and connections cannot go live until billing information is added.
            Everything else can be prepared.{' '}
            {billing ? '' : 'Ask an Admin of your workspace to add it under Workspace, Billing.'}
          </Text>
        </div>
        {billing && (
          <Button asChild size="2">
            <Link href="/dashboard/workspace/billing">Add billing information</Link>
          </Button>
        )}
      </Flex>
    </Callout.Root>
  );
}
