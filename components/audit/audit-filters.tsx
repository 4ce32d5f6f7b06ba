import { Flex, Text, TextField } from '@radix-ui/themes';
import { FilterForm } from '#components/ui/filter-form.tsx';
import { AUDIT_ACTIONS, AUDIT_GROUPS } from '#lib/audit/actions.ts';
import { AUDIT_RANGES, type AuditLogInput, DAYS } from '#lib/audit/audit-log.schema.ts';
import type { AuditLogView } from '#lib/audit/list-audit-log.ts';
import { ACTOR_TYPES } from './actor-types.ts';

/** Search and menus above the audit log; the days are there once they are chosen as the time. */
export function AuditFilters({
  input,
  actors,
  environments,
}: {
  input: AuditLogInput;
  actors: AuditLogView['actors'];
  environments: readonly { id: string; name: string }[];
}) {
  const range = input.from !== null || input.to !== null ? DAYS : input.range;
  return (
    <FilterForm
      search={input.q}
      placeholder="Name, ID or IP address"
      filtered={input.from !== null || input.to !== null}
      menus={[
        {
          name: 'actor',
          label: 'Who',
          anyLabel: 'Anybody',
          value: input.actor,
          choices: actors.map(({ id, type, name }) => ({
            value: id,
            label: type === 'system' ? 'Gatehouse' : name,
            group: ACTOR_TYPES[type].plural,
          })),
        },
        {
          name: 'action',
          label: 'What',
          anyLabel: 'Any action',
          value: input.action,
          choices: Object.entries(AUDIT_ACTIONS).map(([value, label]) => ({
            value,
            label,
            group: AUDIT_GROUPS[value.split('.')[0] ?? ''] ?? 'Other',
          })),
        },
        {
          name: 'environment',
          label: 'Environment',
          anyLabel: 'Any environment',
          value: input.environment,
          choices: [
            ...environments.map(({ id, name }) => ({ value: id, label: name })),
            { value: 'workspace', label: 'No environment' },
          ],
        },
        {
          name: 'range',
          label: 'Time',
          anyLabel: 'Any time',
          value: range,
          choices: [
            ...Object.entries(AUDIT_RANGES).map(([value, { label }]) => ({ value, label })),
            { value: DAYS, label: 'Between two days' },
          ],
        },
      ]}
    >
      {range === DAYS && (
        <>
          <Day name="from" label="From" value={input.from} />
          <Day name="to" label="To" value={input.to} />
        </>
      )}
    </FilterForm>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string | null }) {
  return (
    <Flex align="center" gap="2">
      <Text as="label" size="2" color="gray" className="min-w-10" htmlFor={`audit-${name}`}>
        {label}
      </Text>
      <TextField.Root
        key={value ?? ''}
        id={`audit-${name}`}
        type="date"
        name={name}
        defaultValue={value ?? ''}
      />
    </Flex>
  );
}
