import { Badge, Code, Flex, Table, Text } from '@radix-ui/themes';
import {
  reconcileProfilesAction,
  undoReconciliationAction,
} from '#app/dashboard/[environmentId]/connections/[connectionId]/attributes/actions.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import { PROFILES_LOOKED_AT, type ReconciliationView } from '#lib/sso/reconcile-profiles.ts';

/** Profiles that no longer match the mapping, what a fix makes of them, and the way back. Nothing where all match. */
export function Reconciliation({
  view,
  connectionId,
  environmentId,
  pageHref,
  mayWrite,
}: {
  view: ReconciliationView;
  connectionId: string;
  environmentId: string;
  /** Address of another page of the list. */
  pageHref: (page: number) => string;
  mayWrite: boolean;
}) {
  const { awaiting, colliding, incomplete, last, outside, page, pages, shown } = view;
  if (awaiting + colliding + outside + incomplete.count === 0 && !last) return null;
  const newIds = shown.some(({ changes }) => changes.some(({ field }) => field === 'idp_id'));
  return (
    <SectionCard
      title={
        awaiting === 1
          ? '1 profile awaits reconciliation'
          : `${awaiting.toLocaleString('en-US')} profiles await reconciliation`
      }
      badge={awaiting > 0 && <Badge color="amber">Review</Badge>}
      description={
        awaiting === 0
          ? 'Every profile that can be compared says what the mapping makes of the attributes it last came with.'
          : 'They were read with another mapping than today’s. Each mends itself when its person signs in again; here you can change them at once, from the attributes they last came with. Their profile IDs stay.'
      }
      actions={
        mayWrite &&
        awaiting > 0 && (
          <ConfirmDialog
            trigger={{ label: awaiting === 1 ? 'Change 1 profile' : `Change ${count(awaiting)} profiles` }}
            title={awaiting === 1 ? 'Change 1 profile?' : `Change ${count(awaiting)} profiles?`}
            action={reconcileProfilesAction}
            environmentId={environmentId}
            fields={{ connectionId, reviewed: view.reviewed }}
            confirmLabel="Change"
            tone="plain"
          >
            Your app sees the new values when it asks for a profile the next time. You can take the whole
            batch back afterwards.
          </ConfirmDialog>
        )
      }
    >
      {newIds && (
        <Text as="p" size="2" color="red">
          Some would come as new people with another profile ID if they signed in before this is done, because
          the mapping now reads their user ID from elsewhere. Changing them links their profiles to the new
          ID.
        </Text>
      )}
      {shown.length > 0 && (
        <Table.Root size="1" variant="surface">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Person</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Field</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Now</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Becomes</Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {shown.flatMap(({ profileId, email, changes }) =>
              changes.map(({ field, before, after }) => (
                <Table.Row key={`${profileId} ${field}`}>
                  <Table.RowHeaderCell className="min-w-32 [overflow-wrap:anywhere]">
                    {email}
                  </Table.RowHeaderCell>
                  <Table.Cell>
                    <Code size="1">{field}</Code>
                  </Table.Cell>
                  <Table.Cell className="min-w-24 [overflow-wrap:anywhere]">{before ?? 'none'}</Table.Cell>
                  <Table.Cell className="min-w-24 [overflow-wrap:anywhere]">{after ?? 'none'}</Table.Cell>
                </Table.Row>
              )),
            )}
          </Table.Body>
        </Table.Root>
      )}
      {pages > 1 && (
        <Text as="p" size="1" color="gray">
          Page {count(page)} of {count(pages)}. The button above changes all {count(awaiting)} profiles, of
          every page.
        </Text>
      )}
      <Pager
        newerHref={page > 1 ? pageHref(page - 1) : null}
        olderHref={page < pages ? pageHref(page + 1) : null}
      />
      {view.lookedAt >= PROFILES_LOOKED_AT && (
        <Text as="p" size="1" color="gray">
          The {count(PROFILES_LOOKED_AT)} profiles that changed last were compared. The others follow once
          these are done, or when their people sign in.
        </Text>
      )}
      {outside > 0 && (
        <Text as="p" size="2">
          {outside === 1 ? '1 profile' : `${count(outside)} profiles`} cannot be changed: domain. The mapping
          now reads an email address for them whose domain is not one of the organization’s, so their next
          sign-in is refused. Add the domain to the organization if it belongs to the customer.
        </Text>
      )}
      {incomplete.count > 0 && (
        <Text as="p" size="2">
          {incomplete.count === 1 ? '1 profile' : `${count(incomplete.count)} profiles`} last came without{' '}
          {incomplete.missing.join(', ')}, which the mapping now requires. Their next sign-in fails unless the
          identity provider sends it; nothing here can make it up.
        </Text>
      )}
      {colliding > 0 && (
        <Text as="p" size="2">
          {colliding === 1 ? '1 profile' : `${count(colliding)} profiles`} would get the user ID of another
          person and {colliding === 1 ? 'is' : 'are'} left alone. Map the user ID to an attribute that is
          different for everybody.
        </Text>
      )}
      {last && (
        <Flex gap="3" align="center" justify="between" wrap="wrap">
          <Text size="2" color="gray">
            {last.profiles === 1 ? '1 profile' : `${count(last.profiles)} profiles`} changed by{' '}
            {last.actorName} <Time value={last.at} />
            {last.undone && ', and taken back'}
          </Text>
          {mayWrite && !last.undone && (
            <ConfirmDialog
              trigger={{ label: 'Take back', variant: 'soft', color: 'gray', size: '1' }}
              title="Take this batch back?"
              action={undoReconciliationAction}
              environmentId={environmentId}
              fields={{ connectionId, id: last.id }}
              confirmLabel="Take back"
              tone="plain"
            >
              The profiles get back what they had, except those of people who signed in since. The mapping and
              the identity provider stay as they are: where this batch moved profiles to a new user ID, their
              people come as new persons with another profile ID again, at their next sign-in at the latest.
            </ConfirmDialog>
          )}
        </Flex>
      )}
    </SectionCard>
  );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
