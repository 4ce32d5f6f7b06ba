import type { Prisma, Queries } from '#lib/db/client.ts';
import { idFloor } from '#lib/ids.ts';

const OUTCOME = {
  id: true,
  origin: true,
  state: true,
  oauthState: true,
  browserHash: true,
  errorCode: true,
  failureCode: true,
  failureEvidence: true,
  userEmail: true,
  createdAt: true,
  endedAt: true,
  connection: {
    select: {
      id: true,
      name: true,
      connectionType: true,
      organization: { select: { name: true, allowProfilesOutsideOrganization: true } },
    },
  },
  profile: true,
} as const satisfies Prisma.SsoSessionSelect;

export type TestLoginRow = Prisma.SsoSessionGetPayload<{ select: typeof OUTCOME }>;

/** Single sessions, as the pages that try a login out need them. */
export function testLogins(queries: Queries, environmentId: string) {
  return {
    get(id: string): Promise<TestLoginRow | null> {
      return queries.ssoSession.findFirst({ where: { environmentId, id }, select: OUTCOME });
    },
    /** The newest test logins, newest first. */
    recent(count: number): Promise<TestLoginRow[]> {
      return queries.ssoSession.findMany({
        where: { environmentId, state: { in: ['test_successful', 'test_failed'] } },
        orderBy: { id: 'desc' },
        take: count,
        select: OUTCOME,
      });
    },
    /** The newest session since `since` that an app began with this OAuth state; the index keeps the search short. */
    async idByState(oauthState: string, since: Date): Promise<string | null> {
      const row = await queries.ssoSession.findFirst({
        where: { environmentId, id: { gte: idFloor('ssoSession', since) }, oauthState },
        orderBy: { id: 'desc' },
        select: { id: true },
      });
      return row?.id ?? null;
    },
    /** The newest failed session since `since` that nobody asked for, from this address and user agent. */
    async idOfUnsolicited(
      visitor: { ipAddress: string | null; userAgent: string | null },
      since: Date,
    ): Promise<string | null> {
      const row = await queries.ssoSession.findFirst({
        where: {
          environmentId,
          id: { gte: idFloor('ssoSession', since) },
          oauthState: null,
          state: 'failed',
          ipAddress: visitor.ipAddress,
          userAgent: visitor.userAgent,
        },
        orderBy: { id: 'desc' },
        select: { id: true },
      });
      return row?.id ?? null;
    },
  };
}
