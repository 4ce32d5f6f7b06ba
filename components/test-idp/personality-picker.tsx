'use client';

import { Text } from '@radix-ui/themes';
import { useState } from 'react';
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
      <select
        id="personality"
        name="personality"
        defaultValue={chosen ?? ''}
        aria-describedby="personality-does"
        onChange={({ currentTarget: { value } }) => setPersonality(isPersonalityId(value) ? value : null)}
        className="mt-1 h-9 w-full max-w-md rounded-(--radius-2) bg-(--color-surface) px-2 text-sm text-(--gray-12) shadow-[inset_0_0_0_1px_var(--gray-a7)] focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-(--focus-8)"
      >
        <option value="" className="bg-(--color-panel-solid)">
          None in particular
        </option>
        {PERSONALITY_IDS.map((id) => (
          <option key={id} value={id} className="bg-(--color-panel-solid)">
            {PERSONALITIES[id].label}
          </option>
        ))}
      </select>
      <Text as="p" size="2" color="gray" id="personality-does" aria-live="polite">
        {personality === null
          ? 'Signs the assertion and uses the attribute names every connection knows.'
          : PERSONALITIES[personality].does}
      </Text>
    </div>
  );
}
