import { Flex, Text } from '@radix-ui/themes';
import { CopyButton } from './copy-button.tsx';

/** The id of a thing under its title, to copy. `label` names it: "connection ID". */
export function IdLine({ id, label }: { id: string; label: string }) {
  return (
    <Flex asChild align="center" gap="2" display="inline-flex" className="max-w-full">
      <span>
        <Text size="1" color="gray" className="min-w-0 font-mono [overflow-wrap:anywhere]">
          {id}
        </Text>
        <CopyButton value={id} label={`Copy ${label}`} />
      </span>
    </Flex>
  );
}
