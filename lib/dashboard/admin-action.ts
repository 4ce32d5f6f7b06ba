import { refresh } from 'next/cache';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import {
  type Arriving,
  arrivingMember,
  grantArrival,
  grantEnvironment,
  grantWorkspace,
  type SignedInMember,
  signedInMember,
} from '#lib/auth/dashboard-session.ts';
import {
  mayInWorkspace,
  type Permission,
  type RoleName,
  type WorkspacePermission,
} from '#lib/auth/permissions.ts';
import { now } from '#lib/clock.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { AppError, ERRORS } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { type AdminContext, adminContext, memberActor } from './admin-page.ts';
import type { FormState, Review } from './form-state.ts';
import { asLoaded } from './loaded.ts';
import { reviewed } from './review.ts';
import { type WorkspaceAdminContext, workspaceContext } from './workspace-page.ts';

/** What an action's work gives back: a sentence, or a sentence and something to show once. */
type Done<Result> = string | { message: string; result: Result };

/**
 * Makes a server action of one environment: signed in, member of the workspace that owns the posted
 * `environmentId`, permission from the role table, then input, then work. The posted id is a claim; the
 * scope is the proof. Field names of refusals are those of the form; secrets (passwords, `…Secret`, `card_…`) are not echoed.
 */
export function adminAction<Schema extends z.ZodType, Result = never>(
  {
    permission,
    input,
    reviewed: judged = false,
  }: {
    permission: Permission;
    input: Schema;
    /** A change of a connection's settings: what it would do to recorded sign-ins is judged before it is kept. */
    reviewed?: boolean;
  },
  run: (context: AdminContext & { input: z.output<Schema> }) => Promise<Done<Result>>,
) {
  return action(
    permission,
    input,
    signedInMember,
    (member, form) => {
      const granted = grantEnvironment(member, String(form.get('environmentId') ?? ''), permission);
      return granted && adminContext(member, granted);
    },
    async (opened, form) => {
      const context = asLoaded(opened, form);
      if (!judged) return run(context);
      const review = reviewed(context, form);
      const done = await run(review.context);
      if (typeof done === 'string') return done + review.told();
      return { ...done, message: done.message + review.told() };
    },
  );
}

/** Makes a server action of the workspace itself: signed in, permission from the role table, then input, then work. */
export function workspaceAction<Schema extends z.ZodType, Result = never>(
  { permission, input }: { permission: WorkspacePermission; input: Schema },
  run: (context: WorkspaceAdminContext & { input: z.output<Schema> }) => Promise<Done<Result>>,
) {
  return action(
    permission,
    input,
    signedInMember,
    (member) => {
      const scope = grantWorkspace(member, permission);
      return scope && workspaceContext(member, scope);
    },
    (context, form) => run(asLoaded(context, form)),
  );
}

/** Makes a server action of the signed-in member's own settings, which every role has. */
export function memberAction<Schema extends z.ZodType, Result = never>(
  { input }: { input: Schema },
  run: (context: WorkspaceAdminContext & { input: z.output<Schema> }) => Promise<Done<Result>>,
) {
  return workspaceAction({ permission: 'workspace:read', input }, run);
}

/** Somebody who acts on their own sign-in: signed in, or halfway in and giving what is missing. */
export type AccountContext = Omit<WorkspaceAdminContext, 'member' | 'may'> & {
  member: { id: string; name: string; email: string; dashboardSessionId: string };
};

/**
 * Makes a server action about one's own sign-in. `arriving` names those who are not in yet and may use it: a session
 * that waits for its second step gives it by such an action and can do nothing else.
 */
export function accountAction<Schema extends z.ZodType, Result = never>(
  {
    arriving,
    signedIn,
    input,
  }: { arriving: readonly Arriving['standing'][]; signedIn: boolean; input: Schema },
  run: (context: AccountContext & { input: z.output<Schema> }) => Promise<Done<Result>>,
) {
  return action(
    'own sign-in',
    input,
    async () => {
      const here = await arrivingMember();
      if (here) return arriving.includes(here.standing) ? { ...here, role: null } : null;
      return signedIn ? signedInMember() : null;
    },
    (member) => accountContext(member),
    run,
  );
}

async function accountContext(member: SignedInMember | (Arriving & { role: null })): Promise<AccountContext> {
  const scope = member.role === null ? grantArrival(member) : grantWorkspace(member, 'workspace:read');
  if (!scope) throw new AppError('forbidden');
  const { id, name, email, dashboardSessionId } = member;
  return {
    scope,
    data: forWorkspace(scope),
    now: now(),
    actor: await memberActor(member),
    member: { id, name, email, dashboardSessionId },
  };
}

function action<
  Context,
  Schema extends z.ZodType,
  Result,
  Person extends { role: RoleName | null } = SignedInMember,
>(
  permission: string,
  input: Schema,
  identify: () => Promise<Person | null>,
  grant: (member: Person, form: FormData) => Promise<Context> | null,
  run: (context: Context & { input: z.output<Schema> }, form: FormData) => Promise<Done<Result>>,
) {
  return async (_previous: FormState<Result>, form: FormData): Promise<FormState<Result>> => {
    const typed = typedValues(form);
    const refused = (
      message: string,
      fields: Record<string, string> = {},
      link?: { href: string; label: string },
      review?: Review,
    ): FormState<Result> => ({
      status: 'refused',
      message,
      ...(link ? { link } : {}),
      ...(review ? { review } : {}),
      fields,
      values: typed,
    });
    let role: RoleName | null = null;
    try {
      const member = await identify();
      role = member?.role ?? null;
      if (!member) return refused('You are signed out. Sign in again in another tab, then save once more.');
      const context = await grant(member, form);
      if (!context) return refused('There is nothing here that your role may change.');
      const parsed = input.safeParse(formObject(form));
      if (!parsed.success) {
        const fields: Record<string, string> = {};
        for (const issue of parsed.error.issues) fields[issue.path.join('.')] ??= issue.message;
        return refused(MARKED, fields);
      }
      const done = await run({ ...context, input: parsed.data }, form);
      return typeof done === 'string'
        ? { status: 'saved', message: done }
        : { status: 'saved', message: done.message, result: done.result };
    } catch (error) {
      unstable_rethrow(error);
      if (error instanceof AppError && error.status < 500) {
        // The form learns what is there now, so that saving again is no accident.
        if (error.fields.some(({ code }) => code === 'changed_meanwhile')) refresh();
        const fields = error.fields.map(({ field, message, code }) => [field, message ?? code]);
        const marked = error.message === ERRORS.invalid_request_parameters.message;
        const needsBilling = error.code === 'production_environment_requires_billing';
        const link = needsBilling && role && mayInWorkspace(role, 'billing:read') ? BILLING : undefined;
        const review = error.code === 'sign_ins_would_fail' ? (error.detail as Review) : undefined;
        return refused(marked ? MARKED : error.message, Object.fromEntries(fields), link, review);
      }
      log().error({ err: error, permission }, 'server action failed');
      return refused('Something went wrong on our side. Nothing was saved; try again.');
    }
  };
}

const BILLING = { href: '/dashboard/workspace/billing', label: 'Add billing information' };

const MARKED = 'Please correct the marked fields.';

/** Form fields as an object; a name that occurs several times becomes a list. */
function formObject(form: FormData): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith('$ACTION')) continue;
    const all = form.getAll(name);
    values[name] = all.length > 1 ? all : all[0];
  }
  return values;
}

/** Fields that never travel back to the browser: passwords, secrets, and what was typed of a card. */
const NOT_ECHOED = /password$|secret$|^card_|^\$ACTION/i;

function typedValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && !NOT_ECHOED.test(name)) values[name] = value;
  }
  return values;
}
