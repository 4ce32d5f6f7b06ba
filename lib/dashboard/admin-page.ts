import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { type Actor, requestOrigin } from '#lib/auth/actor.ts';
import { callbackPath } from '#lib/auth/callback-path.ts';
import {
  arrivingMember,
  grantEnvironment,
  type SignedInMember,
  signedInMember,
} from '#lib/auth/dashboard-session.ts';
import { may, type Permission } from '#lib/auth/permissions.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { now } from '#lib/clock.ts';
import { type EnvironmentData, forEnvironment } from '#lib/data/for-environment.ts';

/** What a dashboard page or action works with. */
export type AdminContext = {
  scope: EnvironmentScope;
  data: EnvironmentData;
  now: Date;
  actor: Actor;
  member: SignedInMember;
  environment: SignedInMember['environments'][number];
  /** Production without billing information: its keys cannot be created, its connections cannot become active. */
  locked: boolean;
  /** Whether this member may do something here; hides what they may not. */
  may: (permission: Permission) => boolean;
};

/** Where somebody without a usable session is sent: to sign in, or to what is missing of a sign-in. */
const WAY_IN = {
  second_step: '/sign-in/second-step',
  set_up_factor: '/sign-in/set-up',
  sso_required: '/sign-in',
} as const;

/** The signed-in member, or off to the sign-in page or its next step, which leads back here. */
export async function requireMember(): Promise<SignedInMember> {
  const member = await signedInMember();
  if (member) return member;
  const callback = callbackPath((await headers()).get('x-gatehouse-path'));
  const arriving = await arrivingMember();
  const way = arriving ? WAY_IN[arriving.standing] : '/sign-in';
  redirect(`${way}?${new URLSearchParams({ callbackUrl: callback })}`);
}

/**
 * Authorizes a page of one environment. Not signed in: the sign-in page. An environment that is absent,
 * foreign, or closed to the member's role: the same 404.
 */
export async function adminPage(environmentId: string, permission: Permission): Promise<AdminContext> {
  const member = await requireMember();
  const granted = grantEnvironment(member, environmentId, permission);
  if (!granted) notFound();
  return adminContext(member, granted);
}

/** The signed-in member as the audit log names them, with where this request comes from. */
export async function memberActor(member: { id: string; name: string }): Promise<Actor> {
  return { type: 'member', id: member.id, name: member.name, ...requestOrigin(await headers()) };
}

/** Assembles the context once a grant is there. */
export async function adminContext(
  member: SignedInMember,
  granted: NonNullable<ReturnType<typeof grantEnvironment>>,
): Promise<AdminContext> {
  return {
    ...granted,
    data: forEnvironment(granted.scope),
    now: now(),
    actor: await memberActor(member),
    member,
    locked: granted.environment.kind === 'production' && member.workspace.productionEnabledAt === null,
    may: (permission) => may(member.role, permission, granted.environment.kind),
  };
}
