import { type Person, personOfClaims, personOfGitHub } from '#lib/oidc/claims.ts';
import { verifyIdToken } from '#lib/oidc/id-token.ts';
import { type ProviderTokens, readTokenAnswer } from '#lib/oidc/token-answer.ts';
import type { Refusal } from './judge-login.ts';
import { askProvider, providerKeys, type Reach } from './oauth-reach.ts';

/** A person the provider vouches for with the tokens that came along, or why not. */
export type ExchangeOutcome =
  | { ok: true; person: Person; tokens: ProviderTokens; idToken: string | null; sid: string | null }
  | { ok: false; refusal: Refusal };

type Exchange = {
  reach: Reach;
  clientId: string;
  clientSecret: string;
  code: string;
  codeVerifier: string;
  nonce: string;
  askedScopes: readonly string[];
  now: Date;
};

/**
 * Trades a provider's code for its tokens and finds out who signed in: by the ID token, or by asking the API of a
 * provider that issues none. No token, code or secret is in what a refusal says.
 */
export async function exchangeCode(exchange: Exchange): Promise<ExchangeOutcome> {
  const { now, reach } = exchange;
  const { policy, provider } = reach;
  const reply = await askProvider(policy, provider.tokenEndpoint, {
    form: {
      grant_type: 'authorization_code',
      code: exchange.code,
      redirect_uri: reach.callbackUrl,
      code_verifier: exchange.codeVerifier,
    },
    client: {
      id: exchange.clientId,
      secret: exchange.clientSecret,
      auth: provider.tokenAuth ?? 'client_secret_post',
    },
  });
  if (!reply.ok) return unreachable(reply);
  const answer = readTokenAnswer(reply.status, reply.body.toString('utf8'), {
    asked: exchange.askedScopes,
    now,
  });
  if (!answer.ok) {
    // What a server writes into its description is not ours to trust: it may repeat what it was sent.
    const description = answer.description === null ? null : withoutSecrets(answer.description, exchange);
    return refused({
      code: 'oauth_exchange_refused',
      received: [answer.error, description].filter((text) => text !== null).join(': '),
      detail: `${provider.label} did not give tokens for the code of the callback.`,
    });
  }
  const { tokens } = answer;
  if (provider.issuer === null) return personOfApi(exchange, tokens);
  if (answer.idToken === null) {
    return refused({
      code: 'oauth_id_token_invalid',
      detail: `${provider.label} sent no ID token, so it did not say who signed in.`,
    });
  }
  const judge = async (unknownKey: boolean) => {
    const keys = await providerKeys(policy, provider.jwksUri ?? '', now, unknownKey);
    return (
      keys &&
      verifyIdToken(answer.idToken ?? '', {
        issuer: provider.issuer ?? '',
        clientId: exchange.clientId,
        nonce: exchange.nonce,
        keys,
        now,
      })
    );
  };
  let verdict = await judge(false);
  if (verdict && !verdict.ok && verdict.check === 'unknown_key') verdict = await judge(true);
  if (!verdict) {
    return refused({
      code: 'oauth_unreachable',
      detail: `The keys of ${provider.label} could not be fetched.`,
    });
  }
  if (!verdict.ok) {
    const { detail, expected, received } = verdict;
    return refused({
      code: 'oauth_id_token_invalid',
      detail,
      ...(expected === undefined ? {} : { expected }),
      ...(received === undefined ? {} : { received }),
    });
  }
  const { idToken } = answer;
  let { claims } = verdict;
  if (provider.userinfoEndpoint) {
    const more = await userinfo(exchange, provider.userinfoEndpoint, tokens, claims.sub);
    if (!more.ok) return more;
    // What is signed comes first.
    claims = { ...more.claims, ...claims };
  }
  const sid = verdict.claims['sid'];
  return {
    ok: true,
    person: personOfClaims(claims, provider.emailProof),
    tokens,
    idToken,
    sid: typeof sid === 'string' && sid !== '' && sid.length <= 500 ? sid : null,
  };
}

/** What the provider says of the person besides; of somebody else it is a refusal (OpenID Connect Core §5.3.2). */
async function userinfo(
  { reach }: Exchange,
  address: string,
  { accessToken }: ProviderTokens,
  subject: string,
): Promise<{ ok: true; claims: Record<string, unknown> } | Extract<ExchangeOutcome, { ok: false }>> {
  const reply = await askProvider(reach.policy, address, { accessToken });
  if (!reply.ok) return unreachable(reply);
  const claims = reply.status === 200 ? jsonOf(reply.body) : null;
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    return refused({
      code: 'oauth_exchange_refused',
      received: `status ${reply.status}`,
      detail: 'The userinfo endpoint of the provider did not say who signed in.',
    });
  }
  if ((claims as Record<string, unknown>)['sub'] !== subject) {
    return refused({
      code: 'oauth_id_token_invalid',
      detail: 'The userinfo endpoint of the provider spoke of somebody else than the ID token.',
    });
  }
  return { ok: true, claims: claims as Record<string, unknown> };
}

/** The account and its addresses, asked of the API that the token opens. */
async function personOfApi({ reach }: Exchange, tokens: ProviderTokens): Promise<ExchangeOutcome> {
  const { policy, provider } = reach;
  const { accessToken } = tokens;
  const ask = (address: string | null) => askProvider(policy, address ?? '', { accessToken });
  const [user, emails] = await Promise.all([ask(provider.userEndpoint), ask(provider.emailsEndpoint)]);
  if (!user.ok) return unreachable(user);
  if (!emails.ok) return unreachable(emails);
  const person =
    user.status === 200 && emails.status === 200
      ? personOfGitHub(jsonOf(user.body), jsonOf(emails.body))
      : null;
  if (person) return { ok: true, person, tokens, idToken: null, sid: null };
  return refused({
    code: 'oauth_exchange_refused',
    received: `status ${user.status} for the account, ${emails.status} for its email addresses`,
    detail: `${provider.label} did not say who signed in.`,
  });
}

function unreachable(reply: { message: string; detail: string }): Extract<ExchangeOutcome, { ok: false }> {
  return refused({ code: 'oauth_unreachable', received: reply.detail, detail: reply.message });
}

function refused(refusal: Refusal): Extract<ExchangeOutcome, { ok: false }> {
  return { ok: false, refusal };
}

function withoutSecrets(text: string, { clientSecret, code, codeVerifier }: Exchange): string {
  return [code, clientSecret, codeVerifier].reduce(
    (rest, secret) => rest.replaceAll(secret, '[hidden]'),
    text,
  );
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
