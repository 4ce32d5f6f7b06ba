'use client';

import { Callout, Code, Flex } from '@radix-ui/themes';
import { TriangleAlert } from 'lucide-react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { CloseButton } from '#components/ui/lazy-dialog.tsx';

/** The inside of a dialog that shows a key's secret. `once` warns that it will not be shown again. */
export function SecretContent({ secret, once }: { secret: string; once: boolean }) {
  return (
    <Flex direction="column" gap="4">
      {once && (
        <Callout.Root color="amber" size="1">
          <Callout.Icon>
            <TriangleAlert size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            Copy the key now and keep it like a password. It is stored only as a fingerprint and cannot be
            shown again.
          </Callout.Text>
        </Callout.Root>
      )}
      <div className="flex items-center gap-3 rounded-md border border-(--gray-a5) bg-(--gray-a2) py-2 pr-3 pl-3">
        <Code variant="ghost" size="2" className="min-w-0 flex-1 break-all" data-secret>
          {secret}
        </Code>
        <CopyButton value={secret} label="Copy API key" />
      </div>
      <Flex justify="end">
        <CloseButton>{once ? 'I have copied it' : 'Done'}</CloseButton>
      </Flex>
    </Flex>
  );
}
