/**
 * A refusal in OAuth's language. With `redirectTo` it is delivered to a redirect URI that was found
 * trusted before; without, as JSON at the token endpoint or as a page to a browser.
 */
export class OAuthError extends Error {
  readonly error: string;
  readonly description: string;
  readonly status: number;
  readonly redirectTo: string | null;
  /** The session that keeps the refusal, for the page to quote. */
  readonly sessionId: string | null;

  constructor(
    error: string,
    description: string,
    more: { status?: number; redirectTo?: string | null; sessionId?: string | null } = {},
  ) {
    super(`${error}: ${description}`);
    this.name = 'OAuthError';
    this.error = error;
    this.description = description;
    this.status = more.status ?? 400;
    this.redirectTo = more.redirectTo ?? null;
    this.sessionId = more.sessionId ?? null;
  }
}
