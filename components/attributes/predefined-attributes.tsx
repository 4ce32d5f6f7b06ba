'use client';

import { Badge, Code, Flex, Switch, Text } from '@radix-ui/themes';
import { useId } from 'react';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { PredefinedAttributeView } from '#lib/workspace/custom-attributes.ts';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** One switch per predefined attribute. `action` is null for readers who may not change them. */
export function PredefinedAttributes({
  attributes,
  environmentId,
  action,
}: {
  attributes: readonly PredefinedAttributeView[];
  environmentId: string;
  action: Action | null;
}) {
  const list = (
    <ul className="m-0 grid list-none gap-x-6 gap-y-3 p-0 md:grid-cols-2">
      {attributes.map((attribute) => (
        <Line key={attribute.name} attribute={attribute} readOnly={action === null} />
      ))}
    </ul>
  );
  if (!action) return list;
  return (
    <ActionForm action={action} environmentId={environmentId} keepValues>
      {list}
      <Flex align="center" gap="3" wrap="wrap">
        <SubmitButton>Save attributes</SubmitButton>
        <Text size="1" color="gray">
          Switching one off removes its values from every profile at once; mappings are kept.
        </Text>
      </Flex>
    </ActionForm>
  );
}

function Line({ attribute, readOnly }: { attribute: PredefinedAttributeView; readOnly: boolean }) {
  const id = useId();
  const { name, label, typeLabel, isOn, profiles } = attribute;
  const people = profiles === 1 ? '1 profile' : `${profiles.toLocaleString('en-US')} profiles`;
  return (
    <li className="flex items-start gap-3">
      {readOnly ? (
        <Badge color={isOn ? 'green' : 'gray'} mt="1">
          {isOn ? 'On' : 'Off'}
        </Badge>
      ) : (
        <Switch id={id} name={name} size="2" mt="1" defaultChecked={isOn} aria-describedby={`${id}-help`} />
      )}
      <div className="min-w-0">
        <Text as="label" size="2" weight="medium" {...(readOnly ? {} : { htmlFor: id })}>
          {label}
        </Text>
        <p id={`${id}-help`} className="m-0 text-(--gray-11) text-xs [overflow-wrap:anywhere]">
          <Code variant="ghost" color="gray">
            {name}
          </Code>{' '}
          · {typeLabel}
          {isOn && profiles > 0 && ` · a value in ${people}`}
        </p>
      </div>
    </li>
  );
}
