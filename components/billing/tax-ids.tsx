'use client';

import { Badge, Flex, Text } from '@radix-ui/themes';
import { useState } from 'react';
import { TextInput } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { NativeSelectInput } from '#components/ui/native-select-input.tsx';
import type { TaxIdView } from '#lib/billing/details.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
export type TaxCountry = { value: string; label: string; kind: string; example: string };

/** The payer's tax IDs, each with a way to remove it. */
export function TaxIdList({ taxIds, remove }: { taxIds: readonly TaxIdView[]; remove: Action }) {
  if (taxIds.length === 0) {
    return (
      <Text as="p" size="2" color="gray">
        None yet. Add the number that has to be on your invoices, if there is one.
      </Text>
    );
  }
  return (
    <ul className="flex list-none flex-col divide-y divide-(--gray-a4)">
      {taxIds.map((taxId) => (
        <li key={taxId.id} className="py-2 first:pt-0 last:pb-0">
          <Flex justify="between" align="center" gap="3" wrap="wrap">
            <Flex align="center" gap="2" wrap="wrap" className="min-w-0">
              <Text size="2" className="font-mono [overflow-wrap:anywhere]">
                {taxId.value}
              </Text>
              <Badge color="gray">{taxId.label}</Badge>
              <Text size="1" color="gray">
                {taxId.country}
              </Text>
            </Flex>
            <ConfirmDialog
              trigger={{
                label: 'Remove',
                name: ` ${taxId.value}`,
                variant: 'soft',
                color: 'gray',
                size: '1',
              }}
              title="Remove this tax ID?"
              action={remove}
              fields={{ id: taxId.id }}
              confirmLabel="Remove"
            >
              {`${taxId.value} will not be on new invoices. Invoices you have keep it.`}
            </ConfirmDialog>
          </Flex>
        </li>
      ))}
    </ul>
  );
}

/** Adds one; says what the number of the chosen country is called and looks like. */
export function AddTaxId({
  countries,
  initial,
  action,
}: {
  countries: readonly TaxCountry[];
  initial: string;
  action: Action;
}) {
  const first = countries.some(({ value }) => value === initial) ? initial : (countries[0]?.value ?? '');
  const [country, setCountry] = useState(first);
  const chosen = countries.find(({ value }) => value === country);
  return (
    <FormDialog
      trigger={{ label: 'Add tax ID', variant: 'soft', color: 'gray' }}
      title="Add a tax ID"
      description="Its format and check digits are verified. It appears on invoices from now on."
      action={action}
      submitLabel="Add tax ID"
    >
      <NativeSelectInput
        name="taxCountry"
        label="Country"
        initial={first}
        choices={countries}
        onChoose={setCountry}
      />
      <TextInput
        name="taxId"
        label={chosen?.kind ?? 'Tax ID'}
        help={chosen ? `Such as ${chosen.example}` : undefined}
        autoComplete="off"
        spellCheck={false}
      />
    </FormDialog>
  );
}
