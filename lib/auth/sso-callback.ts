const PREFIX = 'sso-';

/** next-auth's provider id of a workspace: it is part of the callback address, which the environment has registered. */
export function ssoProviderId(workspaceId: string): string {
  return PREFIX + workspaceId;
}

/** The workspace of a provider id; null for any other provider. */
export function workspaceOfProvider(providerId: string): string | null {
  const id = providerId.startsWith(PREFIX) ? providerId.slice(PREFIX.length) : '';
  return /^\w+$/.test(id) ? id : null;
}

/** Where next-auth receives the code of a workspace's dashboard SSO. `origin` is ours, without a trailing slash. */
export function ssoCallbackUrl(origin: string, workspaceId: string): string {
  return `${origin}/api/auth/callback/${ssoProviderId(workspaceId)}`;
}

/** Whether a redirect URI is that address, at whatever origin. */
export function isSsoCallbackOf(uri: string, workspaceId: string): boolean {
  return uri.endsWith(ssoCallbackUrl('', workspaceId));
}
