import { Badge, Button, Card, Flex, Heading, Link, Text } from '@radix-ui/themes';
import { Lock } from 'lucide-react';
import NextLink from 'next/link';
import {
  deleteEnvironmentAction,
  updateEnvironmentAction,
} from '#app/dashboard/workspace/environments/actions.ts';
import { EnvironmentDot } from '#components/layout/environment-dot.tsx';
import { KINDS } from '#components/layout/sections.ts';
import { TextInput } from '#components/ui/action-form.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { IdLine } from '#components/ui/id-line.tsx';
import { Time } from '#components/ui/time.tsx';
import type { EnvironmentListItem } from '#lib/workspace/environments.ts';
import { ColorInput } from './color-input.tsx';

/** The environments, a card each. */
export function EnvironmentList({
  environments,
  mayWrite,
  mayBill,
}: {
  environments: readonly EnvironmentListItem[];
  mayWrite: boolean;
  /** May open the billing page, which unlocks production. */
  mayBill: boolean;
}) {
  return (
    <ul className="flex list-none flex-col gap-3">
      {environments.map((environment) => (
        <li key={environment.id}>
          <Card size="2">
            <Flex justify="between" align="start" gap="4" wrap="wrap" p={{ initial: '1', sm: '2' }}>
              <div className="min-w-0 flex-1 basis-72">
                <Flex align="center" gap="2" wrap="wrap">
                  <EnvironmentDot color={environment.color} />
                  <Heading as="h2" size="3" className="min-w-0 break-words">
                    <Link asChild>
                      <NextLink href={`/dashboard/${environment.id}`}>{environment.name}</NextLink>
                    </Link>
                  </Heading>
                  <Badge color="gray">{KINDS[environment.kind].label}</Badge>
                  {environment.locked && (
                    <Badge color="amber">
                      <Lock size={12} aria-hidden />
                      Locked
                    </Badge>
                  )}
                </Flex>
                <Text as="p" size="2" color="gray" mt="1">
                  {count(environment.organizations, 'organization')},{' '}
                  {count(environment.connections, 'connection')}. Created{' '}
                  <Time value={environment.createdAt} dateOnly />.
                </Text>
                <Text as="p" size="1" color="gray" mt="1">
                  <IdLine id={environment.clientId} label={`client ID of ${environment.name}`} />
                </Text>
                {mayWrite && environment.keep && (
                  <Text as="p" size="1" color="gray" mt="1" className="max-w-prose">
                    {environment.keep}
                  </Text>
                )}
                {environment.locked && (
                  <Text as="p" size="2" mt="2" className="max-w-prose">
                    Keys and live connections need billing information.{' '}
                    {mayBill ? (
                      <Link asChild>
                        <NextLink href="/dashboard/workspace/billing">Add billing information</NextLink>
                      </Link>
                    ) : (
                      'An Admin of your workspace can add it under Billing.'
                    )}
                  </Text>
                )}
              </div>
              {mayWrite && <Actions environment={environment} />}
            </Flex>
          </Card>
        </li>
      ))}
    </ul>
  );
}

function Actions({ environment }: { environment: EnvironmentListItem }) {
  const { id, name } = environment;
  return (
    <Flex gap="2" wrap="wrap">
      <FormDialog
        trigger={{ label: 'Edit', name, variant: 'soft', color: 'gray', size: '1' }}
        title={`Edit ${name}`}
        action={updateEnvironmentAction}
        submitLabel="Save"
      >
        <input type="hidden" name="id" value={id} />
        <TextInput name="name" label="Name" initial={name} required maxLength={40} autoComplete="off" />
        <ColorInput initial={environment.color} />
      </FormDialog>
      <Button asChild variant="soft" color="gray" size="1">
        <NextLink href={`/dashboard/workspace/environments/copy?from=${id}`}>
          Copy to …<span className="sr-only"> from {name}</span>
        </NextLink>
      </Button>
      {environment.keep === null && (
        <ConfirmDialog
          trigger={{ label: 'Delete', name, variant: 'soft', color: 'red', size: '1' }}
          title={`Delete ${name}?`}
          action={deleteEnvironmentAction}
          fields={{ id }}
          confirmLabel="Delete environment"
          typed={{ text: name, label: 'Name of the environment' }}
        >
          {lost(environment)} Its client ID, keys, redirect URIs and session history go with it, and every app
          that uses them stops working at once. This cannot be undone.
        </ConfirmDialog>
      )}
    </Flex>
  );
}

function lost({ organizations, connections }: EnvironmentListItem): string {
  if (organizations === 0) return 'It has no organizations.';
  return `${count(organizations, 'organization')} and ${count(connections, 'connection')} are deleted: the people behind them can no longer sign in.`;
}

function count(number: number, word: string): string {
  return `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`;
}
