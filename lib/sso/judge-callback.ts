import { isDenied, type ProviderCallback } from '#lib/oidc/callback.ts';
import type { Refusal } from './judge-login.ts';
import type { RefusalCode } from './session-errors.ts';
import { REQUEST_LIFETIME_MS } from './session-states.ts';

/**
 * Refuses a provider's callback by what it answers, before anything is exchanged; null when nothing speaks against it.
 * `found` is the session its state names, `ours` whether this browser began it.
 */
export function judgeCallback({
  callback,
  found,
  issuer,
  now,
  ours,
  usable,
}: {
  callback: ProviderCallback;
  found: { state: string; requestConsumedAt: Date | null; createdAt: Date } | null;
  ours: boolean;
  /** Of the provider; null where it has none. */
  issuer: string | null;
  /** The connection is on, and we are registered there. */
  usable: boolean;
  now: Date;
}): Refusal | null {
  const refused = (code: RefusalCode, detail: string, evidence: Partial<Refusal> = {}) =>
    ({ code, detail, ...evidence }) as Refusal;
  if (found === null) {
    const detail = callback.kind === 'malformed' ? callback.detail : 'Its state is of no sign-in that waits.';
    return refused('oauth_callback_unexpected', detail);
  }
  if (!ours) {
    const detail =
      'The browser that came back is not the one that began the sign-in, or it did not send its cookie.';
    return refused('oauth_callback_unexpected', detail);
  }
  if (found.requestConsumedAt !== null || !['started', 'timed_out'].includes(found.state)) {
    return refused('oauth_callback_unexpected', 'The sign-in was answered before; a state is good for once.');
  }
  if (now.getTime() - found.createdAt.getTime() > REQUEST_LIFETIME_MS) {
    const detail = 'The person stayed too long at the provider. Signing in again works.';
    return refused('oauth_request_expired', detail, {
      expected: `within ${REQUEST_LIFETIME_MS / 60_000} minutes`,
      received: `${Math.round((now.getTime() - found.createdAt.getTime()) / 60_000)} minutes after the request`,
    });
  }
  if (!usable) {
    return refused('connection_unlinked', 'The provider was switched off while the person signed in.');
  }
  if (callback.kind === 'malformed') return refused('oauth_callback_unexpected', callback.detail);
  if (callback.kind === 'error') {
    const received = [callback.error, callback.description].filter((text) => text !== null).join(': ');
    return isDenied(callback.error)
      ? refused('oauth_denied', 'The person canceled at the provider, or may not use the app.', { received })
      : refused('oauth_provider_error', 'The provider ended the sign-in with an error.', { received });
  }
  // RFC 9207 §2.4: an answer that names its issuer names the one that was asked.
  if (callback.issuer !== null && issuer !== null && callback.issuer !== issuer) {
    return refused('oauth_callback_unexpected', 'The answer names another issuer.', {
      expected: issuer,
      received: callback.issuer,
    });
  }
  return null;
}
