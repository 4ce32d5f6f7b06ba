import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { systemActor } from '#lib/auth/actor.ts';
import type { RoleName } from '#lib/auth/permissions.ts';
import { systemScope, systemWorkspaceScope } from '#lib/auth/system-scope.ts';
import type { EnvironmentContext, WorkspaceContext } from '#lib/data/context.ts';
import { forWorkspace } from '#lib/data/for-workspace.ts';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newExternalKey } from '#lib/ids.ts';
import { acceptInvitation } from '#lib/team/accept-invitation.ts';
import { inviteMember } from '#lib/team/invite-member.ts';
import { type SeededEnvironment, seedWorkspace } from './seed.ts';

export const PASSWORD = 'correct horse battery staple';

export type SeededMember = { email: string; password: string; role: RoleName };

/** What use cases of a workspace are called with. */
export function contextOf(workspaceId: string, now = new Date()): WorkspaceContext {
  const scope = systemWorkspaceScope(workspaceId);
  return { scope, data: forWorkspace(scope), now, actor: systemActor('Spec') };
}

/** What use cases of an environment are called with. */
export function environmentContextOf(
  { environmentId, kind, data }: SeededEnvironment,
  now = new Date(),
): EnvironmentContext {
  return { scope: systemScope({ id: environmentId, kind }), data, now, actor: systemActor('Spec') };
}

/** A team member of a workspace with an address of a domain, by an invitation that was accepted. */
export async function seedMember(
  workspaceId: string,
  role: RoleName = 'admin',
  domain = 'gatehouse.test',
): Promise<SeededMember> {
  const now = new Date();
  const email = `${role}-${newExternalKey().toLowerCase()}@${domain}`;
  const { path } = await inviteMember(contextOf(workspaceId, now), { email, role });
  await acceptInvitation({
    token: path.slice('/invite/'.length),
    name: 'Robin Tester',
    password: PASSWORD,
    ipAddress: email,
    now,
  });
  return { email, password: PASSWORD, role };
}

/** A workspace of its own with a member of each wanted role; the connection is that to the test identity provider. */
export async function seedDashboard(options: { locked?: boolean } = {}) {
  const workspace = await seedWorkspace(undefined, options);
  const { staging } = workspace;
  const [connection] = await staging.data.connections.ofIdentityProvider(
    `${env().http.url}/test-idp/${staging.environmentId}`,
  );
  if (!connection) throw new Error('the workspace has no connection to its test identity provider');
  return {
    ...workspace,
    connection,
    /** Path of a page of an environment, staging unless said otherwise. */
    page: (path = '', kind: 'staging' | 'production' = 'staging') =>
      `/dashboard/${workspace[kind].environmentId}${path}`,
    member: await seedMember(workspace.workspaceId),
  };
}

export type SeededDashboard = Awaited<ReturnType<typeof seedDashboard>>;

/** Signs the browser of a page in through the real endpoints, without drawing the sign-in page. */
export async function signIn(page: Page, member: SeededMember): Promise<void> {
  // All tests come from one address, which may try a hundred times in a quarter of an hour.
  await database().rateLimit.deleteMany({ where: { key: { startsWith: 'sign-in:ip:' } } });
  const { request } = page.context();
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const answer = await request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email: member.email, password: member.password, json: 'true' },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

const SHELL = 'header.sticky, aside[aria-label="Sections"]';
const shellSeen = new Set<string>();

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The themes differ in nothing but colors: these are the only rules that can come out otherwise in the second. */
const OF_COLOR = ['color-contrast', 'link-in-text-block'];

/**
 * Expects that axe finds no violation on the page as it stands, in light and in dark, and that nothing of it has to
 * be scrolled sideways at phone width. Leaves it in light at the width it had.
 */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if ((await page.locator('.radix-themes').count()) > 0) {
      await expect(page.locator('html')).toHaveClass(new RegExp(`(^| )${colorScheme}( |$)`));
    }
    await settled(page);
    // The page has no frame of another origin, so axe needs no page of its own to put its parts together.
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
    // The bar above and the rail beside are the same on every page: once in each theme is enough.
    if (shellSeen.has(colorScheme)) axe.exclude(SHELL);

    const { violations } = await (colorScheme === 'dark'
      ? axe.withTags(RULES)
      : axe.withRules(OF_COLOR)
    ).analyze();
    const found = violations.map(({ id, nodes }) => ({
      rule: id,
      where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }));
    expect(found, `${page.url()} in ${colorScheme}`).toEqual([]);
    if ((await page.locator(SHELL).count()) > 0) shellSeen.add(colorScheme);
  }
  await expectFitsPhone(page);
}

/** Expects no horizontal scrolling at a width of 360 px. */
export async function expectFitsPhone(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${page.url()} at 360 px`)
    .toBeLessThanOrEqual(360);
  if (size) await page.setViewportSize(size);
}

/** Colors on their way from one theme to the other have a contrast that nobody sees. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const running = document.getAnimations().filter((one) => {
      const end = one.effect?.getComputedTiming().endTime;
      // Inside a closed <details> nothing moves on, and nobody sees it.
      const seen = !(one.effect instanceof KeyframeEffect) || one.effect.target?.checkVisibility();
      return seen && typeof end === 'number' && Number.isFinite(end);
    });
    await Promise.all(running.map((one) => one.finished.catch(() => undefined)));
  });
}
