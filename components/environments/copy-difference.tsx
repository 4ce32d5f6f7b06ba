import { Badge, Callout, Flex, Text } from '@radix-ui/themes';
import { CircleCheck } from 'lucide-react';
import { copyConfigurationAction } from '#app/dashboard/workspace/environments/actions.ts';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { CopyLine, CopyPreview } from '#lib/workspace/copy-configuration.ts';

const OUTCOMES = {
  add: { label: 'Will be added', color: 'green' },
  same: { label: 'There already', color: 'gray' },
  refused: { label: 'Not allowed there', color: 'red' },
} as const satisfies Record<CopyLine['outcome'], { label: string; color: string }>;

/** The difference between two environments line by line, and the button that carries it out. */
export function CopyDifference({
  preview,
  copied,
}: {
  preview: CopyPreview /** What was copied just now. */;
  copied: number;
}) {
  const { from, to, parts, changes } = preview;
  return (
    <Flex direction="column" gap="5">
      {parts.map((part) => (
        <SectionCard key={part.key} title={part.label}>
          {part.lines.length === 0 ? (
            <Text as="p" size="2" color="gray">
              {from.name} has none.
            </Text>
          ) : (
            <ul className="flex list-none flex-col divide-y divide-(--gray-a4)">
              {part.lines.map((line) => (
                <li key={line.text} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2.5">
                  <div className="min-w-0 flex-1 basis-72">
                    <Text as="p" size="2" className="[overflow-wrap:anywhere]">
                      {line.text}
                    </Text>
                    {line.note && (
                      <Text as="p" size="1" color="gray">
                        {line.note}
                      </Text>
                    )}
                  </div>
                  <Badge color={OUTCOMES[line.outcome].color}>{OUTCOMES[line.outcome].label}</Badge>
                </li>
              ))}
            </ul>
          )}
        </SectionCard>
      ))}
      {changes === 0 ? (
        <Callout.Root color={copied > 0 ? 'green' : 'gray'} size="1" role="status">
          <Callout.Icon>
            <CircleCheck size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            {copied > 0
              ? `${copied === 1 ? '1 setting is' : `${copied} settings are`} copied. ${to.name} has all that it can have of this now.`
              : `There is nothing to copy: ${to.name} has all that it can have of this.`}
          </Callout.Text>
        </Callout.Root>
      ) : (
        <ActionForm action={copyConfigurationAction}>
          <input type="hidden" name="from" value={from.id} />
          <input type="hidden" name="to" value={to.id} />
          <input type="hidden" name="digest" value={preview.digest} />
          <Flex>
            <SubmitButton>
              Copy {changes === 1 ? '1 setting' : `${changes} settings`} to {to.name}
            </SubmitButton>
          </Flex>
        </ActionForm>
      )}
    </Flex>
  );
}
