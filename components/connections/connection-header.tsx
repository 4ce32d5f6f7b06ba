import { Button, Callout, Flex } from '@radix-ui/themes';
import { Play, ShieldCheck } from 'lucide-react';
import {
  deleteConnectionAction,
  renameConnectionAction,
  setConnectionEnabledAction,
} from '#app/dashboard/[environmentId]/connections/actions.ts';
import { PageHeader } from '#components/layout/page-header.tsx';
import { TextInput } from '#components/ui/action-form.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { HistoryLink } from '#components/ui/history-link.tsx';
import { IdLine } from '#components/ui/id-line.tsx';
import { LinkTabs } from '#components/ui/link-tabs.tsx';
import type { ConnectionHeaderView } from '#lib/connections/connection-view.ts';
import { ConnectionStateBadge } from './connection-state-badge.tsx';

export type ConnectionTab = 'overview' | 'attributes' | 'groups' | 'advanced' | 'sessions' | 'history';

/** Title, state, actions and tabs of every page of a connection. */
export function ConnectionHeader({
  connection,
  environmentId,
  current,
  mayWrite,
  mayTest,
  locked,
  profiles,
  history,
  signsTeamIn,
}: {
  connection: ConnectionHeaderView;
  environmentId: string;
  current: ConnectionTab;
  mayWrite: boolean;
  mayTest: boolean;
  /** Production is locked: nothing can be enabled. */
  locked: boolean;
  /** How many people have signed in through it. */
  profiles: number;
  /** Where what was done to it is listed, for those who may read it. */
  history: string | null;
  /** Members sign in to the dashboard through it. */
  signsTeamIn: boolean;
}) {
  const list = `/dashboard/${environmentId}/connections`;
  const base = `${list}/${connection.id}`;
  const tabs: Record<ConnectionTab, string> = {
    overview: base,
    attributes: `${base}/attributes`,
    groups: `${base}/groups`,
    advanced: `${base}/advanced`,
    sessions: `${base}/sessions`,
    history: `${base}/history`,
  };
  const { organization } = connection;
  return (
    <>
      <Breadcrumb
        steps={[
          { href: list, label: 'Connections' },
          {
            href: `/dashboard/${environmentId}/organizations/${organization.id}`,
            label: organization.name,
          },
        ]}
      />
      <PageHeader
        title={connection.name}
        docs="connections"
        badge={<ConnectionStateBadge state={connection.state} size="2" />}
        description={
          <>
            <span className="mr-3">{connection.typeLabel}</span>
            <IdLine id={connection.id} label="connection ID" />
            {history && <HistoryLink href={history} />}
          </>
        }
        actions={
          <>
            {mayTest && connection.isTestable && <TestButton href={testHref(environmentId, connection.id)} />}
            {mayWrite && (
              <Actions
                connection={connection}
                environmentId={environmentId}
                locked={locked}
                profiles={profiles}
              />
            )}
          </>
        }
      />
      {signsTeamIn && (
        <Callout.Root size="1" color="gray" mb="4">
          <Callout.Icon>
            <ShieldCheck size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            Your team signs in to this dashboard through this connection. Only an Admin can change it.
          </Callout.Text>
        </Callout.Root>
      )}
      <LinkTabs
        label="Connection"
        current={tabs[current]}
        tabs={[
          { href: tabs.overview, label: 'Overview' },
          { href: tabs.attributes, label: 'Attributes' },
          { href: tabs.groups, label: 'Groups' },
          { href: tabs.advanced, label: 'Advanced' },
          { href: tabs.sessions, label: 'Sessions' },
          { href: tabs.history, label: 'History' },
        ]}
      />
    </>
  );
}

/** Where a test sign-in through a connection begins. */
export function testHref(environmentId: string, connectionId: string): string {
  return `/dashboard/${environmentId}/test-sso/start?connection=${connectionId}`;
}

/** A plain link: fetching it ahead, as the router does with its own, would begin a sign-in. */
export function TestButton({ href }: { href: string }) {
  return (
    <Button asChild>
      <a href={href}>
        <Play size={15} aria-hidden />
        Test sign-in
      </a>
    </Button>
  );
}

function Actions({
  connection,
  environmentId,
  locked,
  profiles,
}: {
  connection: ConnectionHeaderView;
  environmentId: string;
  locked: boolean;
  profiles: number;
}) {
  const connectionId = connection.id;
  const disabled = connection.state === 'inactive';
  return (
    <Flex gap="2" wrap="wrap">
      <FormDialog
        trigger={{ label: 'Rename', variant: 'soft', color: 'gray' }}
        title="Rename connection"
        description="The name is for you and your team. The people who sign in never see it."
        action={renameConnectionAction}
        environmentId={environmentId}
        submitLabel="Rename"
      >
        <input type="hidden" name="connectionId" value={connectionId} />
        <TextInput name="name" label="Name" initial={connection.name} autoComplete="off" />
      </FormDialog>
      {!(disabled && locked) && (
        <ConfirmDialog
          key={disabled ? 'enable' : 'disable'}
          trigger={{ label: disabled ? 'Enable' : 'Disable', variant: 'soft', color: 'gray' }}
          title={disabled ? 'Enable this connection?' : 'Disable this connection?'}
          action={setConnectionEnabledAction}
          environmentId={environmentId}
          fields={{ connectionId, enabled: disabled ? 'yes' : 'no' }}
          confirmLabel={disabled ? 'Enable' : 'Disable'}
          tone={disabled ? 'plain' : 'danger'}
        >
          {disabled
            ? 'People can sign in through it again, with the configuration it had when it was disabled.'
            : 'Nobody can sign in through it until you enable it again. People who are signed in to your app already stay so; ending those sessions is up to your app. Nothing is deleted.'}
        </ConfirmDialog>
      )}
      <ConfirmDialog
        trigger={{ label: 'Delete', variant: 'soft', color: 'red' }}
        title={`Delete ${connection.name}?`}
        action={deleteConnectionAction}
        environmentId={environmentId}
        fields={{ connectionId }}
        confirmLabel="Delete connection"
        typed={{ text: connection.name, label: 'Name of the connection' }}
      >
        {lost(profiles)} Its certificates and every session record are deleted too, and the ACS URL stops
        working. A new connection gives the same people new profile IDs. It cannot be taken back; disabling
        keeps everything.
      </ConfirmDialog>
    </Flex>
  );
}

function lost(profiles: number): string {
  if (profiles === 0) return 'Nobody has signed in through it yet.';
  const people = profiles === 1 ? '1 profile is' : `${profiles.toLocaleString('en-US')} profiles are`;
  return `${people} deleted: those people can no longer sign in.`;
}
