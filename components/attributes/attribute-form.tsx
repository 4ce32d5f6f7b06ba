'use client';

import { TextInput } from '#components/ui/action-form.tsx';
import { SelectInput } from '#components/ui/select-input.tsx';
import { SwitchInput } from '#components/ui/switch-input.tsx';
import { ATTRIBUTE_TYPES, CUSTOM_ATTRIBUTE_TYPES } from '#lib/attributes/attribute-types.ts';

/** Name, type and requirement of a custom attribute, alike in the forms that add and change one. */
export function AttributeFields({
  initial,
  unmapped,
}: {
  initial?: { name: string; type: string; required: boolean };
  /** How many connections do not map it: those need the attribute under its own name. */
  unmapped: number;
}) {
  return (
    <>
      <TextInput
        name="name"
        label="Name"
        help="The key in custom_attributes: lower-case letters, digits and underscores."
        initial={initial?.name ?? ''}
        placeholder="cost_center"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <SelectInput
        name="type"
        label="Type"
        initial={initial?.type ?? 'text'}
        choices={CUSTOM_ATTRIBUTE_TYPES.map((type) => ({
          value: type,
          label: `${ATTRIBUTE_TYPES[type].label} · ${ATTRIBUTE_TYPES[type].accepts}`,
        }))}
      />
      <SwitchInput
        name="required"
        label="Required"
        help="A sign-in without a usable value fails as Invalid Attributes and names this attribute."
        initial={initial?.required ?? false}
        {...(unmapped > 0
          ? {
              risk: `${connections(unmapped)} no mapping for it. People sign in there only if the identity provider sends it under exactly this name.`,
            }
          : {})}
      />
    </>
  );
}

function connections(count: number): string {
  return count === 1 ? '1 connection has' : `${count.toLocaleString('en-US')} connections have`;
}
