import { Text } from '@radix-ui/themes';
import { TextInput } from '#components/ui/action-form.tsx';
import { CheckboxInput } from '#components/ui/checkbox-input.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SelectInput } from '#components/ui/select-input.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { DELETION_REASONS } from '#lib/team/workspace-settings.schema.ts';

/** Asks why, makes sure that it is meant, and deletes the workspace. */
export function DeleteWorkspace({
  name,
  remove,
}: {
  name: string;
  remove: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
}) {
  return (
    <FormDialog
      trigger={{ label: 'Delete workspace', variant: 'soft', color: 'red' }}
      title={`Delete ${name}`}
      description="Everybody is signed out at once, every API key and every sign-in of your customers stops, and all data is removed within the hour. This cannot be undone."
      action={remove}
      submitLabel="Delete workspace"
      danger
    >
      <SelectInput
        name="reason"
        label="Why do you delete it?"
        initial={DELETION_REASONS[0].value}
        choices={DELETION_REASONS}
      />
      <CheckboxInput name="acknowledged">
        I know that the customers of every environment can no longer sign in, and that nothing can be brought
        back.
      </CheckboxInput>
      <Text as="p" size="2">
        To confirm, type{' '}
        <Text weight="bold" className="break-words">
          {name}
        </Text>
      </Text>
      <TextInput name="confirmation" label="Name of the workspace" autoComplete="off" spellCheck={false} />
    </FormDialog>
  );
}
