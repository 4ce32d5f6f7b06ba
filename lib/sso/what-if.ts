import { profileRoles } from '#lib/attributes/roles.ts';
import type { ConnectionSettings } from '#lib/data/connection-versions.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { RecordingRow } from '#lib/data/sso-sessions.ts';
import { peopleOfOneId, sharedReason } from './reconcile-profiles.ts';
import { type OpenedLogin, openLogin, placeUnder } from './recorded-login.ts';
import { failedWhateverTheSettings, type Replayed, replayLogin } from './replay-login.ts';
import { refusalTitle } from './session-explanation.ts';

/** A recorded sign-in that would end otherwise. */
export type ChangedLogin = { sessionId: string; user: string | null; reason: string };

/** Somebody who would get another user id than before. */
export type NewIdentity = ChangedLogin & { connectionId: string; from: string; to: string };

/** One of several people who would have the same user id: an app would take them for one. */
export type SharedIdentity = {
  user: string;
  reason: string;
  connectionId: string;
  /** Null where only the profile says so. */
  sessionId: string | null;
};

/** What a change of settings would have made of the last recorded sign-ins. */
export type WhatIf = {
  /** How many were judged again. */
  total: number;
  /** Succeeded, and would again. */
  stillPass: number;
  stillFail: number;
  /** Succeeded when they came, but the settings before this change refuse them already. */
  refusedBefore: number;
  /** Would pass as things are, and fail by the change. */
  nowFail: ChangedLogin[];
  /** Failed, and would succeed. */
  nowPass: ChangedLogin[];
  /** Same person, but with another user id: an app would take them for somebody new. */
  newIdentity: NewIdentity[];
  sharedIdentity: SharedIdentity[];
  /** Same person, with another email address. */
  newEmail: ChangedLogin[];
  /** Same person, called otherwise. */
  newName: ChangedLogin[];
  /** Same person, who had groups and would have others. */
  newGroups: ChangedLogin[];
  /** Same person, with another role in the app. */
  newRole: ChangedLogin[];
  /** Connections whose settings change and whose sign-ins were not looked at, because there are too many. */
  skipped: number;
  /** People have signed in through these connections, but none of the sign-ins that succeeded is there to judge. */
  blind: boolean;
  /** Their response would be dropped and the sign-in begun again with a request, which keeps nobody out. */
  beginAgain: ChangedLogin[];
};

/** The numbers of a result, as they are kept with the version. */
export function countsOf({ blind: _, ...result }: WhatIf): Record<string, number> {
  return Object.fromEntries(
    Object.entries(result).map(([part, value]) => [part, Array.isArray(value) ? value.length : value]),
  );
}

/** How many sign-ins are judged at most. */
const LOGINS = 50;
/** Room kept for refused ones where there are enough good ones. */
const REFUSED = 10;
/** Of how many connections at most. */
export const CONNECTIONS = 20;

/**
 * Judges the last 50 recorded sign-ins of the connections whose settings changed in this transaction twice: by the
 * settings before and by those after. What anybody can post, unsigned, never takes the place of one that counts, and
 * is counted only where it comes to something. Call after the change; nothing is written.
 */
export async function whatIf(
  { data, scope }: { data: EnvironmentRepositories; scope: EnvironmentContext['scope'] },
  changed: readonly { connectionId: string; number: number }[],
): Promise<WhatIf> {
  const result: WhatIf = {
    total: 0,
    stillPass: 0,
    stillFail: 0,
    refusedBefore: 0,
    nowFail: [],
    nowPass: [],
    newIdentity: [],
    sharedIdentity: [],
    newEmail: [],
    newName: [],
    newGroups: [],
    newRole: [],
    skipped: 0,
    blind: false,
    beginAgain: [],
  };
  const before = new Map<string, number>();
  const after = new Map<string, number>();
  for (const { connectionId, number } of changed) {
    if (!before.has(connectionId)) before.set(connectionId, number - 1);
    after.set(connectionId, number);
  }
  const settings = new Map<string, { before: ConnectionSettings; after: ConnectionSettings; key: string }>();
  const kept = {
    good: [] as RecordingRow[][],
    vouched: [] as RecordingRow[][],
    other: [] as RecordingRow[][],
  };
  let everGood = false;
  result.skipped = Math.max(0, after.size - CONNECTIONS);
  for (const connectionId of [...after.keys()].slice(0, CONNECTIONS)) {
    const [was, is, connection] = [
      await data.connectionVersions.get(connectionId, before.get(connectionId) ?? 0),
      await data.connectionVersions.get(connectionId, after.get(connectionId) ?? 0),
      await data.connections.get(connectionId),
    ];
    if (!was || !is || !connection) continue;
    settings.set(connectionId, { before: was.settings, after: is.settings, key: connection.externalKey });
    kept.good.push(await data.ssoSessions.goodRecordings(connectionId, LOGINS));
    kept.vouched.push(await data.ssoSessions.refusedRecordings(connectionId, 'vouched', LOGINS));
    kept.other.push(await data.ssoSessions.refusedRecordings(connectionId, 'other', LOGINS));
    everGood ||= await data.ssoSessions.everGood(connectionId);
  }
  const roles = rolesByGroups(data);
  let goodOnes = 0;
  const people: Person[] = [];
  for (const row of chosen(kept)) {
    const login = openLogin(scope.environmentId, row);
    const sides = login && settings.get(login.connectionId);
    if (!login || !sides || failedWhateverTheSettings(login.failureCode)) continue;
    if (login.failureCode === null) goodOnes++;
    const replay = (side: ConnectionSettings) =>
      replayLogin(login, side, placeUnder(scope.environmentId, sides.key, side, login.reading));
    const judge = (side: ConnectionSettings): Side => {
      const replayed = replay(side);
      if (replayed.refusal?.code !== 'idp_initiated_converted') return { ...replayed, began: false };
      // Anybody can post what is dropped unread: it counts as far as it would be taken if it were read.
      const read = replay({ ...side, values: { ...side.values, idpInitiatedMode: 'allow' } });
      return { ...replayed, began: read.refusal === null };
    };
    const [was, is] = [judge(sides.before), judge(sides.after)];
    compare(result, login, was, is);
    if (was.profile && is.profile) {
      const sides = [was.profile.groups, is.profile.groups] as const;
      const [role, other] = [
        await roles(login.connectionId, sides[0]),
        await roles(login.connectionId, sides[1]),
      ];
      if (role !== other) {
        const { sessionId, user } = login;
        result.newRole.push({ sessionId, user, reason: `${role}, would be ${other}` });
      }
    }
    if (is.profile) people.push(personOf(login, was, is.profile));
  }
  result.sharedIdentity = shared(people);
  for (const [connectionId, { before, after }] of settings) {
    if (before.values.attributeMap['idp_id'] === after.values.attributeMap['idp_id']) continue;
    const known = new Set(result.sharedIdentity.map(({ user }) => user.toLowerCase()));
    for (const { email, reason } of await peopleOfOneId({ data, scope }, connectionId)) {
      if (known.has(email.toLowerCase())) continue;
      result.sharedIdentity.push({ user: email, reason, connectionId, sessionId: null });
    }
  }
  result.blind = everGood && goodOnes === 0;
  return result;
}

/** The newest of each kind, the same share of each connection, the newest first. */
function chosen({
  good,
  other,
  vouched,
}: Record<'good' | 'other' | 'vouched', RecordingRow[][]>): RecordingRow[] {
  const taken = (lists: RecordingRow[][], limit: number) =>
    lists
      .flatMap((list) => list.map((row, rank) => ({ row, rank })))
      .sort((a, b) => a.rank - b.rank || newestFirst(a.row, b.row))
      .slice(0, limit)
      .map(({ row }) => row);
  const count = (lists: RecordingRow[][]) => lists.flat().length;
  const passed = taken(good, LOGINS - Math.min(REFUSED, count(vouched) + count(other)));
  const room = LOGINS - passed.length;
  const genuine = taken(vouched, room - Math.min(count(other), Math.floor(room / 2)));
  return [...passed, ...genuine, ...taken(other, room - genuine.length)].sort(newestFirst);
}

const newestFirst = (a: RecordingRow, b: RecordingRow) => (a.id < b.id ? 1 : -1);

/** `began`: the response would be dropped for a sign-in that begins again, and is one that would be taken otherwise. */
type Side = Replayed & { began: boolean };

/**
 * Counted by how the sign-in ended when it came; only what a change takes away is counted by what would be without it.
 */
function compare(result: WhatIf, login: OpenedLogin, was: Side, is: Side): void {
  const { failureCode, reading, sessionId, user } = login;
  const getsIn = (side: Side) => side.refusal === null || side.began;
  // Nobody vouches for it, and it comes to nothing either way: garbage, or from a certificate nobody has.
  if (failureCode !== null && !reading.verified && !getsIn(was) && !getsIn(is)) return;
  result.total++;
  const line = (code: string | null) => ({ sessionId, user, reason: refusalTitle(code) ?? '' });
  if (!getsIn(is)) {
    if (getsIn(was)) result.nowFail.push(line(is.refusal?.code ?? null));
    else if (failureCode === null) result.refusedBefore++;
    else result.stillFail++;
    return;
  }
  if (is.began && !was.began) result.beginAgain.push(line('idp_initiated_converted'));
  else if (failureCode === null || was.began) result.stillPass++;
  else result.nowPass.push(line(failureCode));
  if (was.profile && is.profile && was.profile.email.toLowerCase() !== is.profile.email.toLowerCase()) {
    result.newEmail.push({ ...line(null), reason: `would be ${is.profile.email}` });
  }
  if (was.profile && is.profile) {
    const [before, now] = [nameIn(was.profile), nameIn(is.profile)];
    if (before !== now) result.newName.push({ ...line(null), reason: `would be called ${now || 'nothing'}` });
    const [had, has] = [listed(was.profile.groups), listed(is.profile.groups)];
    if (had !== '' && had !== has) {
      result.newGroups.push({
        ...line(null),
        reason: has === '' ? 'would be in no group' : `would be in ${has}`,
      });
    }
  }
  if (was.profile && is.profile && was.profile.idpId !== is.profile.idpId) {
    const { connectionId } = login;
    result.newIdentity.push({ ...line(null), connectionId, from: was.profile.idpId, to: is.profile.idpId });
  }
}

function nameIn({ firstName, lastName, name }: NonNullable<Replayed['profile']>): string {
  const parts = [firstName, lastName].filter((part) => part !== null).join(' ');
  return name !== null && name !== parts ? [parts, `(${name})`].filter(Boolean).join(' ') : parts;
}

function listed(groups: readonly string[]): string {
  return [...new Set(groups)].sort().join(', ');
}

/** The roles that the app would be told for some groups, in words; each set of groups is looked up once. */
function rolesByGroups(data: EnvironmentRepositories) {
  const known = new Map<string, Promise<string>>();
  return (connectionId: string, groups: readonly string[]): Promise<string> => {
    const key = JSON.stringify([connectionId, [...groups].sort()]);
    const found = known.get(key) ?? inWords(data, connectionId, groups);
    known.set(key, found);
    return found;
  };
}

async function inWords(
  data: EnvironmentRepositories,
  connectionId: string,
  groups: readonly string[],
): Promise<string> {
  const { roles } = profileRoles(await data.appRoles.factsFor(connectionId, groups));
  return roles?.map(({ slug }) => slug).join(', ') ?? 'no role';
}

type Person = {
  connectionId: string;
  sessionId: string;
  user: string;
  email: string;
  from: string | null;
  to: string;
};

function personOf(
  { connectionId, sessionId, user }: OpenedLogin,
  was: Replayed,
  profile: NonNullable<Replayed['profile']>,
): Person {
  const email = (was.profile ?? profile).email.toLowerCase();
  return {
    connectionId,
    sessionId,
    user: user ?? email,
    email,
    from: was.profile?.idpId ?? null,
    to: profile.idpId,
  };
}

/** Those who would share an ID that they do not share so far. Several IDs of one address are one person. */
function shared(people: readonly Person[]): SharedIdentity[] {
  const byId = Map.groupBy(people, ({ connectionId, to }) => `${connectionId} ${to}`);
  return [...byId.values()].flatMap((group) => {
    const one = new Map(group.map((person) => [person.email, person]));
    const before = new Set(group.map(({ from }) => from));
    if (one.size < 2 || before.size < 2) return [];
    return [...one.values()].map(({ connectionId, sessionId, to, user }) => ({
      user,
      reason: sharedReason(to),
      connectionId,
      sessionId,
    }));
  });
}
