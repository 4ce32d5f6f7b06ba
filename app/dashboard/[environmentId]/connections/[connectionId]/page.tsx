import { Flex, Text } from '@radix-ui/themes';
import { notFound } from 'next/navigation';
import { ChooseTypeLater } from '#components/connections/choose-type-later.tsx';
import { ConnectionHeader } from '#components/connections/connection-header.tsx';
import { IdentityProviderPanel } from '#components/connections/identity-provider-panel.tsx';
import { IdpCertificates } from '#components/connections/idp-certificates.tsx';
import { KeyRenewals } from '#components/connections/key-renewals.tsx';
import { MetadataChange, MetadataProgress } from '#components/connections/metadata-change.tsx';
import { NewCertificate } from '#components/connections/new-certificate.tsx';
import { NewIdentitiesBanner } from '#components/connections/new-identities.tsx';
import { NextStep } from '#components/connections/next-step.tsx';
import { OidcDetails } from '#components/connections/oidc-details.tsx';
import { OidcForm } from '#components/connections/oidc-form.tsx';
import { ServiceProviderDetails } from '#components/connections/service-provider-details.tsx';
import { SetupGuide } from '#components/connections/setup-guide.tsx';
import { ActionForm, LoadedFrom, SubmitButton } from '#components/ui/action-form.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import { connectionPage } from '#lib/connections/connection-page.ts';
import type { ConnectionView } from '#lib/connections/connection-view.ts';
import type { MetadataView } from '#lib/connections/metadata-view.ts';
import { typeChoices } from '#lib/connections/type-choices.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { historyHref } from '#lib/dashboard/history.ts';
import { chooseTypeAction } from '../actions.ts';

type Props = { params: Promise<{ environmentId: string; connectionId: string }> };

/** One connection: what both sides have told each other, and what is left to do. */
export default async function ConnectionPage({ params }: Props) {
  const { environmentId, connectionId } = await params;
  const admin = await adminPage(environmentId, 'connections:read');
  const found = await connectionPage(admin, connectionId);
  if (!found) notFound();
  const { connection, profiles, metadata } = found;
  const mayWrite = admin.may('connections:write') && !found.held;
  const mayTest = admin.may('test_sso:use');
  return (
    <LoadedFrom version={connection.version}>
      <ConnectionHeader
        connection={connection}
        environmentId={environmentId}
        current="overview"
        mayWrite={mayWrite}
        locked={admin.locked}
        mayTest={mayTest}
        profiles={profiles}
        history={historyHref(admin, connection.id)}
        signsTeamIn={found.signsTeamIn}
      />
      <Flex direction="column" gap="5">
        {metadata?.held && (
          <MetadataChange
            held={metadata.held}
            connectionId={connection.id}
            environmentId={environmentId}
            mayWrite={mayWrite}
          />
        )}
        <NewIdentitiesBanner
          count={await admin.data.identityPairs.count(connection.id)}
          href={`/dashboard/${environmentId}/connections/${connection.id}/attributes#new-ids`}
        />
        <KeyRenewals connection={connection} />
        {connection.certificates.map(
          ({ newSince, ...certificate }) =>
            newSince && (
              <NewCertificate
                key={certificate.id}
                certificate={{ ...certificate, newSince }}
                connectionId={connection.id}
                environmentId={environmentId}
                mayWrite={mayWrite && connection.certificates.length > 1}
              />
            ),
        )}
        <NextStep connection={connection} mayTest={mayTest} locked={admin.locked} />
        {connection.type === 'Pending' ? (
          mayWrite && (
            <SectionCard title="Choose the identity provider">
              <ActionForm action={chooseTypeAction} environmentId={environmentId}>
                <input type="hidden" name="connectionId" value={connection.id} />
                <ChooseTypeLater groups={typeChoices(admin.scope.kind)} />
                <Flex>
                  <SubmitButton>Choose</SubmitButton>
                </Flex>
              </ActionForm>
            </SectionCard>
          )
        ) : (
          <Configuration
            connection={connection}
            metadata={metadata}
            environmentId={environmentId}
            mayWrite={mayWrite}
            locked={admin.locked}
          />
        )}
        <Text as="p" size="1" color="gray">
          Created <Time value={connection.createdAt} />
          {connection.activatedAt && (
            <>
              , active since <Time value={connection.activatedAt} />
            </>
          )}
          , last changed <Time value={connection.updatedAt} />.
        </Text>
      </Flex>
    </LoadedFrom>
  );
}

/** While it is a draft, in the order of the work; afterwards what is looked up most comes first. */
function Configuration({
  connection,
  metadata,
  environmentId,
  mayWrite,
  locked,
}: {
  connection: ConnectionView;
  metadata: MetadataView | null;
  environmentId: string;
  mayWrite: boolean;
  locked: boolean;
}) {
  if (connection.oidc) {
    const parts = { connection, oidc: connection.oidc };
    return (
      <>
        <OidcDetails {...parts} />
        <OidcForm
          {...parts}
          environmentId={environmentId}
          mayWrite={mayWrite && !(locked && !connection.isConfigured)}
        />
      </>
    );
  }
  const builtIn = connection.type === 'TestIdp';
  return (
    <>
      <ServiceProviderDetails connection={connection} />
      {!builtIn && !connection.isConfigured && <SetupGuide connection={connection} open />}
      <IdentityProviderPanel
        connection={connection}
        progress={metadata && <MetadataProgress metadata={metadata} />}
        environmentId={environmentId}
        mayWrite={mayWrite}
        locked={locked}
      />
      {connection.isConfigured && (
        <IdpCertificates connection={connection} environmentId={environmentId} mayWrite={mayWrite} />
      )}
      {!builtIn && connection.isConfigured && <SetupGuide connection={connection} open={false} />}
    </>
  );
}
