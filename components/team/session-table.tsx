import { Badge, Flex, Table, Text } from '@radix-ui/themes';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { SessionView } from '#lib/team/profile.ts';

/** The browsers one is signed in with. */
export function SessionTable({
  sessions,
  end,
}: {
  sessions: readonly SessionView[];
  end: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
}) {
  return (
    <Table.Root size="2">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Browser</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-sm:hidden">IP address</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Last seen</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-lg:hidden">Signed in</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>
            <span className="sr-only">Actions</span>
          </Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {sessions.map((session) => (
          <Table.Row key={session.id} align="center">
            <Table.RowHeaderCell>
              <Flex align="center" gap="2" wrap="wrap">
                <Text size="2" weight="medium">
                  {session.browser}
                </Text>
                {session.isThis && <Badge color="green">This browser</Badge>}
              </Flex>
              <Text as="p" size="1" color="gray" className="break-all sm:hidden">
                {session.ipAddress ?? 'Unknown'}
              </Text>
              <Text as="p" size="1" color="gray" className="md:hidden">
                <Time value={session.lastSeenAt} />
              </Text>
            </Table.RowHeaderCell>
            <Table.Cell className="break-all max-sm:hidden">{session.ipAddress ?? 'Unknown'}</Table.Cell>
            <Table.Cell className="max-md:hidden">
              <Time value={session.lastSeenAt} />
            </Table.Cell>
            <Table.Cell className="max-lg:hidden">
              <Time value={session.signedInAt} />
            </Table.Cell>
            <Table.Cell>
              {!session.isThis && (
                <ActionForm action={end} className="flex justify-end">
                  <input type="hidden" name="id" value={session.id} />
                  <SubmitButton variant="soft" color="red" size="1">
                    Sign out<span className="sr-only">{session.browser}</span>
                  </SubmitButton>
                </ActionForm>
              )}
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}
