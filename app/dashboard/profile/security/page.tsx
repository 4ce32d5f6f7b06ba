import { Badge, Callout, Text } from '@radix-ui/themes';
import { ShieldCheck } from 'lucide-react';
import type { Metadata } from 'next';
import * as own from '#app/(account)/own-factors.ts';
import { PageHeader } from '#components/layout/page-header.tsx';
import { ChangePassword } from '#components/security/change-password.tsx';
import { AddApp, AddPasskey, FactorChange } from '#components/security/factor-buttons.tsx';
import { PasskeyList } from '#components/security/passkey-list.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { securityView } from '#lib/security/factors.ts';

export const metadata: Metadata = { title: 'Security' };

/** How one signs in: password, second factors, recovery codes. */
export default async function Security() {
  const ctx = await workspacePage('workspace:read');
  const view = await securityView(ctx);
  const { confirm, beginPasskeyConfirmation, beginTotp, confirmTotp, beginPasskey, addPasskey } = own;
  const actions = { confirm, beginPasskeyConfirmation, beginTotp, confirmTotp, beginPasskey, addPasskey };
  const confirmation = {
    confirmed: view.confirmed,
    ways: view.ways,
    actions: { confirm, beginPasskeyConfirmation },
  };
  const none = view.appSince === null && view.passkeys.length === 0;
  return (
    <>
      <PageHeader title="Security" description="How you sign in to this dashboard." docs="second-factors" />
      <div className="flex flex-col gap-5">
        {view.required && (
          <Callout.Root size="1" color="gray">
            <Callout.Icon>
              <ShieldCheck size={16} aria-hidden />
            </Callout.Icon>
            <Callout.Text>
              Your workspace requires a second factor, so the last one cannot be removed.
            </Callout.Text>
          </Callout.Root>
        )}
        <SectionCard
          title="Password"
          description={
            view.hasPassword
              ? 'Changing it signs you out in other browsers.'
              : 'You sign in through SSO. There is no password.'
          }
          actions={
            view.hasPassword && (
              <ChangePassword change={own.changePassword} known={[ctx.member.name, ctx.member.email]} />
            )
          }
        />
        <SectionCard
          title="Authenticator app"
          description="Six digits that change every 30 seconds, asked for after your password."
          badge={<Badge color={view.appSince ? 'green' : 'gray'}>{view.appSince ? 'On' : 'Off'}</Badge>}
          actions={
            view.appSince ? (
              <FactorChange
                trigger={{ label: 'Remove', name: 'authenticator app', variant: 'soft', color: 'red' }}
                title="Remove the authenticator app"
                confirmation={confirmation}
                action={own.removeTotp}
                label="Remove app"
                danger
              >
                Its codes no longer sign you in. Delete the entry in the app as well.
              </FactorChange>
            ) : (
              <AddApp confirmation={confirmation} actions={actions} />
            )
          }
        >
          {view.appSince && (
            <Text as="p" size="2" color="gray">
              Set up <Time value={view.appSince} />.
            </Text>
          )}
        </SectionCard>
        <SectionCard
          title="Passkeys"
          description="Sign in with your device or a security key. A passkey replaces the password and is a second factor too."
          actions={<AddPasskey confirmation={confirmation} actions={actions} />}
        >
          {view.passkeys.length > 0 ? (
            <PasskeyList
              passkeys={view.passkeys}
              confirmation={confirmation}
              rename={own.renamePasskey}
              remove={own.removePasskey}
            />
          ) : (
            <Text as="p" size="2" color="gray">
              No passkey yet. Add one for each device you sign in from.
            </Text>
          )}
        </SectionCard>
        <SectionCard
          title="Recovery codes"
          description="For the day your second factor is lost. Each of the ten codes signs you in once."
          badge={
            view.recovery && (
              <Badge color={view.recovery.left > 2 ? 'gray' : 'amber'}>{view.recovery.left} left</Badge>
            )
          }
          actions={
            !none && (
              <FactorChange
                trigger={{ label: 'Make new codes', variant: 'soft', color: 'gray' }}
                title="Make new recovery codes"
                confirmation={confirmation}
                action={own.regenerateRecoveryCodes}
                label="Make new codes"
              >
                The codes you have stop working at once.
              </FactorChange>
            )
          }
        >
          <Text as="p" size="2" color="gray">
            {view.recovery ? (
              <>
                Made <Time value={view.recovery.madeAt} />.
              </>
            ) : (
              'You get them with your first second factor.'
            )}
          </Text>
        </SectionCard>
      </div>
    </>
  );
}
