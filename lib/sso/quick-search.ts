import type { EnvironmentContext } from '#lib/data/context.ts';
import { sessionListInput } from './session-list.schema.ts';
import { listSessions } from './session-list.ts';

const EACH = 5;

/** Something found by its name or id. `path` follows /dashboard/<environment>. */
export type QuickHit = {
  kind: 'organization' | 'connection' | 'session';
  id: string;
  title: string;
  note: string;
  path: string;
};

/**
 * Finds organizations, connections and sessions of an environment for the command palette, at most five of each.
 * Organizations and connections by a part of their name or domain, sessions by id or the beginning of an email.
 */
export async function quickSearch(
  ctx: Pick<EnvironmentContext, 'data' | 'now'>,
  text: string,
  may: { organizations: boolean; connections: boolean; sessions: boolean },
): Promise<QuickHit[]> {
  const search = text.trim().slice(0, 200);
  if (search.length < 2) return [];
  const { data } = ctx;
  const page = { limit: EACH, order: 'desc' } as const;
  const everything = { state: null, connectionType: null, organizationId: null, certificateEndsBefore: null };
  const [organizations, connections, sessions] = await Promise.all([
    may.organizations
      ? data.organizationList.page({ search, connections: null, certificateEndsBefore: null }, page)
      : null,
    may.connections ? data.connectionList.page({ ...everything, search }, page) : null,
    may.sessions ? listSessions(ctx, sessionListInput.parse({ q: search }), null, EACH) : null,
  ]);
  return [
    ...(organizations?.data ?? []).map((row) => ({
      kind: 'organization' as const,
      id: row.id,
      title: row.name,
      note: row.domains.map(({ domain }) => domain).join(', '),
      path: `/organizations/${row.id}`,
    })),
    ...(connections?.data ?? []).map((row) => ({
      kind: 'connection' as const,
      id: row.id,
      title: row.name,
      note: row.organization.name,
      path: `/connections/${row.id}`,
    })),
    ...(sessions?.lines ?? []).map((line) => ({
      kind: 'session' as const,
      id: line.id,
      title: line.user ?? 'Unknown user',
      note: [line.state.label, line.error, `…${line.id.slice(-8)}`].filter(Boolean).join(' · '),
      path: `/sessions/${line.id}`,
    })),
  ];
}
