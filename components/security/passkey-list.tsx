import { Flex, Text } from '@radix-ui/themes';
import { TextInput } from '#components/ui/action-form.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import type { SecurityView } from '#lib/security/factors.ts';
import type { Action } from './actions.ts';
import { FactorChange } from './factor-buttons.tsx';
import type { Confirmation } from './sensitive-dialog.tsx';

/** The member's passkeys, each with when it was made and used, to rename and remove. */
export function PasskeyList({
  passkeys,
  confirmation,
  rename,
  remove,
}: {
  passkeys: SecurityView['passkeys'];
  confirmation: Confirmation;
  rename: Action;
  remove: Action;
}) {
  return (
    <ul className="-my-3 list-none divide-y divide-(--gray-a4)">
      {passkeys.map(({ id, name, createdAt, lastUsedAt, backedUp }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
          <div className="min-w-0">
            <Text as="p" size="2" weight="medium" className="break-words">
              {name}
            </Text>
            <Text as="p" size="1" color="gray">
              Added <Time value={createdAt} dateOnly />
              {' · '}
              {lastUsedAt ? (
                <>
                  last used <Time value={lastUsedAt} />
                </>
              ) : (
                'not used yet'
              )}
              {backedUp ? ' · synced between your devices' : ''}
            </Text>
          </div>
          <Flex gap="2">
            <FormDialog
              trigger={{ label: 'Rename', name, variant: 'soft', color: 'gray', size: '1' }}
              title="Rename passkey"
              action={rename}
              environmentId=""
              submitLabel="Save"
            >
              <input type="hidden" name="id" value={id} />
              <TextInput name="name" label="Name" initial={name} maxLength={64} autoComplete="off" required />
            </FormDialog>
            <FactorChange
              trigger={{ label: 'Remove', name, variant: 'soft', color: 'red', size: '1' }}
              title={`Remove ${name}`}
              confirmation={confirmation}
              action={remove}
              fields={{ id }}
              label="Remove passkey"
              danger
            >
              It no longer signs you in here. Your device may still offer it; delete it there as well.
            </FactorChange>
          </Flex>
        </li>
      ))}
    </ul>
  );
}
