'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { requestOrigin } from '#lib/auth/actor.ts';
import { now } from '#lib/clock.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';
import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { acceptInvitationInput } from '#lib/team/accept-invitation.schema.ts';
import { acceptInvitation } from '#lib/team/accept-invitation.ts';

type Accepted = { email: string };

/** Turns a one-time link into a team member. The token in the form is the caller's only proof. */
export async function accept(_previous: FormState<Accepted>, form: FormData): Promise<FormState<Accepted>> {
  const values: Record<string, string> = {};
  for (const name of ['name', 'email', 'workspaceName']) {
    const value = form.get(name);
    if (typeof value === 'string') values[name] = value;
  }
  const refused = (message: string, fields: Record<string, string> = {}): FormState<Accepted> => ({
    status: 'refused',
    message,
    fields,
    values,
  });
  const parsed = acceptInvitationInput.safeParse({ ...values, password: form.get('password') });
  if (!parsed.success) {
    const fields: Record<string, string> = {};
    for (const issue of parsed.error.issues) fields[issue.path.join('.')] ??= issue.message;
    return refused('Please correct the marked fields.', fields);
  }
  let email: string;
  try {
    ({ email } = await acceptInvitation({
      ...parsed.data,
      token: String(form.get('token') ?? ''),
      ...requestOrigin(await headers()),
      now: now(),
    }));
  } catch (error) {
    if (!(error instanceof AppError)) {
      log().error({ err: error }, 'invitation could not be accepted');
      return refused('Something went wrong on our side. Nothing was saved; try again.');
    }
    if (error.code === 'not_found') return refused('This link no longer works. Ask for a new one.');
    if (error.fields.length === 0) return refused(error.message);
    const fields = error.fields.map(({ field, message, code }) => [field, message ?? code]);
    return refused('Please correct the marked fields.', Object.fromEntries(fields));
  }
  // A browser without JavaScript goes on to sign in by itself.
  if (form.get('plain') === 'yes') redirect(`/sign-in?email=${encodeURIComponent(email)}`);
  return { status: 'saved', message: 'Your account is ready.', result: { email } };
}
