'use server';

import { refresh } from 'next/cache';
import { adminAction } from '#lib/dashboard/admin-action.ts';
import { updateAppAddresses } from '#lib/workspace/app-addresses.ts';
import * as cors from '#lib/workspace/cors-origins.ts';
import * as logout from '#lib/workspace/logout-redirects.ts';
import * as schema from '#lib/workspace/redirect-uris.schema.ts';
import * as redirectUris from '#lib/workspace/redirect-uris.ts';

/** Registers a redirect URI. */
export const add = adminAction(
  { permission: 'redirect_uris:write', input: schema.addRedirectUriInput },
  async ({ input, ...ctx }) => {
    const { uri } = await redirectUris.addRedirectUri(ctx, input);
    refresh();
    return `${uri} can now be used.`;
  },
);

/** Changes one. */
export const update = adminAction(
  { permission: 'redirect_uris:write', input: schema.updateRedirectUriInput },
  async ({ input, ...ctx }) => {
    await redirectUris.updateRedirectUri(ctx, input);
    refresh();
    return 'The redirect URI is changed. Sign-ins that name the old one are refused from now on.';
  },
);

/** Makes one the default. */
export const makeDefault = adminAction(
  { permission: 'redirect_uris:write', input: schema.redirectUriIdInput },
  async ({ input, ...ctx }) => {
    const { uri } = await redirectUris.makeDefaultRedirectUri(ctx, input);
    refresh();
    return `${uri} is the default now.`;
  },
);

/** Deletes one. */
export const remove = adminAction(
  { permission: 'redirect_uris:write', input: schema.redirectUriIdInput },
  async ({ input, ...ctx }) => {
    const uri = await redirectUris.removeRedirectUri(ctx, input);
    refresh();
    return `${uri} is deleted.`;
  },
);

/** Registers an address where sign-outs may end. */
export const addLogout = adminAction(
  { permission: 'redirect_uris:write', input: schema.addLogoutRedirectInput },
  async ({ input, ...ctx }) => {
    const uri = await logout.addLogoutRedirect(ctx, input);
    refresh();
    return `Sign-outs can now end at ${uri}.`;
  },
);

/** Changes one. */
export const updateLogout = adminAction(
  { permission: 'redirect_uris:write', input: schema.updateRedirectUriInput },
  async ({ input, ...ctx }) => {
    await logout.updateLogoutRedirect(ctx, input);
    refresh();
    return 'The logout redirect is changed.';
  },
);

/** Makes one the default. */
export const makeDefaultLogout = adminAction(
  { permission: 'redirect_uris:write', input: schema.redirectUriIdInput },
  async ({ input, ...ctx }) => {
    const uri = await logout.makeDefaultLogoutRedirect(ctx, input);
    refresh();
    return `${uri} is the default now.`;
  },
);

/** Deletes one. */
export const removeLogout = adminAction(
  { permission: 'redirect_uris:write', input: schema.redirectUriIdInput },
  async ({ input, ...ctx }) => {
    const uri = await logout.removeLogoutRedirect(ctx, input);
    refresh();
    return `${uri} is deleted.`;
  },
);

/** Saves the addresses of the app's own pages. */
export const saveAddresses = adminAction(
  { permission: 'redirect_uris:write', input: schema.appAddressesInput },
  async ({ input, ...ctx }) => {
    await updateAppAddresses(ctx, input);
    refresh();
    return 'The addresses are saved.';
  },
);

/** Lets scripts of an origin read what browser apps are answered. */
export const addOrigin = adminAction(
  { permission: 'redirect_uris:write', input: schema.addCorsOriginInput },
  async ({ input, ...ctx }) => {
    const { origin } = await cors.addCorsOrigin(ctx, input);
    refresh();
    return `Scripts of ${origin} can now read answers.`;
  },
);

/** Deletes one. */
export const removeOrigin = adminAction(
  { permission: 'redirect_uris:write', input: schema.redirectUriIdInput },
  async ({ input, ...ctx }) => {
    const origin = await cors.removeCorsOrigin(ctx, input);
    refresh();
    return `${origin} is deleted.`;
  },
);
