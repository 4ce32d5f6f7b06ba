'use client';

import { Button, Flex } from '@radix-ui/themes';
import { useState } from 'react';
import { ActionForm, SubmitButton, TextInput, useField } from '#components/ui/action-form.tsx';
import { NativeSelectInput } from '#components/ui/native-select-input.tsx';
import { type AddressPart, addressFields } from '#lib/billing/address.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';

type Initial = {
  companyName: string;
  billingEmail: string;
  country: string;
  parts: Partial<Record<AddressPart, string>>;
};

type Props = { initial: Initial; countries: readonly { value: string; label: string }[] };

/** Who pays: the fields of the address are those of the chosen country. */
export function DetailsForm({
  action,
  ...props
}: Props & { action: (previous: FormState<never>, form: FormData) => Promise<FormState<never>> }) {
  return (
    <ActionForm action={action} keepValues className="max-w-xl">
      <Fields {...props} />
      <Flex>
        <SubmitButton>Save billing details</SubmitButton>
      </Flex>
    </ActionForm>
  );
}

function Fields({ initial, countries }: Props) {
  const typed = useField('country', initial.country).value;
  const [country, setCountry] = useState(typed);
  return (
    <>
      <TextInput
        name="companyName"
        label="Company name"
        initial={initial.companyName}
        autoComplete="organization"
      />
      <TextInput
        name="billingEmail"
        label="Billing email"
        type="email"
        initial={initial.billingEmail}
        autoComplete="email"
        help="Invoices and news about payments go here."
      />
      <NativeSelectInput
        name="country"
        label="Country"
        initial={initial.country}
        choices={countries}
        autoComplete="country"
        onChoose={setCountry}
      />
      <noscript>
        <Button type="submit" name="update_country" value="1" variant="soft" color="gray" size="1">
          Show the fields of this country
        </Button>
      </noscript>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        {addressFields(country).map(({ part, label, required, autoComplete }) => (
          <div key={part} className={/^line/.test(part) ? 'sm:col-span-2' : ''}>
            <TextInput
              name={part}
              label={required ? label : `${label} (optional)`}
              initial={initial.parts[part] ?? ''}
              autoComplete={`billing ${autoComplete}`}
            />
          </div>
        ))}
      </div>
    </>
  );
}
