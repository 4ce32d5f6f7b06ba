import { Badge, Flex, Text } from '@radix-ui/themes';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { RedirectUriView } from '#lib/workspace/redirect-uris.ts';
import { RedirectUriInput } from './redirect-uri-input.tsx';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** The words of a list; `lasts` is whether its default stays as long as the list has one entry. */
const USES = {
  'sign-in': {
    edit: 'Edit redirect URI',
    edited: 'Sign-ins that name the old address are refused as soon as you save.',
    remove: 'Delete redirect URI',
    removed: (uri: string) => (
      <>
        Sign-ins that name <code className="break-all">{uri}</code> will be refused.
      </>
    ),
    isDefault:
      'Sign-ins that begin at an identity provider end here. To delete it, make another one the default first.',
    lasts: true,
  },
  logout: {
    edit: 'Edit logout redirect',
    edited: 'Sign-outs that name the old address no longer end there.',
    remove: 'Delete logout redirect',
    removed: (uri: string) => (
      <>
        Sign-outs can no longer end at <code className="break-all">{uri}</code>.
      </>
    ),
    isDefault: 'Sign-outs that name no address end here.',
    lasts: false,
  },
} as const;

/** Registered addresses of one use. `actions` is null for readers who may not change them. */
export function RedirectUriList({
  use,
  uris,
  kind,
  environmentId,
  actions,
}: {
  use: keyof typeof USES;
  uris: readonly RedirectUriView[];
  kind: 'staging' | 'production';
  environmentId: string;
  actions: { add: Action; update: Action; makeDefault: Action; remove: Action } | null;
}) {
  const words = USES[use];
  return (
    <ul className="list-none divide-y divide-(--gray-a4)">
      {uris.map((entry) => (
        <li key={entry.id} className="flex flex-col gap-2 px-2 py-3">
          <div className="flex items-center gap-3">
            <code className="min-w-0 flex-1 text-[13px] break-all">{entry.uri}</code>
            {entry.isDefault && <Badge color="indigo">Default</Badge>}
            <CopyButton value={entry.uri} label={`Copy ${entry.uri}`} />
          </div>
          {actions && (
            <Flex gap="2" wrap="wrap" align="center">
              <FormDialog
                trigger={{ label: 'Edit', name: entry.uri, variant: 'soft', color: 'gray', size: '1' }}
                title={words.edit}
                description={words.edited}
                action={actions.update}
                environmentId={environmentId}
                submitLabel="Save"
              >
                <input type="hidden" name="id" value={entry.id} />
                <RedirectUriInput use={use} kind={kind} initial={entry.uri} />
              </FormDialog>
              {!entry.isDefault && (
                <ActionForm action={actions.makeDefault} environmentId={environmentId}>
                  <input type="hidden" name="id" value={entry.id} />
                  <SubmitButton variant="soft" color="gray" size="1">
                    Make default<span className="sr-only">{entry.uri}</span>
                  </SubmitButton>
                </ActionForm>
              )}
              {(!entry.isDefault || (!words.lasts && uris.length === 1)) && (
                <FormDialog
                  trigger={{ label: 'Delete', name: entry.uri, variant: 'soft', color: 'red', size: '1' }}
                  title={words.remove}
                  description={words.removed(entry.uri)}
                  action={actions.remove}
                  environmentId={environmentId}
                  submitLabel="Delete"
                  danger
                  undo={{ action: actions.add, fields: { environmentId, uri: entry.uri } }}
                >
                  <input type="hidden" name="id" value={entry.id} />
                </FormDialog>
              )}
              {entry.isDefault && (
                <Text size="1" color="gray">
                  {words.isDefault}
                </Text>
              )}
            </Flex>
          )}
        </li>
      ))}
    </ul>
  );
}
