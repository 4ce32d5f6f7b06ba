import type { z } from 'zod';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import type { removeFilterInput, saveFilterInput } from './saved-filters.schema.ts';
import { sessionListInput, sessionListQuery } from './session-list.schema.ts';

const MOST = 20;

type Context = Pick<EnvironmentContext, 'data' | 'now'>;
type Owner = { id: string; workspace: { id: string } };

/** A filter of the session list under a name. `query` begins with a question mark. */
export type SavedFilterView = { id: string; name: string; query: string };

/** The member's own filters in this environment, by name. */
export function savedFiltersOf({ data }: Pick<Context, 'data'>, member: Owner): Promise<SavedFilterView[]> {
  return data.savedFilters.ofMember(member.id);
}

/** Keeps a filter for the member. Only what the list understands is kept, and no place within the list. */
export async function saveFilter(
  { data, now }: Context,
  member: Owner,
  input: z.output<typeof saveFilterInput>,
): Promise<void> {
  const query = sessionListQuery(
    sessionListInput.parse(Object.fromEntries(new URLSearchParams(input.query))),
  );
  if (query === '') throw new AppError('conflict', 'Nothing is filtered for. Choose a filter, then save it.');
  if ((await data.savedFilters.ofMember(member.id)).length >= MOST) {
    throw invalidField('name', `You have ${MOST} saved filters. Delete one first.`);
  }
  const row = { id: newId('savedFilter', now), name: input.name, query };
  const added = await data.savedFilters.add({
    ...row,
    workspaceId: member.workspace.id,
    teamMemberId: member.id,
    now,
  });
  if (!added) throw invalidField('name', 'You have a filter of this name. Choose another name.');
}

/** Deletes one of the member's own filters and returns it; another member's is `entity_not_found`. */
export async function removeFilter(
  { data }: Context,
  member: Owner,
  input: z.output<typeof removeFilterInput>,
): Promise<SavedFilterView> {
  const row = await data.savedFilters.remove(input.id, member.id);
  if (!row) throw entityNotFound('Saved filter', input.id);
  return row;
}
