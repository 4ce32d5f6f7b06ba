import type { Metadata } from 'next';
import { grantEnvironment, signedInMember } from '#lib/auth/dashboard-session.ts';
import type { Permission } from '#lib/auth/permissions.ts';
import { type EnvironmentData, forEnvironment } from '#lib/data/for-environment.ts';

const MAX = 60;

/**
 * Titles for the pages of one thing: its name after that of each page, or alone where a page has no title of its own. For who may not see the thing,
 * and where there is none, the titles say nothing of it.
 */
export async function titleOfThing(
  environmentId: string,
  permission: Permission,
  read: (data: EnvironmentData) => Promise<string | null | undefined>,
): Promise<Metadata> {
  const member = await signedInMember();
  const granted = member && grantEnvironment(member, environmentId, permission);
  const name = granted ? await read(forEnvironment(granted.scope)) : null;
  if (!name) return {};
  const short = name.length > MAX ? `${name.slice(0, MAX - 1)}…` : name;
  return { title: { template: `%s · ${short} · Gatehouse`, default: short } };
}
