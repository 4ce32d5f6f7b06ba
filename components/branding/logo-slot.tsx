'use client';

import { Flex, Text } from '@radix-ui/themes';
import { useState } from 'react';
import { ActionForm, Field, SubmitButton } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FileInput } from '#components/ui/file-input.tsx';
import { LOGO_LIMIT, paletteOf, type Theme, type ThemeColors } from '#lib/branding/look.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { LogoView } from '#lib/workspace/branding.ts';
import { THEME_LABELS } from './page-preview.tsx';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** The logo of one theme on its background. `actions` is null for readers who may not change it. */
export function LogoSlot({
  theme,
  logo,
  colors,
  environmentId,
  actions,
}: {
  theme: Theme;
  logo: LogoView | null;
  colors: ThemeColors;
  environmentId: string;
  actions: { upload: Action; remove: Action } | null;
}) {
  const [tooLarge, setTooLarge] = useState(false);
  const { background, muted } = paletteOf(theme, colors);
  const label = `Logo, ${THEME_LABELS[theme].toLowerCase()} theme`;
  return (
    <Flex direction="column" gap="3" className="min-w-0">
      <div
        className="grid h-32 place-items-center rounded-(--radius-3) p-4 shadow-[inset_0_0_0_1px_var(--gray-a5)]"
        style={{ background }}
      >
        {logo ? (
          <img src={logo.src} alt={label} className="max-h-24 max-w-full" />
        ) : (
          <p className="m-0 text-sm" style={{ color: muted }}>
            No logo for the {theme} theme
          </p>
        )}
      </div>
      {actions && (
        <>
          <ActionForm action={actions.upload} environmentId={environmentId}>
            <input type="hidden" name="theme" value={theme} />
            <Field
              name="logo"
              label={label}
              help={`PNG, JPEG or WebP, at least 160 pixels on its longer side, up to ${LOGO_LIMIT / 1024} KB.`}
            >
              {({ defaultValue: _, ...control }) => (
                <FileInput
                  {...control}
                  accept="image/png,image/jpeg,image/webp"
                  onChange={({ target }) => {
                    const large = (target.files?.[0]?.size ?? 0) > LOGO_LIMIT;
                    setTooLarge(large);
                    if (large) target.value = '';
                  }}
                />
              )}
            </Field>
            {tooLarge && (
              <Text as="p" size="1" color="red" role="alert">
                The file is larger than {LOGO_LIMIT / 1024} KB. Save it smaller, then choose it again.
              </Text>
            )}
            <Flex>
              <SubmitButton variant="soft">
                {logo ? 'Replace logo' : 'Upload logo'}
                <span className="sr-only">, {theme} theme</span>
              </SubmitButton>
            </Flex>
          </ActionForm>
          {logo && (
            <div>
              <ConfirmDialog
                trigger={{
                  label: 'Delete logo',
                  name: `, ${theme} theme`,
                  variant: 'soft',
                  color: 'red',
                  size: '1',
                }}
                title={`Delete the logo of the ${theme} theme?`}
                action={actions.remove}
                environmentId={environmentId}
                fields={{ theme }}
                confirmLabel="Delete"
              >
                Pages show the logo of the other theme, or the name, at once.
              </ConfirmDialog>
            </div>
          )}
        </>
      )}
    </Flex>
  );
}
