'use client';

import { RadioCards, Text, TextField } from '@radix-ui/themes';
import { Search } from 'lucide-react';
import { useId, useState } from 'react';
import { useField } from '#components/ui/action-form.tsx';

export type TypeGroup = {
  title: string;
  types: readonly { value: string; label: string; note: string }[];
};

/** Identity providers to choose from, as one field `connection_type` of an ActionForm. */
export function ChooseType({ groups }: { groups: readonly TypeGroup[] }) {
  const id = useId();
  const { error } = useField('connection_type');
  const [chosen, setChosen] = useState('');
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const fits = (label: string, value: string) =>
    wanted === '' || label.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted);
  const shown = groups
    .map((group) => ({ ...group, types: group.types.filter((type) => fits(type.label, type.value)) }))
    .filter((group) => group.types.length > 0);
  const hidden = chosen !== '' && !shown.some((group) => group.types.some((type) => type.value === chosen));
  return (
    <div>
      <Text as="p" size="2" weight="medium" id={id}>
        Identity provider
      </Text>
      {error && (
        <Text as="p" size="1" color="red" id={`${id}-error`}>
          {error}
        </Text>
      )}
      <div className="mt-2 mb-4 max-w-sm">
        <TextField.Root
          type="search"
          value={search}
          placeholder="Find an identity provider"
          aria-label="Find an identity provider"
          onChange={(event) => setSearch(event.target.value)}
          // Return would send the form before anything is chosen.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        >
          <TextField.Slot>
            <Search size={15} aria-hidden />
          </TextField.Slot>
        </TextField.Root>
      </div>
      {hidden && <input type="hidden" name="connection_type" value={chosen} />}
      <RadioCards.Root
        name="connection_type"
        value={chosen}
        onValueChange={setChosen}
        columns="1"
        gap="5"
        aria-labelledby={id}
        {...(error ? { 'aria-describedby': `${id}-error`, 'aria-invalid': true } : {})}
      >
        {shown.map((group) => (
          <div key={group.title}>
            <Text as="p" size="1" color="gray" weight="medium" mb="2">
              {group.title}
            </Text>
            <div className="grid grid-cols-1 gap-2 min-[480px]:grid-cols-2 lg:grid-cols-3">
              {group.types.map((type) => (
                <RadioCards.Item
                  key={type.value}
                  value={type.value}
                  className="min-w-0 justify-start! text-left"
                >
                  <div className="min-w-0">
                    <Text as="p" size="2" weight="medium">
                      {type.label}
                    </Text>
                    {type.note !== '' && (
                      <Text as="p" size="1" color="gray">
                        {type.note}
                      </Text>
                    )}
                  </div>
                </RadioCards.Item>
              ))}
            </div>
          </div>
        ))}
      </RadioCards.Root>
      {shown.length === 0 && (
        <Text as="p" size="2" color="gray" role="status">
          None is called that. Choose Custom SAML: any identity provider that speaks SAML 2.0 works with it.
        </Text>
      )}
    </div>
  );
}
