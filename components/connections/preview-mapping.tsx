'use client';

import { Button, Callout, Code, Flex, Table, Text } from '@radix-ui/themes';
import Link from 'next/link';
import { type ReactNode, startTransition, useActionState } from 'react';
import { previewMappingAction } from '#app/dashboard/[environmentId]/connections/[connectionId]/attributes/actions.ts';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';
import type { PreviewView } from '#lib/sso/recorded-responses.ts';

const SHOWN = 5;

/** Buttons of a mapping form: saving, and before it a look at what recorded sign-ins would become. */
export function PreviewMapping({
  responses,
  reveal,
  sessionsPath,
  environmentId,
  children,
}: {
  /** How many recorded sign-ins there are to look at. */
  responses: number;
  reveal: boolean;
  sessionsPath: string;
  environmentId: string;
  /** The button that saves. */
  children: ReactNode;
}) {
  const [state, dispatch, pending] = useActionState<FormState<PreviewView>, FormData>(
    previewMappingAction,
    IDLE,
  );
  return (
    <>
      <Flex gap="3" wrap="wrap" align="center">
        {children}
        {responses > 0 && (
          <Button
            type="button"
            variant="soft"
            color="gray"
            loading={pending}
            onClick={({ currentTarget: { form } }) => {
              if (!form) return;
              const typed = new FormData(form);
              typed.set('environmentId', environmentId);
              if (reveal) typed.set('reveal', 'yes');
              startTransition(() => dispatch(typed));
            }}
          >
            Preview on {signIns(responses)}
          </Button>
        )}
      </Flex>
      <div role="status" className="empty:-mt-4">
        {state.status === 'refused' && (
          <Text as="p" size="2" color="red">
            {state.message}
          </Text>
        )}
        {state.status === 'saved' && state.result && (
          <Outcome preview={state.result} sessionsPath={sessionsPath} />
        )}
      </div>
    </>
  );
}

function Outcome({ preview, sessionsPath }: { preview: PreviewView; sessionsPath: string }) {
  const { responses, unaffected, changed, broken, mended, failing } = preview;
  const parts = [
    unaffected > 0 && `${unaffected} stay as they are`,
    changed.length > 0 && `${changed.length} get other values`,
    mended.length > 0 && `${mended.length} that failed would pass`,
    broken.length > 0 && `${broken.length} would fail`,
    failing > 0 && `${failing} fail either way`,
  ].filter((part) => part !== false);
  return (
    <Flex direction="column" gap="3">
      <Callout.Root color={broken.length > 0 ? 'red' : 'blue'} size="1">
        <Callout.Text>
          With this mapping, of the last {signIns(responses)}: {parts.join(', ')}. Nothing is saved yet.
        </Callout.Text>
      </Callout.Root>
      {broken.length > 0 && (
        <ul className="m-0 list-disc pl-5 text-sm">
          {broken.slice(0, SHOWN).map(({ key, missing }) => (
            <li key={key.sessionId} className="[overflow-wrap:anywhere]">
              <Link href={`${sessionsPath}/${key.sessionId}`}>{key.email ?? key.sessionId}</Link> would lack{' '}
              {missing.join(', ')}
            </li>
          ))}
          {broken.length > SHOWN && <li>and {broken.length - SHOWN} more</li>}
        </ul>
      )}
      {changed.length > 0 && (
        <Table.Root size="1" variant="surface">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeaderCell>Sign-in</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Field</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Now</Table.ColumnHeaderCell>
              <Table.ColumnHeaderCell>Then</Table.ColumnHeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {changed.slice(0, SHOWN).flatMap(({ key, changes }) =>
              changes.map(({ field, before, after }) => (
                <Table.Row key={`${key.sessionId} ${field}`}>
                  <Table.RowHeaderCell className="min-w-32 [overflow-wrap:anywhere]">
                    <Link href={`${sessionsPath}/${key.sessionId}`}>{key.email ?? key.sessionId}</Link>
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
      {changed.length > SHOWN && (
        <Text as="p" size="1" color="gray">
          and {changed.length - SHOWN} more
        </Text>
      )}
    </Flex>
  );
}

function signIns(count: number): string {
  return count === 1 ? '1 recorded sign-in' : `${count.toLocaleString('en-US')} recorded sign-ins`;
}
