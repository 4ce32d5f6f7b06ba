import { createEnvironmentAction } from '#app/dashboard/workspace/environments/actions.ts';
import { TextInput } from '#components/ui/action-form.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { ENVIRONMENT_COLORS, type EnvironmentColor } from '#lib/workspace/environment-colors.ts';
import { ColorInput } from './color-input.tsx';
import { KindInput } from './kind-input.tsx';

/** A button that opens the form for a new environment; suggests a color that no other one has. */
export function CreateEnvironment({ taken }: { taken: readonly EnvironmentColor[] }) {
  const free = (Object.keys(ENVIRONMENT_COLORS) as EnvironmentColor[]).find(
    (color) => !taken.includes(color),
  );
  return (
    <FormDialog
      trigger={{ label: 'Create environment' }}
      title="Create environment"
      description="For another stage of your app, or for a developer who wants one of their own."
      action={createEnvironmentAction}
      submitLabel="Create"
    >
      <TextInput
        name="name"
        label="Name"
        required
        maxLength={40}
        autoComplete="off"
        placeholder="Preview"
        help="Only your team sees it."
      />
      <KindInput />
      <ColorInput initial={free ?? 'gray'} />
    </FormDialog>
  );
}
