import type { EnvironmentContext } from '#lib/data/context.ts';
import { AppError } from '#lib/errors.ts';
import { type ChangedLogin, type WhatIf, whatIf } from '#lib/sso/what-if.ts';
import type { Review } from './form-state.ts';

/** Fields of the review, which the form shows by itself; they travel beside those of the form. */
export const CONFIRMATION_FIELD = 'review_confirmation';
export const REASON_FIELD = 'change_reason';

const SHOWN = 10;

/**
 * A context whose transactions are judged before they are kept: the last recorded sign-ins by the settings before and
 * after. Where one that worked would fail, or make somebody a new person, the change is taken back and refused with
 * sign_ins_would_fail, until the person types how many. `told` says afterwards what it came to.
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
  const results: WhatIf[] = [];
  const transaction: typeof data.transaction = (work) =>
    data.transaction(async (rows) => {
      const done = await work(rows);
      const changed = rows.connectionVersions.recorded();
      if (changed.length === 0) return done;
      const result = await whatIf({ data: rows, scope }, changed);
      const review = reviewOf(result, environment.id);
      if (review && typed(CONFIRMATION_FIELD).toLowerCase() !== review.confirm) {
        throw new AppError('sign_ins_would_fail', review.summary, { detail: review });
      }
      results.push(result);
      return done;
    });
  return {
    context: {
      ...context,
      data: { ...data, transaction },
      reason: typed(REASON_FIELD) || (context.reason ?? null),
    },
    told: () => results.map((result) => ` ${summaryOf(result)}`).at(-1) ?? '',
  };
}

/** What stands in the way of a change; null when nobody who could sign in is affected. */
export function reviewOf(result: WhatIf, environmentId: string): Review | null {
  const { blind, newIdentity, nowFail, nowPass } = result;
  if (blind && nowFail.length + newIdentity.length === 0) {
    return { summary: BLIND, confirm: 'not checked', groups: [] };
  }
  if (nowFail.length + newIdentity.length === 0) return null;
  const lines = (logins: readonly ChangedLogin[]) =>
    logins.slice(0, SHOWN).map(({ sessionId, user, reason }) => ({
      href: `/dashboard/${environmentId}/sessions/${sessionId}`,
      user: user ?? 'Unknown user',
      reason,
    }));
  return {
    summary: summaryOf(result),
    confirm: nowFail.length > 0 ? `${nowFail.length} would fail` : `${newIdentity.length} would be new`,
    groups: [
      { title: 'Would fail from now on', count: nowFail.length, logins: lines(nowFail) },
      {
        title: 'Would come as a new person, with another profile ID',
        count: newIdentity.length,
        logins: lines(newIdentity),
      },
      { title: 'Failed, and would succeed from now on', count: nowPass.length, logins: lines(nowPass) },
    ].filter(({ count }) => count > 0),
  };
}

const BLIND =
  'People have signed in here before, but none of their sign-ins is recorded any more, so nobody can say whether this change would keep them out.';

/** The effect of a change in one sentence. */
export function summaryOf(result: WhatIf): string {
  const { newIdentity, nowFail, nowPass, refusedBefore, stillPass, total } = result;
  if (total === 0) return 'There is no recorded sign-in to check this against.';
  const parts = [`${stillPass} would still succeed`];
  if (nowFail.length > 0) parts.push(`${nowFail.length} would now fail`);
  if (nowPass.length > 0) parts.push(`${nowPass.length} that failed would now succeed`);
  if (refusedBefore > 0) parts.push(`${refusedBefore} would already have failed before this change`);
  if (newIdentity.length > 0) parts.push(`${newIdentity.length} would come as a new person`);
  const logins = total === 1 ? 'Of the last recorded sign-in' : `Of the last ${total} recorded sign-ins`;
  return `${logins}, ${parts.join(', ')}.`;
}
