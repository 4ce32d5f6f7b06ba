import { createHash } from 'node:crypto';
import { effectSentence } from '#lib/connections/change-effect.ts';
import { judgedBy, type SettingChange, settingChanges } from '#lib/connections/version-difference.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { AppError } from '#lib/errors.ts';
import { linkProfiles } from '#lib/sso/reconcile-profiles.ts';
import { type ChangedLogin, CONNECTIONS, countsOf, type WhatIf, whatIf } from '#lib/sso/what-if.ts';
import type { Review } from './form-state.ts';

/** Fields of the review, which the form shows by itself; they travel beside those of the form. */
export const CONFIRMATION_FIELD = 'review_confirmation';
export const REASON_FIELD = 'change_reason';

/** What was shown when the words were asked for: they count for that and nothing else. */
export const HASH_FIELD = 'review_hash';
export const LINK_FIELD = 'review_link';
/** The version of the connection that a form was loaded from. */
export const LOADED_FIELD = 'loaded_version';

const SHOWN = 10;

const OTHER = 'This is another change than the one you looked at, so look again.';

/**
 * A context whose transactions are judged before they are kept: the last recorded sign-ins by the settings before and
 * after, the domains that come to count, and what somebody else changed since the form was loaded. Where a sign-in that
 * worked would fail, somebody become a new person or another one, or two organizations share a domain, the change is
 * taken back and refused with sign_ins_would_fail, until the person types what it says, for what they were shown. What it
 * came to is kept with the version. People who would be new are
 * linked in the same transaction if they ask for it. `told` says afterwards what it came to.
 */
export function reviewed<Context extends EnvironmentContext & { environment: { id: string } }>(
  context: Context,
  form: FormData,
): { context: Context; told: () => string } {
  // A form may ask for the reason itself, too.
  const typed = (name: string) =>
    form
      .getAll(name)
      .map((value) => String(value).trim())
      .find((value) => value !== '') ?? '';
  const { data, environment, scope } = context;
  const reason = typed(REASON_FIELD) || (context.reason ?? null);
  const told: string[] = [];
  const transaction: typeof data.transaction = (work) =>
    data.transaction(async (rows) => {
      const done = await work(rows);
      const changed = rows.connectionVersions.recorded();
      const shared = await rows.organizations.countedElsewhere();
      if (changed.length === 0 && shared.length === 0) return done;
      await requireNotStale(rows, changed, {
        connectionId: typed('connectionId'),
        loaded: Number(typed(LOADED_FIELD)),
      });
      const difference = await differenceOf(rows, changed);
      const judged = judgedBy(difference);
      const result = judged.responses ? await whatIf({ data: rows, scope }, changed) : null;
      const effect = { asks: judged.asks, counts: result && countsOf(result) };
      const asked = reviewOf(result, environment.id, shared, judged.asks);
      const review = asked && { ...asked, hash: reviewHash(difference, asked) };
      const shown = typed(HASH_FIELD);
      if (review && (typed(CONFIRMATION_FIELD).toLowerCase() !== review.confirm || shown !== review.hash)) {
        const other = shown !== '' && shown !== review.hash;
        throw new AppError('sign_ins_would_fail', other ? `${OTHER} ${review.summary}` : review.summary, {
          detail: review,
        });
      }
      if (changed.length > 0 && (effect.counts || effect.asks)) {
        await rows.connectionVersions.keepEffect({ ...effect, confirmed: review?.confirm ?? null });
        told.push(effectSentence(effect));
      }
      if (review?.link && result && typed(LINK_FIELD) === 'on') {
        told.push(linkedSentence(await link({ ...context, reason }, rows, result)));
      }
      return done;
    }, JUDGING);
  return {
    context: { ...context, data: { ...data, transaction }, reason },
    told: () => told.map((sentence) => ` ${sentence}`).join(''),
  };
}

/** Judging recorded sign-ins again takes a while on a busy machine, and nothing is saved when it takes longer. */
const JUDGING = { timeoutMs: 20_000 };

/** What changes in the settings of all connections that are looked at, from before this transaction to now. */
async function differenceOf(
  rows: EnvironmentRepositories,
  changed: readonly { connectionId: string; number: number }[],
): Promise<(SettingChange & { connectionId: string })[]> {
  const found: (SettingChange & { connectionId: string })[] = [];
  const byConnection = [...Map.groupBy(changed, ({ connectionId }) => connectionId)].slice(0, CONNECTIONS);
  for (const [connectionId, versions] of byConnection) {
    const [first, last] = [versions[0], versions.at(-1)];
    if (!first || !last) continue;
    const before = await rows.connectionVersions.get(connectionId, first.number - 1);
    const after = await rows.connectionVersions.get(connectionId, last.number);
    if (!after) continue;
    const changes = before ? settingChanges(before.settings, after.settings) : [];
    found.push(...changes.map((change) => ({ ...change, connectionId })));
  }
  return found;
}

/**
 * Names what somebody looked at: which settings change to what, and in which ways sign-ins would end otherwise. Which
 * sign-ins these are goes on changing while people sign in; how many is in the words to type.
 */
function reviewHash(
  difference: readonly (SettingChange & { connectionId: string })[],
  { groups }: Pick<Review, 'groups'>,
): string {
  // Our own keys, and what is sealed, are made anew with every attempt.
  const settings = difference.map(({ after, before, connectionId, label }) => [
    connectionId,
    label,
    ...(/^(Our .* keys|Client secret)$/.test(label) ? [before.length, after.length] : [before, after]),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([settings, groups.map(({ title }) => title)]))
    .digest('hex')
    .slice(0, 32);
}

/** Refuses a form that would undo what somebody else changed after it was loaded. What they changed elsewhere stays. */
async function requireNotStale(
  rows: EnvironmentRepositories,
  changed: readonly { connectionId: string; number: number }[],
  { connectionId, loaded }: { connectionId: string; loaded: number },
): Promise<void> {
  const own = changed.find((one) => one.connectionId === connectionId);
  if (!own || !Number.isInteger(loaded) || loaded < 1 || loaded >= own.number - 1) return;
  const version = (number: number) => rows.connectionVersions.get(connectionId, number);
  const [then, before, after] = [
    await version(loaded),
    await version(own.number - 1),
    await version(own.number),
  ];
  if (!then || !before || !after) return;
  const mine = new Set(settingChanges(before.settings, after.settings).map(({ label }) => label));
  const theirs = settingChanges(then.settings, before.settings).filter(({ label }) => mine.has(label));
  if (theirs.length === 0) return;
  const what = theirs.map(({ label }) => label.charAt(0).toLowerCase() + label.slice(1)).join(', ');
  throw new AppError(
    'conflict',
    `Since you opened this page, ${before.actorName} has changed this connection (${what}). Nothing of yours is saved, so that nothing of theirs is lost. Copy what you typed, reload the page, and make your change again.`,
  );
}

async function link(
  context: EnvironmentContext,
  rows: EnvironmentRepositories,
  { newIdentity }: WhatIf,
): Promise<number> {
  let count = 0;
  for (const [connectionId, seen] of Map.groupBy(newIdentity, (one) => one.connectionId)) {
    count += await linkProfiles(context, rows, { connectionId, seen });
  }
  return count;
}

function linkedSentence(count: number): string {
  if (count === 0) return 'There was no profile to link.';
  return count === 1
    ? '1 profile is linked to its new ID.'
    : `${count} profiles are linked to their new IDs.`;
}

/** What stands in the way of a change; null when nobody who could sign in is affected. */
export function reviewOf(
  result: WhatIf | null,
  environmentId: string,
  shared: readonly { domain: string; organizationId: string; name: string }[] = [],
  asks = false,
): Omit<Review, 'hash'> | null {
  const base = `/dashboard/${environmentId}`;
  const lines = (logins: readonly ChangedLogin[]) =>
    logins.slice(0, SHOWN).map(({ sessionId, user, reason }) => ({
      href: `${base}/sessions/${sessionId}`,
      user: user ?? 'Unknown user',
      reason,
    }));
  const { blind, newEmail, newGroups, newIdentity, newName, newRole, nowFail, nowPass, sharedIdentity } =
    result ?? NOTHING;
  const domains = [...new Set(shared.map(({ domain }) => domain))];
  const confirm = [
    ...(nowFail.length > 0 ? [`${nowFail.length} would fail`] : []),
    ...(sharedIdentity.length > 0 ? [`${sharedIdentity.length} would share an ID`] : []),
    ...(newIdentity.length > 0 && nowFail.length + sharedIdentity.length === 0
      ? [`${newIdentity.length} would be new`]
      : []),
    ...(newEmail.length > 0 ? [`${newEmail.length} would change email`] : []),
    ...(newRole.length > 0
      ? [`${newRole.length} would change role`]
      : newGroups.length > 0
        ? [`${newGroups.length} would change groups`]
        : []),
    ...domains.map((domain) => `share ${domain}`),
  ];
  if (blind && confirm.length === 0)
    return { summary: BLIND, confirm: 'not checked', link: false, groups: [] };
  if (confirm.length === 0) return null;
  return {
    summary: [effectSentence({ asks, counts: result && countsOf(result) }), ...domains.map(sharedSentence)]
      .filter(Boolean)
      .join(' '),
    confirm: confirm.join(', '),
    link: newIdentity.length > 0,
    groups: [
      { title: 'Would fail from now on', count: nowFail.length, logins: lines(nowFail) },
      {
        title: 'Different people who would have the same ID: apps would take them for one person',
        count: sharedIdentity.length,
        logins: sharedIdentity.slice(0, SHOWN).map(({ connectionId, reason, sessionId, user }) => ({
          href: sessionId
            ? `${base}/sessions/${sessionId}`
            : `${base}/connections/${connectionId}/attributes`,
          user,
          reason,
        })),
      },
      {
        title: 'Would come as a new person, with another profile ID',
        count: newIdentity.length,
        logins: lines(newIdentity),
      },
      { title: 'Would come with another email address', count: newEmail.length, logins: lines(newEmail) },
      { title: 'Would have another role in the app', count: newRole.length, logins: lines(newRole) },
      { title: 'Would have other groups', count: newGroups.length, logins: lines(newGroups) },
      { title: 'Would have another name', count: newName.length, logins: lines(newName) },
      {
        title: 'Have the same verified domain',
        count: shared.length,
        logins: shared.map(({ domain, name, organizationId }) => ({
          href: `${base}/organizations/${organizationId}`,
          user: name,
          reason: domain,
        })),
      },
      { title: 'Failed, and would succeed from now on', count: nowPass.length, logins: lines(nowPass) },
    ].filter(({ count }) => count > 0),
  };
}

const NOTHING = {
  blind: false,
  newEmail: [],
  newGroups: [],
  newName: [],
  newRole: [],
  newIdentity: [],
  nowFail: [],
  nowPass: [],
  sharedIdentity: [],
} as const;

function sharedSentence(domain: string): string {
  return `Another organization has ${domain} verified as well: with both, either identity provider can sign in people of ${domain}.`;
}

const BLIND =
  'People have signed in here before, but none of their sign-ins is recorded any more, so nobody can say whether this change would keep them out.';
