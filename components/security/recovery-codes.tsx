'use client';

import { Button, Callout, Flex } from '@radix-ui/themes';
import { Download, TriangleAlert } from 'lucide-react';
import { CopyButton } from '#components/ui/copy-button.tsx';

/** Ten recovery codes, once: to copy, to save as a file, and a button that says they are kept. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const text = `${codes.join('\n')}\n`;
  return (
    <Flex direction="column" gap="4">
      <Callout.Root color="amber" size="1">
        <Callout.Icon>
          <TriangleAlert size={16} aria-hidden />
        </Callout.Icon>
        <Callout.Text>
          Keep these codes where you keep passwords. Each one signs you in once when your second factor is
          lost. They are not shown again.
        </Callout.Text>
      </Callout.Root>
      <ul
        aria-label="Recovery codes"
        className="grid list-none grid-cols-1 gap-x-6 gap-y-1 rounded-(--radius-3) bg-(--gray-a2) px-4 py-3 font-mono text-sm shadow-[inset_0_0_0_1px_var(--gray-a4)] sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} data-secret>
            {code}
          </li>
        ))}
      </ul>
      <Flex gap="4" align="center" justify="between" wrap="wrap">
        <Flex gap="4" align="center">
          <CopyButton value={text} label="Copy recovery codes" />
          <Button asChild variant="ghost" color="gray">
            <a
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
              download="gatehouse-recovery-codes.txt"
            >
              <Download size={15} aria-hidden /> Download
            </a>
          </Button>
        </Flex>
        <Button type="button" onClick={onKept}>
          I have kept them
        </Button>
      </Flex>
    </Flex>
  );
}
