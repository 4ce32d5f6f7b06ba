import { Badge, Flex, Text } from '@radix-ui/themes';
import { LogoutList } from '#components/sessions/logout-list.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';
import type { LogoutView } from '#lib/sso/logout-list.ts';

/** Whether people can be signed out at the identity provider too, what is missing for it, and what was tried. */
export function SingleLogout({
  connection,
  logouts,
  environmentId,
}: {
  connection: ConnectionView;
  logouts: readonly LogoutView[];
  environmentId: string;
}) {
  const hasUrl = Boolean(connection.identityProvider?.sloUrl);
  const signs = connection.signingCertificate !== null;
  const { oidc } = connection;
  const on = oidc ? oidc.saved?.hasLogout === true : hasUrl && signs;
  return (
    <SectionCard
      id="single-logout"
      title="Single logout"
      badge={on ? <Badge color="green">On</Badge> : <Badge color="gray">Off</Badge>}
      description={`Your app can sign people out at their identity provider, and the identity provider can end their sign-ins here.${
        oidc ? '' : ' Messages are signed both ways.'
      }`}
    >
      <Flex direction="column" gap="4">
        {!on && (
          <Text as="p" size="2">
            {oidc
              ? 'The discovery document of the identity provider has to name a revocation_endpoint and an end_session_endpoint. Save the identity provider again once it does.'
              : missing(hasUrl, signs)}
          </Text>
        )}
        {oidc && on && (
          <CopyField
            label="Sign-out redirect URI"
            value={oidc.logoutUri}
            help="For the customer’s IT admin to register as post-logout redirect URI, and as front-channel logout URI where there is one."
          />
        )}
        {hasUrl && (
          <CopyField
            label="Single logout URL"
            value={connection.serviceProvider.logoutUrl}
            help="For the customer’s IT admin, by HTTP-Redirect and HTTP-POST. With single logout on it is in the SP metadata too."
          />
        )}
        {logouts.length > 0 && (
          <section aria-label="Recent logouts">
            <Text as="p" size="2" weight="medium" mb="2">
              Recent logouts
            </Text>
            <LogoutList logouts={logouts} sessions={`/dashboard/${environmentId}/sessions`} />
          </section>
        )}
      </Flex>
    </SectionCard>
  );
}

function missing(hasUrl: boolean, signs: boolean): string {
  const url = 'enter the identity provider’s logout URL on the Overview tab, or fetch its metadata again';
  if (!hasUrl && !signs) return `To turn it on, ${url}, and turn on request signing above.`;
  return hasUrl
    ? 'To turn it on, turn on request signing above: a logout message that is not signed could come from anybody.'
    : `To turn it on, ${url}.`;
}
