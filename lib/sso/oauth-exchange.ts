import { type Person, personOfClaims, personOfGitHub } from '#lib/oidc/claims.ts';
import { verifyIdToken } from '#lib/oidc/id-token.ts';
import type { OAuthConnectionType, OAuthProviderFacts } from '#lib/oidc/providers.ts';
import { type ProviderTokens, readTokenAnswer } from '#lib/oidc/token-answer.ts';
import type { Refusal } from './judge-login.ts';
import { askProvider, providerKeys } from './oauth-reach.ts';

/** A person the provider vouches for with the tokens that came along, or why not. */
export type ExchangeOutcome =
  | { ok: true; person: Person; tokens: ProviderTokens }
  | { ok: false; refusal: Refusal };

type Exchange = {
  type: OAuthConnectionType;
  provider: OAuthProviderFacts;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
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
  const { now, provider, type } = exchange;
  const reply = await askProvider(type, provider.tokenEndpoint, {
    form: {
      grant_type: 'authorization_code',
      code: exchange.code,
      redirect_uri: exchange.redirectUri,
      client_id: exchange.clientId,
      client_secret: exchange.clientSecret,
      code_verifier: exchange.codeVerifier,
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
    const keys = await providerKeys(type, provider.jwksUri ?? '', now, unknownKey);
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
  return { ok: true, person: personOfClaims(verdict.claims, provider.emailProof), tokens };
}

/** The account and its addresses, asked of the API that the token opens. */
async function personOfApi({ provider, type }: Exchange, tokens: ProviderTokens): Promise<ExchangeOutcome> {
  const { accessToken } = tokens;
  const ask = (address: string | null) => askProvider(type, address ?? '', { accessToken });
  const [user, emails] = await Promise.all([ask(provider.userEndpoint), ask(provider.emailsEndpoint)]);
  if (!user.ok) return unreachable(user);
  if (!emails.ok) return unreachable(emails);
  const person =
    user.status === 200 && emails.status === 200
      ? personOfGitHub(jsonOf(user.body), jsonOf(emails.body))
      : null;
  if (person) return { ok: true, person, tokens };
  return refused({
    code: 'oauth_exchange_refused',
    received: `status ${user.status} for the account, ${emails.status} for its email addresses`,
    detail: `${provider.label} did not say who signed in.`,
  });
}

function unreachable(reply: { message: string; detail: string }): ExchangeOutcome {
  return refused({ code: 'oauth_unreachable', received: reply.detail, detail: reply.message });
}

function refused(refusal: Refusal): ExchangeOutcome {
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
