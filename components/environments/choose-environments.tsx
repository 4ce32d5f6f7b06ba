import { Button, Flex, Text } from '@radix-ui/themes';
import { ArrowRight } from 'lucide-react';
import { NativeSelect } from '#components/ui/native-select.tsx';

/** Source and target of a copy, in the address of the page; plain selects, so that they work without scripts. */
export function ChooseEnvironments({
  choices,
  from,
  to,
}: {
  choices: readonly { id: string; name: string; kind: 'staging' | 'production' }[];
  from: string | null;
  to: string | null;
}) {
  // What nearly everybody does: from where things are tried to where customers are.
  const first = (kind: 'staging' | 'production', other: string | null) =>
    choices.find((one) => one.kind === kind && one.id !== other) ?? choices.find((one) => one.id !== other);
  const target = to ?? first('production', from)?.id ?? '';
  const source = from ?? first('staging', target)?.id ?? '';
  return (
    <form method="get" action="/dashboard/workspace/environments/copy">
      <Flex gap="3" wrap="wrap" align="end" mb="5">
        <Choice name="from" label="From" choices={choices} initial={source} />
        <ArrowRight size={16} aria-hidden className="mb-2.5 text-(--gray-10) max-sm:hidden" />
        <Choice name="to" label="To" choices={choices} initial={target} />
        <Button type="submit" variant="soft">
          Compare
        </Button>
      </Flex>
    </form>
  );
}

function Choice({
  name,
  label,
  choices,
  initial,
}: {
  name: string;
  label: string;
  choices: readonly { id: string; name: string }[];
  initial: string;
}) {
  return (
    <div className="flex min-w-0 grow basis-40 flex-col gap-1 sm:max-w-64">
      <Text as="label" size="2" weight="medium" htmlFor={`copy-${name}`}>
        {label}
      </Text>
      <NativeSelect
        // Another pair of environments starts the control over.
        key={initial}
        id={`copy-${name}`}
        name={name}
        defaultValue={initial}
      >
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
