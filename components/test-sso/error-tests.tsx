import { Button, Flex, Text } from '@radix-ui/themes';
import { Play } from 'lucide-react';
import { FAULTS } from '#lib/test-idp/faults.ts';
import { ERROR_TESTS, scenarioQuery } from '#lib/test-idp-host/scenarios.ts';

/** The five session errors, each with the mistake that brings it about and a button that makes it. */
export function ErrorTests({ start }: { start: string }) {
  return (
    <ul className="divide-y divide-(--gray-a4) rounded-lg border border-(--gray-a5)">
      {ERROR_TESTS.map((id) => {
        const fault = FAULTS[id];
        return (
          <li key={id}>
            <Flex align="center" justify="between" gap="3" px="3" py="3" wrap="wrap">
              <div className="min-w-0 flex-1 basis-64">
                <Text as="p" size="2" weight="medium">
                  {fault.expectedError}
                </Text>
                <Text as="p" size="2" color="gray">
                  {fault.title}. {fault.does}
                </Text>
              </div>
              <Button asChild variant="soft" color="gray" size="2">
                <a href={`${start}&${scenarioQuery(id)}`} aria-label={`Run ${fault.expectedError}`}>
                  <Play size={14} aria-hidden />
                  Run
                </a>
              </Button>
            </Flex>
          </li>
        );
      })}
    </ul>
  );
}
