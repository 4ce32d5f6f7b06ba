'use client';

import { TextField } from '@radix-ui/themes';
import { useState } from 'react';
import { Field, TextInput, useField } from '#components/ui/action-form.tsx';
import { SwitchInput } from '#components/ui/switch-input.tsx';

/** Fields of a new role: the slug follows the name until it is typed. */
export function NewRoleFields() {
  const [slug, setSlug] = useState('');
  const [typed, setTyped] = useState(false);
  const kept = useField('slug').value;
  return (
    <>
      <TextInput
        name="name"
        label="Name"
        placeholder="Billing admin"
        autoComplete="off"
        onChange={(event) => {
          if (!typed) setSlug(slugOf(event.target.value));
        }}
      />
      <Field
        name="slug"
        label="Slug"
        help="What your app finds in the profile and compares with. It cannot be changed later."
      >
        {({ defaultValue: _, ...control }) => (
          <TextField.Root
            {...control}
            value={slug || (typed ? '' : kept)}
            onChange={(event) => {
              setTyped(event.target.value !== '');
              setSlug(event.target.value);
            }}
            placeholder="billing-admin"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <DescriptionInput />
      <SwitchInput
        name="isDefault"
        label="Default role"
        help="For everybody whose groups are mapped to no role. It takes the mark from the current default."
        initial={false}
      />
    </>
  );
}

/** What a role is for, in the words of the team. */
export function DescriptionInput({ initial = '' }: { initial?: string }) {
  return (
    <TextInput
      name="description"
      label="Description"
      initial={initial}
      autoComplete="off"
      help="For your team. Optional."
    />
  );
}

function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
}
