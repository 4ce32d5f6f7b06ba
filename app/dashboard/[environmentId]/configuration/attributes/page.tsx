import { Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { AttributeFields } from '#components/attributes/attribute-form.tsx';
import { CustomAttributeList } from '#components/attributes/custom-attribute-list.tsx';
import { PredefinedAttributes } from '#components/attributes/predefined-attributes.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { attributesView } from '#lib/workspace/custom-attributes.ts';
import {
  addAttribute,
  removeAttribute,
  reorderAttributes,
  savePredefined,
  updateAttribute,
} from './actions.ts';

export const metadata: Metadata = { title: 'Identity Provider Attributes' };

type Props = { params: Promise<{ environmentId: string }> };

/** What profiles carry beyond the standard fields: predefined and custom attributes. */
export default async function IdentityProviderAttributes({ params }: Props) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'attributes:read');
  const { predefined, custom, mayAdd } = await attributesView(admin);
  const mayWrite = admin.may('attributes:write');
  return (
    <>
      <PageHeader
        title="Identity Provider Attributes"
        docs="attributes"
        description="Besides name and email, profiles carry these attributes in custom_attributes. Each is read when somebody signs in; where nothing usable is sent, it is null."
      />
      <div className="flex flex-col gap-5">
        <SectionCard
          title="Predefined attributes"
          description="Under fixed names, and found by the names identity providers usually send them. A connection can map them to others."
        >
          <PredefinedAttributes
            attributes={predefined}
            environmentId={environmentId}
            action={mayWrite ? savePredefined : null}
          />
        </SectionCard>
        <SectionCard
          title="Custom attributes"
          description="Attributes of your own. Map each on the Attributes tab of a connection; without a mapping, the attribute of the same name is read."
          actions={
            mayWrite &&
            mayAdd && (
              <FormDialog
                trigger={{ label: 'Add custom attribute' }}
                title="Add custom attribute"
                description="Profiles have the key from the next sign-in on, with null until an identity provider sends a value."
                action={addAttribute}
                environmentId={environmentId}
                submitLabel="Add"
              >
                <AttributeFields unmapped={0} />
              </FormDialog>
            )
          }
        >
          {custom.length === 0 ? (
            <Text as="p" size="2" color="gray">
              {mayWrite
                ? 'None yet. Add one for each thing your app wants to know about people, such as a region or a license.'
                : 'None yet. A Developer or an Admin of your workspace can add them.'}
            </Text>
          ) : (
            <CustomAttributeList
              attributes={custom}
              environmentId={environmentId}
              actions={
                mayWrite
                  ? { update: updateAttribute, remove: removeAttribute, reorder: reorderAttributes }
                  : null
              }
            />
          )}
        </SectionCard>
      </div>
    </>
  );
}
