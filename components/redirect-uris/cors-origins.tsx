import { Text } from '@radix-ui/themes';
import { TextInput } from '#components/ui/action-form.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { CorsOriginView } from '#lib/workspace/cors-origins.ts';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** Origins of browser apps. `actions` is null for readers who may not change them. */
export function CorsOrigins({
  origins,
  kind,
  environmentId,
  actions,
}: {
  origins: readonly CorsOriginView[];
  kind: 'staging' | 'production';
  environmentId: string;
  actions: { add: Action; remove: Action } | null;
}) {
  return (
    <SectionCard
      title="CORS origins"
      description="Apps without a server, whose scripts exchange the code themselves (PKCE, never an API key) and read the profile. Apps with a server need none."
      actions={
        actions && (
          <FormDialog
            trigger={{ label: 'Add origin', variant: 'soft' }}
            title="Add CORS origin"
            description="Scripts of this origin may read the answers of /sso/token to a client without a secret, and of /sso/profile."
            action={actions.add}
            environmentId={environmentId}
            submitLabel="Add"
          >
            <TextInput
              name="origin"
              label="Origin"
              type="url"
              inputMode="url"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
              placeholder={kind === 'staging' ? 'http://localhost:3000' : 'https://app.example.com'}
            />
          </FormDialog>
        )
      }
    >
      {origins.length === 0 ? (
        <Text as="p" size="2" color="gray">
          {actions
            ? 'None, so no script of another origin can read an answer. Add the origin of your app if it has no server.'
            : 'None. A Developer or an Admin of your workspace can add one.'}
        </Text>
      ) : (
        <ul className="list-none divide-y divide-(--gray-a4)">
          {origins.map(({ id, origin }) => (
            <li key={id} className="flex flex-wrap items-center gap-3 py-2.5">
              <code className="min-w-0 flex-1 text-[13px] break-all">{origin}</code>
              <CopyButton value={origin} label={`Copy ${origin}`} />
              {actions && (
                <FormDialog
                  trigger={{ label: 'Delete', name: origin, variant: 'soft', color: 'red', size: '1' }}
                  title="Delete CORS origin"
                  description={
                    <>
                      Scripts of <code className="break-all">{origin}</code> will no longer get to read an
                      answer, and sign-ins that need one will not finish.
                    </>
                  }
                  action={actions.remove}
                  environmentId={environmentId}
                  submitLabel="Delete"
                  danger
                  undo={{ action: actions.add, fields: { environmentId, origin } }}
                >
                  <input type="hidden" name="id" value={id} />
                </FormDialog>
              )}
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}
