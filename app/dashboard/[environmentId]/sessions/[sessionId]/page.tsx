import { Callout, DataList, Flex, Text } from '@radix-ui/themes';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { PageHeader } from '#components/layout/page-header.tsx';
import { AttributeSection } from '#components/sessions/attribute-section.tsx';
import { FailurePanel, type FixLinks } from '#components/sessions/failure-panel.tsx';
import { LogoutList } from '#components/sessions/logout-list.tsx';
import { MessageSection } from '#components/sessions/message-section.tsx';
import { ReplayCard } from '#components/sessions/replay-card.tsx';
import { SessionAidPanel } from '#components/sessions/session-aid-panel.tsx';
import { SessionStateBadge } from '#components/sessions/session-state-badge.tsx';
import { ShareCard } from '#components/sessions/share-card.tsx';
import { Timeline } from '#components/sessions/timeline.tsx';
import { checkAnchor, ValidationLadder } from '#components/sessions/validation-ladder.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { IdLine } from '#components/ui/id-line.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { LineMark } from '#components/ui/xml-code.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { queryText } from '#lib/dashboard/list-query.ts';
import { listEvidenceLinks } from '#lib/sso/evidence-links.ts';
import { logoutsOfSession } from '#lib/sso/logout-list.ts';
import { replaySession } from '#lib/sso/replay-session.ts';
import { sessionAid } from '#lib/sso/session-aid.ts';
import { diagnosed, type SessionDetail, sessionDetail } from '#lib/sso/session-detail.ts';
import { customerMessage } from '#lib/sso/session-message.ts';
import { createEvidenceLinkAction, revokeEvidenceLinkAction } from './actions.ts';

type Props = {
  params: Promise<{ environmentId: string; sessionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { sessionId } = await params;
  return { title: `Session …${sessionId.slice(-8)}` };
}

/** One login attempt: what happened, why it failed, who can change that, and everything that was exchanged. */
export default async function SessionPage({ params, searchParams }: Props) {
  const { environmentId, sessionId } = await params;
  const admin = await adminPage(environmentId, 'sessions:read');
  const under = Number(queryText(await searchParams, 'replay'));
  const [found, aid, replay, links, logouts, look] = await Promise.all([
    sessionDetail(admin, sessionId),
    sessionAid(admin, sessionId),
    replaySession(admin, sessionId, Number.isInteger(under) && under > 0 ? under : null),
    listEvidenceLinks(admin, sessionId),
    logoutsOfSession(admin, sessionId),
    admin.data.branding.get(),
  ]);
  if (!found) notFound();
  const session = diagnosed(found, aid?.certificate ?? null);
  const base = `/dashboard/${environmentId}`;
  const download = `${base}/sessions/${session.id}/download`;
  const { reading } = session;
  return (
    <>
      <Breadcrumb
        steps={[
          { href: `${base}/sessions`, label: 'Sessions' },
          ...(session.connection && hasConnectionPage(session)
            ? [
                {
                  href: `${base}/connections/${session.connection.id}/sessions`,
                  label: session.connection.name,
                },
              ]
            : []),
        ]}
      />
      <PageHeader
        title={`Session of ${session.user.email ?? session.user.name ?? session.user.idpId ?? 'an unknown user'}`}
        docs="sessions"
        badge={<SessionStateBadge state={session.state} size="2" />}
        description={
          <>
            <span className="mb-1 block">{session.state.meaning}</span>
            <IdLine id={session.id} label="session ID" />
          </>
        }
      />
      <Flex direction="column" gap="5">
        {session.failure && (
          <FailurePanel
            failure={session.failure}
            reading={reading}
            links={fixLinks(base, session, admin.may('redirect_uris:read'), admin.may('sign_in:read'))}
          />
        )}
        {aid && (
          <SessionAidPanel
            aid={aid}
            session={session}
            message={customerMessage(session, aid.certificate, look?.name ?? null)}
            environmentId={environmentId}
            mayEdit={{
              connections: admin.may('connections:write'),
              organizations: admin.may('organizations:write'),
            }}
          />
        )}
        <Warnings session={session} base={base} />
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-5">
            <SectionCard title="What happened">
              <Timeline steps={session.timeline} />
            </SectionCard>
            {logouts.length > 0 && (
              <SectionCard
                title="Signing out"
                description="What was tried to end this sign-in, by the app and by the identity provider."
              >
                <LogoutList logouts={logouts} />
              </SectionCard>
            )}
          </div>
          <SectionCard title="Details">
            <Facts session={session} base={base} />
          </SectionCard>
        </div>
        {session.ladder && (
          <SectionCard
            title="Validation"
            description="Every response has to pass these checks, in this order. The first failure decides."
          >
            <ValidationLadder ladder={session.ladder} />
          </SectionCard>
        )}
        {replay && replay.versions.length > 0 && (
          <ReplayCard choices={replay} path={`${base}/sessions/${session.id}`} />
        )}
        {reading && (reading.attributes !== null || reading.nameId !== null) && (
          <AttributeSection reading={reading} />
        )}
        <MessageSection
          title={session.protocol === 'saml' ? 'SAML response' : 'Callback'}
          description={
            session.protocol === 'saml'
              ? 'What the identity provider sent, through the person’s browser.'
              : 'The parameters the provider sent the person back with. What could be used again is not kept.'
          }
          message={session.response}
          marks={marksOf(session)}
          none={
            session.unreadable
              ? 'It is stored, but the key of this installation does not open it.'
              : 'No response has been received.'
          }
          downloadHref={`${download}?message=response`}
          written={session.protocol === 'saml' ? 'xml' : 'text'}
        />
        <MessageSection
          title={session.protocol === 'saml' ? 'SAML request' : 'Authorization request'}
          description={
            session.protocol === 'saml'
              ? 'What we sent to the identity provider.'
              : 'The parameters we sent the person to the provider with. State, nonce and challenge are not kept.'
          }
          message={session.request}
          none={noRequest(session)}
          downloadHref={`${download}?message=request`}
          written={session.protocol === 'saml' ? 'xml' : 'text'}
        />
        <ShareCard
          environmentId={environmentId}
          sessionId={session.id}
          links={links}
          downloadHref={`${base}/sessions/${session.id}/evidence`}
          actions={
            admin.may('sessions:share')
              ? { create: createEvidenceLinkAction, revoke: revokeEvidenceLinkAction }
              : null
          }
        />
      </Flex>
    </>
  );
}

/** The lines of the response that checks look at. */
function marksOf(session: SessionDetail): LineMark[] {
  const marks = new Map<number, LineMark>();
  for (const rung of session.ladder?.rungs ?? []) {
    if (rung.line === null) continue;
    const mark = marks.get(rung.line) ?? { line: rung.line, checks: [] };
    marks.set(rung.line, {
      ...mark,
      checks: [
        ...mark.checks,
        {
          href: `#${checkAnchor(rung.id)}`,
          label: rung.id.replaceAll('_', ' '),
          title: rung.title,
          outcome: rung.outcome,
          decided: rung.judged && rung.outcome === 'failed',
        },
      ],
    });
  }
  return [...marks.values()];
}

function noRequest(session: SessionDetail): string {
  if (session.unreadable) return 'It is stored, but the key of this installation does not open it.';
  if (session.origin.label === 'Identity Provider') {
    return 'The sign-in began at the identity provider, so there was no request.';
  }
  if (session.answers !== null)
    return 'The request was sent by another session; it is linked in the details.';
  return session.response
    ? 'No request belongs to this session: the response answered none that was waiting.'
    : 'No request was sent.';
}

function Warnings({ session, base }: { session: SessionDetail; base: string }) {
  const { connection, formerProfile: former } = session;
  return (
    <>
      {former && connection && (
        <Callout.Root color="amber" size="1">
          <Callout.Icon>
            <TriangleAlert size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            <strong className="font-medium">A known email address with a new ID.</strong> This person had
            profile <span className="break-all">{former.id}</span> under the ID{' '}
            <span className="break-all">{former.idpId}</span>, last seen <Time value={former.seenAt} />. Now
            the identity provider sends another ID, so there is a second profile and your app takes them for
            somebody else.{' '}
            <Link href={`${base}/connections/${connection.id}/attributes#new-ids`} className="underline">
              Link the two, or say that they are two people
            </Link>
            .
          </Callout.Text>
        </Callout.Root>
      )}
      {session.codeReuses > 0 && (
        <Callout.Root color="red" size="1">
          <Callout.Icon>
            <CircleAlert size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            The authorization code was presented{' '}
            {session.codeReuses === 1 ? 'once more' : `${session.codeReuses} more times`} after it had been
            exchanged. Either the app repeats its request, or somebody has got hold of the code; what the
            first exchange gave is not valid any more.
          </Callout.Text>
        </Callout.Root>
      )}
      {session.notes.map((note) => (
        <Callout.Root key={note.title} color={note.legacy ? 'amber' : 'gray'} size="1">
          <Callout.Icon>
            {note.legacy ? <TriangleAlert size={16} aria-hidden /> : <Info size={16} aria-hidden />}
          </Callout.Icon>
          <Callout.Text>
            <strong className="font-medium">{note.title}.</strong> {note.detail}
            {note.legacy && ' It was accepted because a switch of the connection allows it.'}
          </Callout.Text>
        </Callout.Root>
      ))}
    </>
  );
}

function Facts({ session, base }: { session: SessionDetail; base: string }) {
  const { connection, organization, reading, user } = session;
  return (
    <DataList.Root size="2" orientation={{ initial: 'vertical', xs: 'horizontal' }}>
      <Fact label="User">
        {user.email ?? user.name ?? user.idpId ?? <Text color="gray">Unknown</Text>}
        {user.email !== null && user.name !== null && (
          <Text as="p" size="2" color="gray">
            {user.name}
          </Text>
        )}
        {session.loginHint !== null && user.email === null && (
          <Text as="p" size="2" color="gray">
            The app suggested {session.loginHint}
          </Text>
        )}
      </Fact>
      {user.idpId !== null && <Fact label="IdP user ID">{user.idpId}</Fact>}
      {user.profileId !== null && (
        <Fact label="Profile">
          <Copyable value={user.profileId} label="profile ID" />
        </Fact>
      )}
      <Fact label="Connection">
        {connection ? (
          <>
            {hasConnectionPage(session) ? (
              <Anchor href={`${base}/connections/${connection.id}`}>{connection.name}</Anchor>
            ) : (
              <Anchor href={`${base}/sessions?connection=${connection.id}`}>{connection.name}</Anchor>
            )}
            <Text as="p" size="2" color="gray">
              {connection.typeLabel}
            </Text>
          </>
        ) : (
          <Text color="gray">None could be chosen</Text>
        )}
      </Fact>
      {organization && (
        <Fact label="Organization">
          <Anchor href={`${base}/organizations/${organization.id}`}>{organization.name}</Anchor>
        </Fact>
      )}
      <Fact label="Origin">
        {session.origin.label}
        <Text as="p" size="2" color="gray">
          {session.origin.meaning}
        </Text>
      </Fact>
      {session.counterpart && (
        <Fact label={session.counterpart.was === 'begun' ? 'Went on in' : 'Began as'}>
          <Anchor href={`${base}/sessions/${session.counterpart.id}`}>
            {`Session …${session.counterpart.id.slice(-8)}`}
          </Anchor>
          <Text as="p" size="2" color="gray">
            {session.counterpart.was === 'begun'
              ? 'The sign-in that was begun in its place.'
              : 'The user began at the identity provider; that response was dropped.'}
          </Text>
        </Fact>
      )}
      {session.answers !== null && (
        <Fact label="Answers">
          <Anchor href={`${base}/sessions/${session.answers}`}>
            {`Session …${session.answers.slice(-8)}`}
          </Anchor>
          <Text as="p" size="2" color="gray">
            It sent the request that this response names.
          </Text>
        </Fact>
      )}
      <Fact label="Created">
        <Time value={session.createdAt} seconds />
      </Fact>
      {session.redirectUri !== null && <Fact label="Redirect URI">{session.redirectUri}</Fact>}
      {session.usesPkce && <Fact label="PKCE">S256</Fact>}
      <Fact label="IP address">{session.ipAddress ?? <Text color="gray">Unknown</Text>}</Fact>
      <Fact label="Browser">
        <Text size="2">{session.userAgent ?? 'Unknown'}</Text>
      </Fact>
      {session.requestId !== null && session.protocol === 'saml' && (
        <Fact label="Request ID">
          <Copyable value={session.requestId} label="request ID" />
        </Fact>
      )}
      {reading?.issuer && <Fact label="Issuer">{reading.issuer}</Fact>}
      {reading?.status && <Fact label="Status">{reading.status}</Fact>}
      {reading?.signedBy && (
        <Fact label="Signed by">
          <span className="font-mono text-[12px]">{reading.signedBy}</span>
        </Fact>
      )}
    </DataList.Root>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.Label minWidth="110px">{label}</DataList.Label>
      <DataList.Value>
        <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
      </DataList.Value>
    </DataList.Item>
  );
}

function Copyable({ value, label }: { value: string; label: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <span className="min-w-0 font-mono text-[12px] [overflow-wrap:anywhere]">{value}</span>
      <CopyButton value={value} label={`Copy ${label}`} />
    </span>
  );
}

function Anchor({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="text-(--accent-11) underline underline-offset-2">
      {children}
    </Link>
  );
}

/** Providers of a whole environment have none. */
function hasConnectionPage({ organization, protocol }: SessionDetail): boolean {
  return protocol === 'saml' || organization !== null;
}

function fixLinks(
  base: string,
  session: SessionDetail,
  mayReadRedirects: boolean,
  mayConfigure: boolean,
): FixLinks {
  const connection =
    session.connection && hasConnectionPage(session) && `${base}/connections/${session.connection.id}`;
  const organization = session.organization && `${base}/organizations/${session.organization.id}`;
  return {
    connection: connection ? { href: connection, label: 'Open the connection' } : null,
    connection_attributes: connection
      ? { href: `${connection}/attributes`, label: 'Open the attribute mapping' }
      : null,
    connection_advanced: connection
      ? { href: `${connection}/advanced`, label: 'Open the advanced settings of the connection' }
      : null,
    organization: organization ? { href: organization, label: 'Open the organization' } : null,
    organizations: { href: `${base}/organizations`, label: 'Open organizations' },
    oauth_providers: connection
      ? { href: connection, label: 'Open the connection' }
      : mayConfigure
        ? { href: `${base}/configuration/oauth-providers`, label: 'Open OAuth providers' }
        : null,
    redirects: mayReadRedirects ? { href: `${base}/configuration/redirects`, label: 'Open redirects' } : null,
  };
}
