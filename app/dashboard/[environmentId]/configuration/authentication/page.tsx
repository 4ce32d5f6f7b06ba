import { Badge, Flex } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { SwitchInput } from '#components/ui/switch-input.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { signInSettings } from '#lib/workspace/sign-in-settings.ts';
import { saveSettings } from './actions.ts';

export const metadata: Metadata = { title: 'Authentication' };

/** How sign-ins of this environment go, whatever the connection. */
export default async function Authentication({ params }: { params: Promise<{ environmentId: string }> }) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'sign_in:read');
  const { signInConsent } = await signInSettings(admin);
  return (
    <>
      <PageHeader
        title="Authentication"
        description="How sign-ins of this environment go, whatever the connection."
      />
      <SectionCard
        title="Sign-in consent"
        description="Before your app learns who somebody is, they see the account, the identity provider and your app, and continue or cancel. It stops a stranger from signing people in to an account that is not theirs."
        badge={<Badge color={signInConsent ? 'green' : 'gray'}>{signInConsent ? 'On' : 'Off'}</Badge>}
      >
        <ul className="list-disc pl-5 text-sm leading-relaxed text-(--gray-11)">
          <li>
            Asked for sign-ins that begin at the identity provider, and for custom SAML and OIDC connections.
          </li>
          <li>
            Asked once: a browser in which a person agreed is not asked again for them and that connection.
          </li>
          <li>
            Whoever cancels comes back to your app with <code>error=signin_consent_denied</code>. The question
            waits ten minutes.
          </li>
        </ul>
        {admin.may('sign_in:write') && (
          <ActionForm action={saveSettings} environmentId={environmentId} keepValues>
            <SwitchInput
              name="signInConsent"
              label="Ask for consent"
              help="Counts from the next sign-in on."
              risk="Switched off, a link that somebody else made can sign a person in without a word."
              initial={signInConsent}
            />
            <Flex>
              <SubmitButton>Save authentication</SubmitButton>
            </Flex>
          </ActionForm>
        )}
      </SectionCard>
    </>
  );
}
