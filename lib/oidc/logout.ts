/** The address that ends a person's session at an OpenID provider (OpenID Connect RP-Initiated Logout §2). */
export function endSessionUrl(
  endpoint: string,
  request: {
    clientId: string;
    /** Left out where it would make the address longer than servers take. */
    idToken: string | null;
    postLogoutRedirectUri: string;
    state: string;
  },
): string {
  const url = new URL(endpoint);
  const parameters: [string, string | null][] = [
    [
      'id_token_hint',
      request.idToken !== null && request.idToken.length <= LONGEST_HINT ? request.idToken : null,
    ],
    ['client_id', request.clientId],
    ['post_logout_redirect_uri', request.postLogoutRedirectUri],
    ['state', request.state],
  ];
  for (const [name, value] of parameters) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

const LONGEST_HINT = 6000;
