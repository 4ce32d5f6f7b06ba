import { Flex } from '@radix-ui/themes';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { SwitchInput } from '#components/ui/switch-input.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { ProfileView } from '#lib/team/profile.ts';

/** Which mails one wants. */
export function NotificationForm({
  notifications,
  save,
}: {
  notifications: ProfileView['notifications'];
  save: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
}) {
  return (
    <ActionForm action={save} keepValues>
      {notifications.map(({ kind, label, help, on }) => (
        <SwitchInput key={kind} name={kind} label={label} help={help} initial={on} />
      ))}
      <Flex>
        <SubmitButton>Save</SubmitButton>
      </Flex>
    </ActionForm>
  );
}
