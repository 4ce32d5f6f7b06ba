import type { EnvironmentContext } from '#lib/data/context.ts';
import type { OrganizationRow } from '#lib/data/organizations.ts';
import { AppError } from '#lib/errors.ts';
import { getOrganization } from './get-organization.ts';
import { updateOrganization } from './update-organization.ts';

/**
 * Makes an organization's metadata equal to the typed pairs; a pair with an empty key is left out. Throws
 * entity_not_found, or invalid_metadata for a key that occurs twice and what updateOrganization refuses.
 */
export async function replaceMetadata(
  context: EnvironmentContext,
  input: { id: string; pairs: readonly { key: string; value: string }[] },
): Promise<OrganizationRow> {
  const { metadata: stored } = await getOrganization(context, { id: input.id });
  const change = new Map<string, string | null>();
  for (const key of Object.keys(stored as Record<string, string>)) change.set(key, null);
  const typed = new Set<string>();
  for (const pair of input.pairs) {
    const key = pair.key.trim();
    if (key === '' && pair.value.trim() === '') continue;
    if (key === '') throw new AppError('invalid_metadata', `The value "${pair.value}" has no key.`);
    if (typed.has(key)) throw new AppError('invalid_metadata', `The key "${key}" occurs twice.`);
    typed.add(key);
    change.set(key, pair.value);
  }
  return updateOrganization(context, {
    id: input.id,
    metadata: typed.size === 0 ? null : Object.fromEntries(change),
  });
}
