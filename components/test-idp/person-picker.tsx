import { Text, TextField } from '@radix-ui/themes';
import { TEST_PEOPLE } from '#lib/test-idp/people.ts';

const FIELDS = [
  { name: 'email', label: 'Email', type: 'email', hint: 'ada@example.com' },
  { name: 'id', label: 'ID at this provider', type: 'text', hint: 'ada-1' },
  { name: 'firstName', label: 'First name', type: 'text', hint: 'Ada' },
  { name: 'lastName', label: 'Last name', type: 'text', hint: 'Lovelace' },
  { name: 'groups', label: 'Groups, separated by commas', type: 'text', hint: 'Engineering, Admins' },
] as const;

const CARD =
  'flex cursor-pointer items-start gap-3 rounded-lg border border-[var(--gray-a6)] bg-[var(--color-panel-solid)] p-3 has-[:checked]:border-[var(--accent-9)] has-[:checked]:bg-[var(--accent-3)] has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-[var(--accent-9)]';

/** Who signs in: one of the cast, or a profile typed in. Native controls, so that it works without scripts. */
export function PersonPicker({ chosen, email }: { chosen: string; email: string }) {
  return (
    <fieldset className="group/people">
      <legend className="mb-2 text-base font-semibold">Who signs in?</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {TEST_PEOPLE.map((person) => (
          <label key={person.id} className={CARD}>
            <input
              type="radio"
              name="person"
              value={person.id}
              defaultChecked={person.id === chosen}
              className="mt-1 size-4 shrink-0 accent-[var(--accent-9)]"
            />
            <span className="min-w-0">
              <Text as="span" weight="medium" className="block">
                {person.firstName} {person.lastName}
              </Text>
              <Text as="span" size="2" className="block break-all text-[var(--gray-11)]">
                {person.email}
              </Text>
              {!person.email.endsWith('@example.com') && (
                <Text as="span" size="1" className="block text-[var(--gray-11)]">
                  A guest: not an example.com address
                </Text>
              )}
            </span>
          </label>
        ))}
        <label className={`${CARD} sm:col-span-2`}>
          <input
            type="radio"
            name="person"
            value="typed"
            defaultChecked={chosen === 'typed'}
            className="mt-1 size-4 shrink-0 accent-[var(--accent-9)]"
          />
          <span>
            <Text as="span" weight="medium" className="block">
              Somebody else
            </Text>
            <Text as="span" size="2" className="block text-[var(--gray-11)]">
              Type a profile. What you leave empty is not sent.
            </Text>
          </span>
        </label>
      </div>
      <div className="mt-3 hidden gap-3 group-has-[input[value=typed]:checked]/people:grid sm:grid-cols-2">
        {FIELDS.map((field) => (
          <div key={field.name} className="flex flex-col gap-1">
            <Text as="label" htmlFor={`person-${field.name}`} size="2" weight="medium">
              {field.label}
            </Text>
            <TextField.Root
              id={`person-${field.name}`}
              name={field.name}
              type={field.type}
              placeholder={field.hint}
              defaultValue={field.name === 'email' ? email : ''}
              autoComplete="off"
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
