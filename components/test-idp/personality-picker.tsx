'use client';

import { Text } from '@radix-ui/themes';
import { useState } from 'react';
import { NativeSelect } from '#components/ui/native-select.tsx';
import {
  isPersonalityId,
  PERSONALITIES,
  PERSONALITY_IDS,
  type PersonalityId,
} from '#lib/test-idp/personalities.ts';

/** Whose way of writing the response has. A native menu: it works before scripts do; they add what each one does. */
export function PersonalityPicker({ chosen }: { chosen: PersonalityId | null }) {
  const [personality, setPersonality] = useState<PersonalityId | null>(chosen);
  return (
    <div className="flex flex-col gap-1">
      <Text as="label" htmlFor="personality" size="3" weight="bold">
        Whose response should it look like?
      </Text>
      <Text as="p" size="2" color="gray">
        Identity providers name attributes, place signatures and write XML in ways of their own.
      </Text>
      <NativeSelect
        id="personality"
        name="personality"
        defaultValue={chosen ?? ''}
        aria-describedby="personality-does"
        onChange={({ currentTarget: { value } }) => setPersonality(isPersonalityId(value) ? value : null)}
        className="mt-1 max-w-md"
      >
        <option value="">None in particular</option>
        {PERSONALITY_IDS.map((id) => (
          <option key={id} value={id}>
            {PERSONALITIES[id].label}
          </option>
        ))}
      </NativeSelect>
      <Text as="p" size="2" color="gray" id="personality-does" aria-live="polite">
        {personality === null
          ? 'Signs the assertion and uses the attribute names every connection knows.'
          : PERSONALITIES[personality].does}
      </Text>
    </div>
  );
}
