import { Button, Flex } from '@radix-ui/themes';
import type { Metadata } from 'next';
import NextLink from 'next/link';
import { notFound } from 'next/navigation';
import { ChooseType } from '#components/connections/choose-type.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { typeChoices } from '#lib/connections/type-choices.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { createConnectionAction } from '../../../../connections/actions.ts';

export const metadata: Metadata = { title: 'Add connection' };

type Props = { params: Promise<{ environmentId: string; organizationId: string }> };

/** Makes a draft: the values to give to the identity provider exist only afterwards. */
export default async function NewConnectionPage({ params }: Props) {
  const { environmentId, organizationId } = await params;
  const admin = await adminPage(environmentId, 'connections:write');
  const organization = await admin.data.organizations.get(organizationId);
  if (!organization) notFound();
  const list = `/dashboard/${environmentId}/organizations`;
  const back = `${list}/${organizationId}`;
  return (
    <>
      <Breadcrumb
        steps={[
          { href: list, label: 'Organizations' },
          { href: back, label: organization.name },
        ]}
      />
      <PageHeader
        title="Add connection"
        docs="connections#set-up"
        description={`Choose what ${organization.name} signs in with. The next page has the values for its IT admin, and instructions for that identity provider.`}
      />
      <ActionForm action={createConnectionAction} environmentId={environmentId}>
        <input type="hidden" name="organizationId" value={organizationId} />
        <ChooseType groups={typeChoices(admin.scope.kind)} />
        <div className="max-w-md">
          <TextInput
            name="name"
            label="Name (optional)"
            placeholder={`${organization.name} Okta`}
            autoComplete="off"
            maxLength={200}
            help="For you and your team. Without one, it is called after the organization and the identity provider."
          />
        </div>
        <Flex gap="3" wrap="wrap">
          <SubmitButton>Create connection</SubmitButton>
          <Button asChild variant="soft" color="gray">
            <NextLink href={back}>Cancel</NextLink>
          </Button>
        </Flex>
      </ActionForm>
    </>
  );
}
