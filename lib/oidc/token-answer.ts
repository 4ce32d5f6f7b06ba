/** Tokens of a provider, as an app gets them where the environment wants that. */
export type ProviderTokens = {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Seconds since 1970; null when the provider does not say. */
  readonly expiresAt: number | null;
  readonly scopes: readonly string[];
};

/** What a token endpoint answered (RFC 6749 §5.1, §5.2). GitHub answers errors with status 200. */
export type TokenAnswer =
  | { readonly ok: true; readonly idToken: string | null; readonly tokens: ProviderTokens }
  | { readonly ok: false; readonly error: string; readonly description: string | null };

const LONGEST_TOKEN = 16 * 1024;

/** Reads the answer of a token endpoint; `asked` are the scopes it was asked for, which it may leave out. */
export function readTokenAnswer(
  status: number,
  body: string,
  { asked, now }: { asked: readonly string[]; now: Date },
): TokenAnswer {
  const answer = json(body);
  const text = (name: string) => {
    const value = answer?.[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const error = text('error');
  if (error !== null) {
    return {
      ok: false,
      error: error.slice(0, 100),
      description: text('error_description')?.slice(0, 500) ?? null,
    };
  }
  const accessToken = text('access_token');
  if (status !== 200 || accessToken === null || accessToken.length > LONGEST_TOKEN) {
    return { ok: false, error: `status ${status}`, description: 'The answer holds no access token.' };
  }
  const seconds = Number(answer?.['expires_in']);
  const scope = text('scope');
  return {
    ok: true,
    idToken: text('id_token'),
    tokens: {
      accessToken,
      refreshToken: text('refresh_token'),
      expiresAt: Number.isFinite(seconds) && seconds > 0 ? Math.floor(now.getTime() / 1000 + seconds) : null,
      scopes: scope === null ? [...asked] : scope.split(/[\s,]+/).filter((one) => one !== ''),
    },
  };
}

function json(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
