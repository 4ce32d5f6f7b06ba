import { Badge, Button, Flex, Table, Text } from '@radix-ui/themes';
import { Fragment } from 'react';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { EvidenceLinkView } from '#lib/sso/evidence-links.ts';
import { type CreatedLink, CreateEvidenceLink } from './create-evidence-link.tsx';

type Action<Result = never> = (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>;

const STATES = {
  active: { label: 'Active', color: 'green' },
  expired: { label: 'Expired', color: 'gray' },
  revoked: { label: 'Revoked', color: 'gray' },
} as const;

/**
 * Hands the session to somebody without an account: as a file, or by a link. `actions` is null for readers, who may
 * download and see which links there are.
 */
export function ShareCard({
  environmentId,
  sessionId,
  links,
  downloadHref,
  actions,
}: {
  environmentId: string;
  sessionId: string;
  links: readonly EvidenceLinkView[];
  downloadHref: string;
  actions: { create: Action<CreatedLink>; revoke: Action } | null;
}) {
  return (
    <SectionCard
      title="Share"
      description="For the customer’s IT admin, who has no account here: the reason, every check, the certificates and both messages on one page. Values of persons are replaced by pseudonyms, and it holds no secret."
      actions={
        <Flex gap="2" wrap="wrap">
          <Button asChild variant="soft" color="gray">
            <a href={downloadHref} download>
              Download evidence
            </a>
          </Button>
          {actions && (
            <CreateEvidenceLink environmentId={environmentId} sessionId={sessionId} create={actions.create} />
          )}
        </Flex>
      }
    >
      {links.length === 0 ? (
        <Text as="p" size="2" color="gray">
          {actions
            ? 'Nobody has a link to this session. One that you create works for up to 30 days, and can be revoked here.'
            : 'Nobody has a link to this session. Your role may download the evidence, not create links.'}
        </Text>
      ) : (
        <Table.Root size="1">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Link</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>State</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell className="max-md:hidden">Expires</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell className="max-md:hidden">Opened</Table.ColumnHeaderCell>
              {actions && (
                <Table.ColumnHeaderCell className="max-md:hidden">
                  <span className="sr-only">Actions</span>
                </Table.ColumnHeaderCell>
              )}
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {links.map((link) => (
              <LinkRow
                key={link.id}
                link={link}
                environmentId={environmentId}
                revoke={actions?.revoke ?? null}
              />
            ))}
          </Table.Body>
        </Table.Root>
      )}
    </SectionCard>
  );
}

function LinkRow({
  link,
  environmentId,
  revoke,
}: {
  link: EvidenceLinkView;
  environmentId: string;
  revoke: Action | null;
}) {
  const state = STATES[link.state];
  const opened = link.lastOpenedAt ? (
    <>
      {link.opens === 1 ? 'Once' : `${link.opens} times`}, last <Time value={link.lastOpenedAt} />
    </>
  ) : (
    'Never'
  );
  const button = revoke && link.state === 'active' && (
    <ConfirmDialog
      trigger={{
        label: 'Revoke',
        name: `link by ${link.createdBy}`,
        variant: 'soft',
        color: 'red',
        size: '1',
      }}
      title="Revoke this link"
      action={revoke}
      environmentId={environmentId}
      fields={{ id: link.id }}
      confirmLabel="Revoke"
    >
      Whoever has the link can no longer open it. What they have saved or printed stays with them.
    </ConfirmDialog>
  );
  return (
    <Fragment>
      <Table.Row align="center" className="max-md:[&>*]:shadow-none">
        <Table.RowHeaderCell>
          <Text as="p" size="2">
            By {link.createdBy}
          </Text>
          <Text as="p" size="1" color="gray">
            <Time value={link.createdAt} />
          </Text>
        </Table.RowHeaderCell>
        <Table.Cell>
          <Badge color={state.color}>{state.label}</Badge>
        </Table.Cell>
        <Table.Cell className="max-md:hidden">
          <Time value={link.expiresAt} />
        </Table.Cell>
        <Table.Cell className="max-md:hidden">{opened}</Table.Cell>
        {revoke && (
          <Table.Cell className="max-md:hidden">
            <Flex justify="end">{button}</Flex>
          </Table.Cell>
        )}
      </Table.Row>
      <Table.Row className="md:hidden">
        <Table.Cell colSpan={2} className="pt-0">
          <Text as="p" size="1" color="gray" mb={button ? '2' : '0'}>
            Expires: <Time value={link.expiresAt} />
            <br />
            Opened: {opened}
          </Text>
          {button}
        </Table.Cell>
      </Table.Row>
    </Fragment>
  );
}
