import { createOrganizationAction } from '#app/dashboard/[environmentId]/organizations/actions.ts';
import { TextInput } from '#components/ui/action-form.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextAreaInput } from '#components/ui/text-area-input.tsx';

/** Makes an organization and goes to its page. */
export function CreateOrganizationDialog({ environmentId }: { environmentId: string }) {
  return (
    <FormDialog
      trigger={{ label: 'Create organization' }}
      title="Create organization"
      description="An organization is one of your customers. Its people sign in through its connections."
      action={createOrganizationAction}
      environmentId={environmentId}
      submitLabel="Create organization"
      anchor="create"
    >
      <TextInput name="name" label="Name" placeholder="Example Corp" required autoComplete="off" />
      <TextAreaInput
        name="domain_data"
        label="User Email Domains (optional)"
        placeholder="example.com, example.org"
        rows={2}
        help="Only people with an email address at one of these domains may sign in. By adding a domain you vouch for it: it counts as verified at once."
      />
    </FormDialog>
  );
}
