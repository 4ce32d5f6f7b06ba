'use client';

import { Button, Flex, IconButton } from '@radix-ui/themes';
import { Bookmark, ChevronDown, Trash2 } from 'lucide-react';
import { startTransition } from 'react';
import { removeFilterAction, saveFilterAction } from '#app/dashboard/[environmentId]/sessions/actions.ts';
import { TextInput } from '#components/ui/action-form.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { LazyMenu } from '#components/ui/lazy-menu.tsx';
import { toast } from '#components/ui/toast.ts';
import { undoToast } from '#components/ui/undo-toast.ts';
import { IDLE } from '#lib/dashboard/form-state.ts';
import type { SavedFilterView } from '#lib/sso/saved-filters.ts';

const loadItems = () => import('./saved-filter-items.tsx').then((module) => module.SavedFilterItems);

/** The member's own filters of the session list: open one, save what is chosen now, delete one. */
export function SavedFilters({
  environmentId,
  path,
  query,
  suggestion,
  filters,
}: {
  environmentId: string;
  path: string;
  /** Of the list as it is, with its question mark; empty when nothing is filtered for. */
  query: string;
  /** The same in words. */
  suggestion: string;
  filters: readonly SavedFilterView[];
}) {
  const current = filters.find((one) => one.query === query);
  return (
    <Flex gap="2" wrap="wrap" align="center">
      {filters.length > 0 && (
        <LazyMenu
          load={loadItems}
          props={{ path, filters, current: current?.id ?? null }}
          button={
            <Button type="button" variant="soft" color="gray">
              <Bookmark size={14} aria-hidden />
              {current ? current.name : 'Saved filters'}
              <ChevronDown size={14} aria-hidden />
            </Button>
          }
        />
      )}
      {current && (
        <IconButton
          type="button"
          variant="soft"
          color="gray"
          aria-label={`Delete saved filter ${current.name}`}
          onClick={() => {
            const form = new FormData();
            form.set('environmentId', environmentId);
            form.set('id', current.id);
            startTransition(async () => {
              const state = await removeFilterAction(IDLE, form);
              if (state.status === 'saved') {
                const { name, query } = current;
                undoToast(state.message, saveFilterAction, { environmentId, name, query });
              } else if (state.status === 'refused') toast.error(state.message);
            });
          }}
        >
          <Trash2 size={15} aria-hidden />
        </IconButton>
      )}
      {query !== '' && !current && (
        <FormDialog
          trigger={{ label: 'Save filter', variant: 'soft', color: 'gray' }}
          title="Save this filter"
          description="Kept for you in this environment. A time like “Last 24 hours” stays relative to now."
          action={saveFilterAction}
          environmentId={environmentId}
          submitLabel="Save filter"
        >
          <input type="hidden" name="query" value={query} />
          <TextInput
            key={query}
            name="name"
            label="Name"
            initial={suggestion.slice(0, 40)}
            autoComplete="off"
            maxLength={40}
          />
        </FormDialog>
      )}
    </Flex>
  );
}
