import { Badge, Callout, Code, Flex, Link, Table, Text } from '@radix-ui/themes';
import { UsersRound } from 'lucide-react';
import NextLink from 'next/link';
import type { ReactNode } from 'react';
import {
  linkNewIdentitiesAction,
  linkNewIdentityAction,
  separateIdentitiesAction,
} from '#app/dashboard/[environmentId]/connections/[connectionId]/attributes/actions.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { NewIdentitiesView, NewIdentity } from '#lib/sso/new-identities.ts';

/** How many people came back with another ID, with the way to see who. */
export function NewIdentitiesBanner({ count, href }: { count: number; href: string }) {
  if (count === 0) return null;
  return (
    <Callout.Root color="amber" size="1">
      <Callout.Icon>
        <UsersRound size={16} aria-hidden />
      </Callout.Icon>
      <Callout.Text>
        {count === 1 ? '1 person' : `${count.toLocaleString('en-US')} people`} came back with a new ID, so
        your app takes them for somebody else.{' '}
        <Link asChild underline="always">
          <NextLink href={href}>See who, and link them to the profiles they had</NextLink>
        </Link>
        .
      </Callout.Text>
    </Callout.Root>
  );
}

/** People whose email address came back with another ID: link them to the profile they had, or say they are others. */
export function NewIdentities({
  view,
  connectionId,
  environmentId,
  pageHref,
  mayWrite,
}: {
  view: NewIdentitiesView;
  connectionId: string;
  environmentId: string;
  /** Address of another page of the list. */
  pageHref: (page: number) => string;
  mayWrite: boolean;
}) {
  const { linkable, page, pages, shown, total } = view;
  if (total === 0) return null;
  const all = linkable === 1 ? 'Link 1 person' : `Link ${count(linkable)} people`;
  return (
    <SectionCard
      id="new-ids"
      title={
        total === 1 ? '1 person came back with a new ID' : `${count(total)} people came back with a new ID`
      }
      badge={<Badge color="amber">Review</Badge>}
      description="The identity provider sent an email address that is known here with an ID that is not. That happens when it is replaced, its application is made anew, or its NameID changes: then it is the same person. An address that was given to somebody else after its owner left looks just the same, so ask the customer before you link."
      actions={
        mayWrite &&
        linkable > 0 && (
          <ConfirmDialog
            trigger={{ label: all }}
            title={`${all}?`}
            action={linkNewIdentitiesAction}
            environmentId={environmentId}
            fields={{ connectionId, reviewed: view.reviewed }}
            confirmLabel="Link"
          >
            Each gets the profile ID back that your app knew first, with today’s values, and access to what
            your app keeps under it. The newer profile goes away: what your app has stored under its ID since
            is not found by it any more. You can take the whole batch back afterwards.
          </ConfirmDialog>
        )
      }
    >
      <Table.Root size="1" variant="surface">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell>Person</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Before</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell>Now</Table.ColumnHeaderCell>
            {mayWrite && (
              <Table.ColumnHeaderCell>
                <span className="sr-only">Decision</span>
              </Table.ColumnHeaderCell>
            )}
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {shown.map((one) => (
            <Table.Row key={one.freshId}>
              <Table.RowHeaderCell className="min-w-44 [overflow-wrap:anywhere]">
                {one.email}
                {one.obstacle !== null && (
                  <Text as="p" size="1" color="amber" mt="1">
                    {one.obstacle === 'both_in_use'
                      ? 'Cannot be linked: somebody still signs in with the old ID.'
                      : 'Cannot be linked: the domain is not one of the organization’s.'}
                  </Text>
                )}
              </Table.RowHeaderCell>
              <Table.Cell className="min-w-40">
                <Identity idpId={one.oldIdpId} profileId={one.oldId}>
                  last <Time value={one.oldSeen} dateOnly />
                </Identity>
              </Table.Cell>
              <Table.Cell className="min-w-40">
                <Identity idpId={one.freshIdpId} profileId={one.freshId}>
                  since <Time value={one.since} dateOnly />
                </Identity>
              </Table.Cell>
              {mayWrite && (
                <Table.Cell>
                  <Decision one={one} connectionId={connectionId} environmentId={environmentId} />
                </Table.Cell>
              )}
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
      <Pager
        newerHref={page > 1 ? pageHref(page - 1) : null}
        olderHref={page < pages ? pageHref(page + 1) : null}
      />
    </SectionCard>
  );
}

function Identity({ idpId, profileId, children }: { idpId: string; profileId: string; children: ReactNode }) {
  return (
    <>
      <Text as="p" size="1" className="[overflow-wrap:anywhere]">
        {idpId}
      </Text>
      <Text as="p" size="1" color="gray" className="[overflow-wrap:anywhere]">
        <Code size="1" variant="ghost" color="gray">
          {profileId}
        </Code>
        , {children}
      </Text>
    </>
  );
}

function Decision({
  one,
  connectionId,
  environmentId,
}: {
  one: NewIdentity;
  connectionId: string;
  environmentId: string;
}) {
  const fields = { connectionId, freshId: one.freshId };
  return (
    <Flex gap="2" justify="end" wrap="wrap">
      {one.obstacle === null && (
        <ConfirmDialog
          trigger={{ label: 'Link', name: one.email, variant: 'soft', size: '1' }}
          title={`Link ${one.email} to the profile from before?`}
          action={linkNewIdentityAction}
          environmentId={environmentId}
          fields={fields}
          confirmLabel="Link"
        >
          This person gets the profile ID back that your app knew first, and access to what your app keeps
          under it. Link only if it is the same person: the customer knows. You can take it back afterwards.
        </ConfirmDialog>
      )}
      <ConfirmDialog
        trigger={{ label: 'Another person', name: one.email, variant: 'soft', color: 'gray', size: '1' }}
        title="Another person?"
        action={separateIdentitiesAction}
        environmentId={environmentId}
        fields={fields}
        confirmLabel="Keep both apart"
        tone="plain"
      >
        Both profiles stay as they are, and you are not asked about the old one again.
      </ConfirmDialog>
    </Flex>
  );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
