import type { WorkspaceContext } from '#lib/data/context.ts';
import type { GoLiveFacts } from '#lib/data/go-live.ts';

/** A production key without an end that nobody used for so long is one to end. */
const FORGOTTEN_MS = 30 * 24 * 60 * 60 * 1000;

/** Where a step is done: a path of the staging or production environment, or a page outside of both. */
type Place = { in: 'staging' | 'production' | 'workspace'; path: string; label: string };

export type GoLiveStep = { key: string; title: string; body: string; done: boolean; place: Place };

export type GoLiveView = { steps: GoLiveStep[]; done: number; collapsed: boolean };

/** The way to production, step by step; each one knows whether it is done. */
export async function goLiveChecklist(
  { data, now }: Pick<WorkspaceContext, 'data' | 'now'>,
  input: { teamMemberId: string; exampleCallback: string },
): Promise<GoLiveView> {
  const unusedSince = new Date(now.getTime() - FORGOTTEN_MS);
  const [facts, collapsed] = await Promise.all([
    data.goLive.facts(input.exampleCallback, unusedSince, now),
    data.goLive.collapsed(input.teamMemberId),
  ]);
  const steps = goLiveSteps(facts);
  return { steps, collapsed, done: steps.filter((step) => step.done).length };
}

/** Remembers, for one member, whether the checklist is folded away. */
export function collapseChecklist(
  { data }: Pick<WorkspaceContext, 'data'>,
  input: { teamMemberId: string; collapsed: boolean },
): Promise<void> {
  return data.goLive.setCollapsed(input.teamMemberId, input.collapsed);
}

/** The steps in their order, from what is known of the workspace. */
export function goLiveSteps(facts: GoLiveFacts): GoLiveStep[] {
  return [
    {
      key: 'test',
      title: 'Sign in end to end in staging',
      body: 'Go the whole way once, with the example app or a test, then look at the session it left.',
      done: facts.stagingSuccess,
      place: { in: 'staging', path: '/test-sso', label: 'Test SSO' },
    },
    {
      key: 'button',
      title: 'Add SSO to your sign-in page',
      body: 'A separate “Sign in with SSO” button, or an email field that looks the domain up. Done when your own app completes a sign-in.',
      done: facts.ownApp,
      place: { in: 'staging', path: '/sessions?origin=service_provider', label: 'Sessions' },
    },
    {
      key: 'unlock',
      title: 'Unlock production',
      body: 'Add billing information. Only active SAML and OIDC connections in production cost anything.',
      done: facts.productionEnabled,
      place: { in: 'workspace', path: '/dashboard/workspace/billing', label: 'Billing' },
    },
    {
      key: 'redirects',
      title: 'Register your production redirect URIs',
      body: 'People are sent back to one of these and nowhere else. Check that the default is right: sign-ins that begin at the identity provider end there.',
      done: facts.productionUri,
      place: { in: 'production', path: '/configuration/redirects', label: 'Redirects' },
    },
    {
      key: 'credentials',
      title: 'Give your app the production client ID and API key',
      body: 'Set both as environment variables. Done when a production key has been used.',
      done: facts.productionKeyUsed,
      place: { in: 'production', path: '/api-keys', label: 'API keys' },
    },
    {
      key: 'secure',
      title: 'Keep the production key safe',
      body: 'Keep it in a secret store, never in code or a browser, and end keys that nobody has used for 30 days.',
      done: facts.productionKey && !facts.forgottenKey,
      place: { in: 'production', path: '/api-keys', label: 'API keys' },
    },
    {
      key: 'connections',
      title: 'Add connections for your customers',
      body: 'An organization for each customer, with an active connection to its identity provider.',
      done: facts.productionConnection,
      place: { in: 'production', path: '/organizations', label: 'Organizations' },
    },
    {
      key: 'receive',
      title: 'Receive redirects from here',
      body: 'Redirects arrive with each person’s browser, from any address, so no IP allow-list may stand in front of the callback. Done when your app completes a sign-in in production.',
      done: facts.productionSuccess,
      place: { in: 'production', path: '/sessions', label: 'Sessions' },
    },
    {
      key: 'idp_initiated',
      title: 'Decide about sign-ins that begin at the identity provider',
      body: 'Let one arrive and see your app handle it, or have each connection ask first, convert them or take none, under Advanced.',
      done: facts.idpInitiatedSuccess || (facts.productionConnection && !facts.idpInitiatedOpen),
      place: { in: 'production', path: '/connections', label: 'Connections' },
    },
  ];
}
