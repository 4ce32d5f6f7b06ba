import { Button, Table, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DocumentLine } from '#lib/compliance/documents.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** The documents of a workspace; a named one that is missing says so. */
export function DocumentTable({
  lines,
  remove,
  uploadTo,
}: {
  lines: readonly DocumentLine[];
  remove: Action;
  /** Draws the button that fills an empty row. */
  uploadTo: (slot: { value: string; label: string }) => ReactNode;
}) {
  return (
    <Table.Root variant="surface" size="2">
      <Table.Header>
        <Table.Row>
          <Table.ColumnHeaderCell>Document</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Size</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell className="max-md:hidden">Uploaded</Table.ColumnHeaderCell>
          <Table.ColumnHeaderCell>
            <span className="sr-only">Actions</span>
          </Table.ColumnHeaderCell>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {lines.map(({ kind, name, document }) => (
          <Table.Row key={document?.id ?? kind} align="center">
            <Table.RowHeaderCell className="min-w-0">
              <Text as="p" size="2" weight="medium" className="break-words">
                {name}
              </Text>
              <Text as="p" size="1" color="gray" className="break-all">
                {document ? document.fileName : 'Not uploaded'}
              </Text>
            </Table.RowHeaderCell>
            <Table.Cell className="max-md:hidden">{document && sizeOf(document.size)}</Table.Cell>
            <Table.Cell className="max-md:hidden">
              {document && (
                <>
                  <Time value={document.uploadedAt} dateOnly />
                  <Text as="p" size="1" color="gray" className="break-words">
                    by {document.uploadedBy}
                  </Text>
                </>
              )}
            </Table.Cell>
            <Table.Cell>
              {!document && <div className="flex justify-end">{uploadTo({ value: kind, label: name })}</div>}
              {document && (
                <div className="flex justify-end gap-2 max-sm:flex-col">
                  <Button asChild size="1" variant="soft">
                    <a href={`/dashboard/workspace/compliance/${document.id}/download`} download>
                      Download<span className="sr-only">{name}</span>
                    </a>
                  </Button>
                  <ConfirmDialog
                    trigger={{ label: 'Delete', name, variant: 'soft', color: 'red', size: '1' }}
                    title={`Delete ${name}`}
                    action={remove}
                    fields={{ id: document.id }}
                    confirmLabel="Delete"
                  >
                    The file {document.fileName} is removed and cannot be brought back. The audit log keeps
                    who uploaded and downloaded it.
                  </ConfirmDialog>
                </div>
              )}
            </Table.Cell>
          </Table.Row>
        ))}
      </Table.Body>
    </Table.Root>
  );
}

/** Bytes as a person reads them, in decimal units. */
function sizeOf(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
