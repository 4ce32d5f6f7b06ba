import type { OAuthProviderFacts } from './providers.ts';

/** Everything of a request to a provider; the rest of it is in the table of providers. */
export type ProviderRequest = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** S256. */
  readonly codeChallenge: string;
  /** Asked for besides those a profile needs: the environment's, then the app's. */
  readonly extraScopes: readonly string[];
  readonly loginHint: string | null;
  readonly domainHint: string | null;
  /** The app wants the person to prove themselves again. */
  readonly forceLogin: boolean;
  /** Wishes of the app; what is ours to say wins over them. */
  readonly queryParams: Readonly<Record<string, string>>;
};

/** The parameters of an authorization request, in order (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3). */
export function authorizationParameters(
  provider: OAuthProviderFacts,
  request: ProviderRequest,
): [name: string, value: string][] {
  const ours: [string, string | null][] = [
    ['client_id', request.clientId],
    ['redirect_uri', request.redirectUri],
    ['response_type', 'code'],
    ['scope', [...new Set([...provider.scopes, ...request.extraScopes])].join(' ')],
    ['state', request.state],
    ['nonce', provider.issuer === null ? null : request.nonce],
    ['code_challenge', request.codeChallenge],
    ['code_challenge_method', 'S256'],
    [provider.loginHint, request.loginHint],
    [provider.domainHint ?? '', provider.domainHint === null ? null : request.domainHint],
    ['prompt', request.forceLogin ? provider.promptLogin : null],
  ];
  const said = ours.filter((pair): pair is [string, string] => pair[1] !== null);
  const taken = new Set([...said.map(([name]) => name), ...NEVER_THE_APPS]);
  return [...said, ...Object.entries(request.queryParams).filter(([name]) => !taken.has(name))];
}

/** Parameters that change what comes back, or to whom. */
const NEVER_THE_APPS = [
  'client_id',
  'client_secret',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
];

/** The address the browser is sent to. */
export function authorizationUrl(
  endpoint: string,
  parameters: readonly (readonly [name: string, value: string])[],
): string {
  const url = new URL(endpoint);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url.href;
}
