import { Badge, Card, Flex, Text } from '@radix-ui/themes';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { RedirectUriView } from '#lib/workspace/redirect-uris.ts';
import { RedirectUriInput } from './redirect-uri-input.tsx';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** The registered redirect URIs. `actions` is null for readers who may not change them. */
export function RedirectUriList({
  uris,
  kind,
  environmentId,
  actions,
}: {
  uris: readonly RedirectUriView[];
  kind: 'staging' | 'production';
  environmentId: string;
  actions: { update: Action; makeDefault: Action; remove: Action } | null;
}) {
  return (
    <Card size="1">
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
                  title="Edit redirect URI"
                  description="Sign-ins that name the old address are refused as soon as you save."
                  action={actions.update}
                  environmentId={environmentId}
                  submitLabel="Save"
                >
                  <input type="hidden" name="id" value={entry.id} />
                  <RedirectUriInput kind={kind} initial={entry.uri} />
                </FormDialog>
                {!entry.isDefault && (
                  <>
                    <ActionForm action={actions.makeDefault} environmentId={environmentId}>
                      <input type="hidden" name="id" value={entry.id} />
                      <SubmitButton variant="soft" color="gray" size="1">
                        Make default<span className="sr-only">{entry.uri}</span>
                      </SubmitButton>
                    </ActionForm>
                    <FormDialog
                      trigger={{ label: 'Delete', name: entry.uri, variant: 'soft', color: 'red', size: '1' }}
                      title="Delete redirect URI"
                      description={
                        <>
                          Sign-ins that name <code className="break-all">{entry.uri}</code> will be refused.
                        </>
                      }
                      action={actions.remove}
                      environmentId={environmentId}
                      submitLabel="Delete"
                      danger
                    >
                      <input type="hidden" name="id" value={entry.id} />
                    </FormDialog>
                  </>
                )}
                {entry.isDefault && (
                  <Text size="1" color="gray">
                    Sign-ins that begin at an identity provider end here. To delete it, make another one the
                    default first.
                  </Text>
                )}
              </Flex>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
