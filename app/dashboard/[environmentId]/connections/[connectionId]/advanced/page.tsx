import { Badge, DataList, Flex } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ConnectionHeader } from '#components/connections/connection-header.tsx';
import { AssertionEncryption, RequestSigning } from '#components/connections/key-pairs.tsx';
import { KeyRenewals } from '#components/connections/key-renewals.tsx';
import { LegacySwitches } from '#components/connections/legacy-switches.tsx';
import { OidcSignIn } from '#components/connections/oidc-form.tsx';
import { ServiceProviderOverrides } from '#components/connections/service-provider-overrides.tsx';
import { SignInSettings } from '#components/connections/sign-in-settings.tsx';
import { SingleLogout } from '#components/connections/single-logout.tsx';
import { LoadedFrom } from '#components/ui/action-form.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { connectionPage } from '#lib/connections/connection-page.ts';
import type { ConnectionView } from '#lib/connections/connection-view.ts';
import { idpInitiatedUse } from '#lib/connections/idp-initiated-use.ts';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { historyHref } from '#lib/dashboard/history.ts';
import { IDP_INITIATED_MODES } from '#lib/saml/idp-initiated.ts';
import { NAME_ID_FORMATS, type NameIdFormat } from '#lib/saml/name-id.ts';
import { logoutsOfConnection } from '#lib/sso/logout-list.ts';

export const metadata: Metadata = { title: 'Advanced' };

type Props = { params: Promise<{ environmentId: string; connectionId: string }> };

/** Settings most connections never need. */
export default async function ConnectionAdvancedPage({ params }: Props) {
  const { environmentId, connectionId } = await params;
  const admin = await adminPage(environmentId, 'connections:read');
  const found = await connectionPage(admin, connectionId);
  if (!found) notFound();
  const { connection, profiles } = found;
  const logouts = await logoutsOfConnection(admin, connectionId);
  const mayWrite = admin.may('connections:write') && !found.held;
  const parts = { connection, environmentId, mayWrite };
  const weakened = [
    connection.settings.allowSha1,
    connection.settings.allowSmallRsaKeys,
    connection.settings.allowUnsignedCbc,
  ].filter(Boolean).length;
  return (
    <LoadedFrom version={connection.version}>
      <ConnectionHeader
        connection={connection}
        environmentId={environmentId}
        current="advanced"
        mayWrite={mayWrite}
        locked={admin.locked}
        mayTest={admin.may('test_sso:use')}
        profiles={profiles}
        history={historyHref(admin, connection.id)}
        signsTeamIn={found.signsTeamIn}
      />
      <Flex direction="column" gap="5">
        <KeyRenewals connection={connection} />
        {connection.oidc ? (
          <OidcSignIn {...parts} />
        ) : (
          <SectionCard
            title="Sign-in"
            description="How people are sent to the identity provider, and what is tolerated in its answer."
          >
            {mayWrite ? (
              <SignInSettings
                connection={connection}
                environmentId={environmentId}
                used={await idpInitiatedUse(admin, connection.id)}
              />
            ) : (
              <SettingsInWords connection={connection} />
            )}
          </SectionCard>
        )}
        {connection.oidc && (
          <SingleLogout connection={connection} logouts={logouts} environmentId={environmentId} />
        )}
        {connection.type !== 'Pending' && !connection.oidc && (
          <>
            <RequestSigning {...parts} />
            <SingleLogout connection={connection} logouts={logouts} environmentId={environmentId} />
            <AssertionEncryption {...parts} />
          </>
        )}
        {mayWrite && !connection.oidc && (
          <>
            <SectionCard
              id="migration"
              title="Keep old service provider values"
              description="For moving from another single sign-on product without asking the customer to change anything: the identity provider keeps the entity ID and ACS URL it knows. Leave both empty for new connections."
            >
              <ServiceProviderOverrides connection={connection} environmentId={environmentId} />
            </SectionCard>
            <SectionCard
              id="legacy"
              title="Legacy security"
              badge={
                weakened > 0 ? (
                  <Badge color="amber">{weakened} weakened</Badge>
                ) : (
                  <Badge color="green">All off</Badge>
                )
              }
              description="Each switch makes a check weaker. Leave all of them off unless the customer’s identity provider cannot do better; every session that needed one says so."
            >
              <LegacySwitches connection={connection} environmentId={environmentId} />
            </SectionCard>
          </>
        )}
      </Flex>
    </LoadedFrom>
  );
}

/** The same settings for roles that may only look. */
function SettingsInWords({ connection }: { connection: ConnectionView }) {
  const { settings, serviceProvider } = connection;
  const onOff = (on: boolean) => (on ? 'On' : 'Off');
  const format =
    settings.nameIdFormat === null
      ? 'Not asked for'
      : (NAME_ID_FORMATS[settings.nameIdFormat as NameIdFormat] ?? settings.nameIdFormat);
  const lines = [
    ['IdP-initiated sign-in', IDP_INITIATED_MODES[settings.idpInitiatedMode].label],
    ['Ask for credentials every time', onOff(settings.forceAuthn)],
    ['Send the login hint as Subject', onOff(settings.loginHintInSubject)],
    ['Hold sign-ins with a new ID', onOff(settings.holdNewIds)],
    ['NameID format', format],
    ['Clock tolerance', `${settings.clockToleranceSeconds} seconds`],
    ['Own SP entity ID', serviceProvider.entityIdOverride ?? 'No'],
    ['Own ACS URL', serviceProvider.acsUrlOverride ?? 'No'],
    ['Accept SHA-1 signatures', onOff(settings.allowSha1)],
    ['Accept RSA keys under 2048 bits', onOff(settings.allowSmallRsaKeys)],
    ['Accept AES-CBC inside an unsigned response', onOff(settings.allowUnsignedCbc)],
  ] as const;
  return (
    <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }}>
      {lines.map(([label, value]) => (
        <DataList.Item key={label}>
          <DataList.Label minWidth="200px">{label}</DataList.Label>
          <DataList.Value className="[overflow-wrap:anywhere]">{value}</DataList.Value>
        </DataList.Item>
      ))}
    </DataList.Root>
  );
}
