import { Button, Card, Code, DataList, Flex, Heading, Text } from '@radix-ui/themes';
import { Play } from 'lucide-react';
import type { Scenario } from '#lib/test-idp-host/scenarios.ts';

/** One scenario: what happens, with which parameters, what must come of it, and the button that runs it. */
export function ScenarioCard({
  scenario,
  number,
  href,
  parameters,
}: {
  scenario: Scenario;
  number: number;
  href: string;
  parameters: Readonly<Record<string, string>>;
}) {
  return (
    <Card size="2" asChild>
      <article aria-labelledby={`scenario-${scenario.id}`}>
        <Flex direction="column" gap="3" height="100%">
          <div>
            <Text size="1" weight="medium" color="gray" as="p">
              Scenario {number}
            </Text>
            <Heading as="h3" size="3" id={`scenario-${scenario.id}`}>
              {scenario.title}
            </Heading>
          </div>
          <Text as="p" size="2">
            {scenario.does}
          </Text>
          <DataList.Root size="1" orientation="vertical" className="gap-y-2">
            {Object.entries(parameters).map(([label, value]) => (
              <DataList.Item key={label}>
                <DataList.Label>{label}</DataList.Label>
                <DataList.Value className="min-w-0">
                  <Code variant="ghost" className="min-w-0 break-all text-(--gray-12)">
                    {value}
                  </Code>
                </DataList.Value>
              </DataList.Item>
            ))}
            <DataList.Item>
              <DataList.Label>Expected result</DataList.Label>
              <DataList.Value>
                <Text size="2">{scenario.expected}</Text>
              </DataList.Value>
            </DataList.Item>
          </DataList.Root>
          <div className="mt-auto pt-1">
            <Button asChild variant="soft">
              <a href={href} aria-label={`Run ${scenario.title}`}>
                <Play size={14} aria-hidden />
                Run
              </a>
            </Button>
          </div>
        </Flex>
      </article>
    </Card>
  );
}
