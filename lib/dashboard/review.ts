import { settingChanges } from '#lib/connections/version-difference.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import { AppError } from '#lib/errors.ts';
import { linkProfiles } from '#lib/sso/reconcile-profiles.ts';
import { type ChangedLogin, type WhatIf, whatIf } from '#lib/sso/what-if.ts';
import type { Review } from './form-state.ts';

/** Fields of the review, which the form shows by itself; they travel beside those of the form. */
export const CONFIRMATION_FIELD = 'review_confirmation';
export const REASON_FIELD = 'change_reason';

export const LINK_FIELD = 'review_link';
/** The version of the connection that a form was loaded from. */
export const LOADED_FIELD = 'loaded_version';

const SHOWN = 10;

/**
 * A context whose transactions are judged before they are kept: the last recorded sign-ins by the settings before and
 * after, the domains that come to count, and what somebody else changed since the form was loaded. Where a sign-in that
 * worked would fail, somebody become a new person or another one, or two organizations share a domain, the change is
 * taken back and refused with sign_ins_would_fail, until the person types what it says. People who would be new are
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
      const result = changed.length === 0 ? null : await whatIf({ data: rows, scope }, changed);
      const review = reviewOf(result, environment.id, shared);
      if (review && typed(CONFIRMATION_FIELD).toLowerCase() !== review.confirm) {
        throw new AppError('sign_ins_would_fail', review.summary, { detail: review });
      }
      if (result) told.push(summaryOf(result));
      if (review?.link && result && typed(LINK_FIELD) === 'on') {
        told.push(linkedSentence(await link({ ...context, reason }, rows, result)));
      }
      return done;
    });
  return {
    context: { ...context, data: { ...data, transaction }, reason },
    told: () => told.map((sentence) => ` ${sentence}`).join(''),
  };
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
): Review | null {
  const base = `/dashboard/${environmentId}`;
  const lines = (logins: readonly ChangedLogin[]) =>
    logins.slice(0, SHOWN).map(({ sessionId, user, reason }) => ({
      href: `${base}/sessions/${sessionId}`,
      user: user ?? 'Unknown user',
      reason,
    }));
  const { blind, newEmail, newIdentity, nowFail, nowPass, sharedIdentity } = result ?? NOTHING;
  const domains = [...new Set(shared.map(({ domain }) => domain))];
  const confirm = [
    ...(nowFail.length > 0 ? [`${nowFail.length} would fail`] : []),
    ...(sharedIdentity.length > 0 ? [`${sharedIdentity.length} would share an ID`] : []),
    ...(newIdentity.length > 0 && nowFail.length + sharedIdentity.length === 0
      ? [`${newIdentity.length} would be new`]
      : []),
    ...(newEmail.length > 0 ? [`${newEmail.length} would change email`] : []),
    ...domains.map((domain) => `share ${domain}`),
  ];
  if (blind && confirm.length === 0)
    return { summary: BLIND, confirm: 'not checked', link: false, groups: [] };
  if (confirm.length === 0) return null;
  return {
    summary: [...(result ? [summaryOf(result)] : []), ...domains.map(sharedSentence)].join(' '),
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

/** The effect of a change in one sentence. */
export function summaryOf(result: WhatIf): string {
  const { newEmail, newIdentity, nowFail, nowPass, refusedBefore, sharedIdentity, stillPass, total } = result;
  const { beginAgain } = result;
  if (total === 0 && sharedIdentity.length === 0)
    return 'There is no recorded sign-in to check this against.';
  const parts = [`${stillPass} would still succeed`];
  if (nowFail.length > 0) parts.push(`${nowFail.length} would now fail`);
  if (nowPass.length > 0) parts.push(`${nowPass.length} that failed would now succeed`);
  if (refusedBefore > 0) parts.push(`${refusedBefore} would already have failed before this change`);
  if (beginAgain.length > 0) parts.push(`${beginAgain.length} would begin again with a request`);
  if (newIdentity.length > 0) parts.push(`${newIdentity.length} would come as a new person`);
  if (newEmail.length > 0) parts.push(`${newEmail.length} would come with another email address`);
  if (sharedIdentity.length > 0) parts.push(`${sharedIdentity.length} people would share an ID`);
  const logins = total === 1 ? 'Of the last recorded sign-in' : `Of the last ${total} recorded sign-ins`;
  return `${logins}, ${parts.join(', ')}.`;
}
