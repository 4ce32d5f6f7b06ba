'use client';

import { Button, Flex, Text, TextField } from '@radix-ui/themes';
import { useState } from 'react';
import { ActionForm, Field, SubmitButton, useField } from '#components/ui/action-form.tsx';
import { contrastText, NEEDED_CONTRAST, nearestReadable, readColor } from '#lib/branding/colors.ts';
import { accentBackground, accentContrast, OURS, paletteOf, THEMES, type Theme } from '#lib/branding/look.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { BrandingView } from '#lib/workspace/branding.ts';
import { PreviewPair, THEME_LABELS } from './page-preview.tsx';

type Part = 'background' | 'accent';
type Typed = Readonly<Record<Theme, Readonly<Record<Part, string>>>>;

/** Name and colors with what they make of a page, while they are typed. */
export function BrandingEditor({
  view,
  environmentId,
  action,
}: {
  view: BrandingView;
  environmentId: string;
  action: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
}) {
  const [name, setName] = useState(view.name ?? '');
  const [typed, setTyped] = useState<Typed>(() => ({
    light: textOf(view, 'light'),
    dark: textOf(view, 'dark'),
  }));
  const [isChanged, setIsChanged] = useState(view.isChanged);
  if (isChanged !== view.isChanged) {
    setIsChanged(view.isChanged);
    // A reset empties what is typed here as well.
    if (!view.isChanged) {
      setName('');
      setTyped({ light: textOf(view, 'light'), dark: textOf(view, 'dark') });
    }
  }
  const set = (theme: Theme, part: Part, value: string) =>
    setTyped((before) => ({ ...before, [theme]: { ...before[theme], [part]: value } }));
  const read = (theme: Theme) => ({
    background: readColor(typed[theme].background),
    accent: readColor(typed[theme].accent),
  });
  const colors = { light: read('light'), dark: read('dark') };
  return (
    <ActionForm
      action={action}
      environmentId={environmentId}
      loaded={{
        name: view.name,
        lightBackground: view.colors.light.background,
        lightAccent: view.colors.light.accent,
        darkBackground: view.colors.dark.background,
        darkAccent: view.colors.dark.accent,
      }}
      keepValues
    >
      <Field
        name="name"
        label="Name"
        help="Your app or company, as users know it. Screen readers say it for the logo too."
      >
        {({ defaultValue: _, ...control }) => (
          <TextField.Root
            {...control}
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={60}
            autoComplete="off"
            className="max-w-md"
          />
        )}
      </Field>
      <div className="grid gap-x-6 gap-y-5 md:grid-cols-2">
        {THEMES.map((theme) => (
          <fieldset key={theme} className="m-0 flex min-w-0 flex-col gap-3 border-0 p-0">
            <legend className="mb-2 p-0 font-medium text-sm">{THEME_LABELS[theme]} theme</legend>
            <ColorField
              name={`${theme}Background`}
              label="Background"
              value={typed[theme].background}
              ours={OURS[theme].background}
              onChange={(value) => set(theme, 'background', value)}
            />
            <ColorField
              name={`${theme}Accent`}
              label="Buttons and links"
              value={typed[theme].accent}
              ours={OURS[theme].accent}
              onChange={(value) => set(theme, 'accent', value)}
            />
            <Contrast
              field={`${theme}Accent`}
              unread={[typed[theme].background, typed[theme].accent].find(
                (text) => text.trim() !== '' && readColor(text) === null,
              )}
              ratio={accentContrast(theme, colors[theme])}
              better={nearestReadable(
                paletteOf(theme, colors[theme]).accent,
                accentBackground(theme, colors[theme]),
              )}
              onUse={(color) => set(theme, 'accent', color)}
            />
          </fieldset>
        ))}
      </div>
      <PreviewPair view={{ name: name.trim() || null, colors, logos: view.logos }} />
      <Flex>
        <SubmitButton>Save branding</SubmitButton>
      </Flex>
    </ActionForm>
  );
}

function textOf(view: BrandingView, theme: Theme): Record<Part, string> {
  const { background, accent } = view.colors[theme];
  return { background: background ?? '', accent: accent ?? '' };
}

/** A color typed or picked; empty for ours. */
function ColorField({
  name,
  label,
  value,
  ours,
  onChange,
}: {
  name: string;
  label: string;
  value: string;
  ours: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field name={name} label={label}>
      {({ defaultValue: _, ...control }) => (
        <Flex gap="2" align="center" className="max-w-64">
          <input
            type="color"
            aria-label={`Pick ${label.toLowerCase()}`}
            value={readColor(value) ?? ours}
            onChange={(event) => onChange(event.target.value)}
            className="h-8 w-10 shrink-0 cursor-pointer rounded-(--radius-2) border border-(--gray-a7) bg-transparent p-0.5"
          />
          <TextField.Root
            {...control}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            placeholder={ours}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="min-w-0 flex-1"
          />
        </Flex>
      )}
    </Field>
  );
}

/** How well the accent can be read, and a way out where it cannot. */
function Contrast({
  field,
  unread,
  ratio,
  better,
  onUse,
}: {
  field: string;
  /** What is typed and no color. */
  unread: string | undefined;
  ratio: number;
  better: string;
  onUse: (color: string) => void;
}) {
  const { error } = useField(field);
  const passes = ratio >= NEEDED_CONTRAST;
  if (unread !== undefined) {
    return (
      <div role="status" className="flex min-h-8 items-center">
        <Text size="1" color="red" className="[overflow-wrap:anywhere]">
          “{unread}” is no color. Write it as in #0b6bcb.
        </Text>
      </div>
    );
  }
  return (
    <div role="status" className="flex min-h-8 flex-wrap items-center gap-2">
      {/* A refusal says the same beside the field. */}
      {(passes || error === undefined) && (
        <Text size="1" color={passes ? 'gray' : 'red'}>
          Contrast {contrastText(ratio)}
          {passes
            ? ', readable.'
            : `. Links need ${NEEDED_CONTRAST}:1 to be readable; the nearest color is ${better}.`}
        </Text>
      )}
      {!passes && (
        <Button type="button" size="1" variant="soft" onClick={() => onUse(better)}>
          <span
            aria-hidden
            className="inline-block size-3 rounded-full"
            style={{ background: better, boxShadow: '0 0 0 1px var(--gray-a7)' }}
          />
          Use {better}
        </Button>
      )}
    </div>
  );
}
