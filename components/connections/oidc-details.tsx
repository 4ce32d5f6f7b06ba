import { Flex, Text } from '@radix-ui/themes';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { ConnectionView, OidcView } from '#lib/connections/connection-view.ts';

/** What an OpenID provider has to know about us, and the way to it in its console. */
export function OidcDetails({ connection, oidc }: { connection: ConnectionView; oidc: OidcView }) {
  const steps = STEPS[connection.type] ?? STEPS['GenericOIDC'] ?? [];
  return (
    <SectionCard
      id="service-provider"
      title="Redirect URI"
      description={`For the customer’s IT admin to register in ${connection.typeLabel}.`}
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <Flex direction="column" gap="4" className="min-w-0">
          <CopyField
            label="Sign-in redirect URI"
            value={oidc.redirectUri}
            help="The identity provider sends people back to this address, and to no other."
          />
          <CopyField
            label="Sign-out redirect URI"
            value={oidc.logoutUri}
            help="Also called post-logout redirect URI, or front-channel logout URI. Optional: needed when your app signs people out at the identity provider."
          />
        </Flex>
        <div className="min-w-0">
          <Text as="p" size="2" weight="medium" mb="1">
            In {connection.typeLabel}
          </Text>
          <ol className="m-0 flex list-decimal flex-col gap-1 pl-5 text-sm leading-relaxed text-(--gray-11)">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
      </div>
    </SectionCard>
  );
}

const STEPS: Readonly<Record<string, readonly string[]>> = {
  OktaOIDC: [
    'Create an app integration with the sign-in method OIDC, of the type Web Application.',
    'Add the sign-in redirect URI, and the sign-out redirect URI where you need it.',
    'Assign the people or groups who may sign in.',
    'For groups, open Sign On, Token Claims, and add a groups claim filter named groups with the regular expression .*',
    'Copy client ID and client secret. The discovery endpoint is the Okta address followed by /.well-known/openid-configuration.',
  ],
  EntraIdOIDC: [
    'Open App registrations and make a new one with the redirect URI for the platform Web.',
    'Under Token configuration add the optional claims email, family_name and given_name to the ID token, and a groups claim where groups are needed.',
    'Under Certificates & secrets make a client secret, and copy its value, not its ID.',
    'Copy the application ID as client ID. Under Endpoints copy the OpenID Connect metadata document; it has to be the one of your tenant, not the common one.',
    'Assign people to the enterprise application.',
  ],
  GoogleOIDC: [
    'In a Google Cloud project of the company open Google Auth Platform, and set the audience to Internal.',
    'Under Clients create one of the type Web application with the redirect URI.',
    'Copy client ID and client secret. Google shows the secret only once.',
    'Only accounts of the organization’s verified domains get in. Google sends no groups.',
  ],
  GenericOIDC: [
    'Register a web app (a confidential client) with the authorization code grant.',
    'Add the redirect URI exactly as it stands here.',
    'Have the claims email, given_name, family_name and, where needed, groups sent for the scopes openid, email and profile.',
    'Copy client ID, client secret and the address of the discovery document.',
  ],
};
