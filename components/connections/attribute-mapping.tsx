'use client';

import { Badge, Flex, Text } from '@radix-ui/themes';
import { useId } from 'react';
import { saveAttributesAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ActionForm, SubmitButton, TextInput, useField } from '#components/ui/action-form.tsx';
import type { AttributeView } from '#lib/connections/connection-view.ts';

/** Which attribute each field of a profile is read from; empty for the names tried by default. */
export function AttributeMapping({
  attributes,
  seen,
  connectionId,
  environmentId,
}: {
  attributes: readonly AttributeView[];
  /** Attribute names that came with recent sign-ins. */
  seen: readonly string[];
  connectionId: string;
  environmentId: string;
}) {
  const names = useId();
  return (
    <ActionForm action={saveAttributesAction} environmentId={environmentId} keepValues>
      <input type="hidden" name="connectionId" value={connectionId} />
      <datalist id={names}>
        {['NameID', ...seen].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <MapError />
      <ul className="divide-y divide-(--gray-a4)">
        {attributes.map((attribute) => (
          <li key={attribute.field} className="grid gap-x-6 gap-y-2 py-4 first:pt-0 md:grid-cols-2">
            <TextInput
              name={attribute.field}
              label={`${attribute.label}: read only from`}
              initial={attribute.mappedTo ?? ''}
              placeholder="The default names"
              list={names}
              autoComplete="off"
              spellCheck={false}
            />
            <AttributeNames attribute={attribute} />
          </li>
        ))}
      </ul>
      <Flex>
        <SubmitButton>Save mapping</SubmitButton>
      </Flex>
    </ActionForm>
  );
}

/** What is tried for one field: the mapped attribute alone, or the default names in order. */
export function AttributeNames({ attribute }: { attribute: AttributeView }) {
  const { names, mappedTo, required, field } = attribute;
  return (
    <div className="min-w-0">
      <Flex align="center" gap="2" mb="1" wrap="wrap">
        <Text size="2" weight="medium">
          {mappedTo === null ? 'Tried in this order' : 'Not tried while mapped'}
        </Text>
        <Badge color={required ? 'blue' : 'gray'}>{required ? 'Required' : 'Optional'}</Badge>
        <code className="text-(--gray-11) text-xs">{field}</code>
      </Flex>
      <Text as="p" size="1" color="gray" className="font-mono [overflow-wrap:anywhere]">
        {names.join(', ')}
        {field === 'idp_id' && ', then the NameID'}
        {field === 'email' && ', then a NameID that is an email address'}
      </Text>
    </div>
  );
}

function MapError() {
  const { error } = useField('attribute_maps.standard_attributes');
  return error ? (
    <Text as="p" size="2" color="red">
      {error}
    </Text>
  ) : null;
}
