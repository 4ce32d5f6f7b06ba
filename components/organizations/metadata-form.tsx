'use client';

import { Button, Flex, IconButton, Text, TextField } from '@radix-ui/themes';
import { Plus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { saveMetadataAction } from '#app/dashboard/[environmentId]/organizations/actions.ts';
import { ActionForm, SubmitButton, useField } from '#components/ui/action-form.tsx';
import { toast } from '#components/ui/toast.ts';

type Pair = { key: string; value: string };

/** Keys and values of the app's own, edited together and saved as a whole. */
export function MetadataForm({
  environmentId,
  organizationId,
  pairs,
}: {
  environmentId: string;
  organizationId: string;
  pairs: readonly Pair[];
}) {
  const next = useRef(pairs.length);
  const [rows, setRows] = useState(() => pairs.map((pair, index) => ({ ...pair, row: index })));
  return (
    <ActionForm
      action={saveMetadataAction}
      environmentId={environmentId}
      loaded={{ metadata: Object.fromEntries(pairs.map(({ key, value }) => [key, value])) }}
      keepValues
    >
      <input type="hidden" name="organizationId" value={organizationId} />
      {rows.length === 0 && (
        <Text as="p" size="2" color="gray">
          No metadata yet.
        </Text>
      )}
      <Flex direction="column" gap="2">
        {rows.map(({ key, value, row }, index) => (
          <Flex key={row} gap="2" align="center">
            <TextField.Root
              name="key"
              defaultValue={key}
              aria-label={`Key ${index + 1}`}
              placeholder="plan"
              maxLength={40}
              autoComplete="off"
              className="min-w-0 basis-1/3"
            />
            <TextField.Root
              name="value"
              defaultValue={value}
              aria-label={`Value ${index + 1}`}
              placeholder="enterprise"
              maxLength={600}
              autoComplete="off"
              className="min-w-0 grow"
            />
            <IconButton
              type="button"
              variant="ghost"
              color="gray"
              aria-label={`Remove pair ${index + 1}`}
              onClick={(event) => {
                const [typedKey, typedValue] =
                  event.currentTarget.parentElement?.querySelectorAll('input') ?? [];
                const removed = { key: typedKey?.value ?? key, value: typedValue?.value ?? value, row };
                setRows((now) => now.filter((one) => one.row !== row));
                toast.success('The pair is removed. Save to keep it so.', {
                  action: {
                    label: 'Undo',
                    onClick: () => setRows((now) => [...now.slice(0, index), removed, ...now.slice(index)]),
                  },
                });
              }}
            >
              <X size={16} aria-hidden />
            </IconButton>
          </Flex>
        ))}
      </Flex>
      <ChangedMeanwhile />
      <Flex gap="3" wrap="wrap">
        <Button
          type="button"
          variant="soft"
          color="gray"
          onClick={() => setRows([...rows, { key: '', value: '', row: next.current++ }])}
        >
          <Plus size={16} aria-hidden />
          Add pair
        </Button>
        <SubmitButton>Save metadata</SubmitButton>
      </Flex>
    </ActionForm>
  );
}

/** What somebody else has saved since the pairs were drawn. */
function ChangedMeanwhile() {
  const { error } = useField('metadata');
  return (
    error && (
      <Text as="p" size="1" color="red" className="[overflow-wrap:anywhere]">
        {error}
      </Text>
    )
  );
}
