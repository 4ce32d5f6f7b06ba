import { Flex, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

/** A value somebody has to take elsewhere: what it is called, the value in full, and a copy button. */
export function CopyField({ label, value, help }: { label: string; value: string; help?: ReactNode }) {
  return (
    <Flex direction="column" gap="1" className="min-w-0">
      <Text as="p" size="2" weight="medium">
        {label}
      </Text>
      <Flex
        align="center"
        justify="between"
        gap="2"
        px="3"
        py="1"
        className="min-h-9 rounded-(--radius-2) bg-(--gray-a2) shadow-[inset_0_0_0_1px_var(--gray-a4)]"
      >
        <Text size="2" className="min-w-0 font-mono text-[13px] [overflow-wrap:anywhere]">
          {value}
        </Text>
        <div className="flex shrink-0 px-1">
          <CopyButton value={value} label={`Copy ${label}`} />
        </div>
      </Flex>
      {help && (
        <Text as="p" size="1" color="gray">
          {help}
        </Text>
      )}
    </Flex>
  );
}
