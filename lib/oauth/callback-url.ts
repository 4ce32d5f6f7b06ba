import { AUTHORIZE_ERRORS, type AuthorizeErrorCode } from './errors.ts';
import type { TrustedRedirectUri } from './redirect-uri.ts';

export type CallbackAnswer =
  | { readonly code: string; readonly state: string | null }
  | {
      readonly error: AuthorizeErrorCode;
      /** Defaults to the sentence of the error table. */
      readonly errorDescription?: string;
      readonly state: string | null;
      /** Sent with `idp_initiated_sso_disabled`, so that the app can start over from its own side. */
      readonly connectionId?: string;
      readonly organizationId?: string;
    };

/**
 * The URL that brings the answer of a sign-in to the app (RFC 6749 §4.1.2). Parameters are appended to the
 * URI as text: parsing and printing it again could turn the checked URI into another one. An existing query
 * stays; `state` null means the app sent none, and then none is sent back.
 */
export function callbackUrl(redirectUri: TrustedRedirectUri, answer: CallbackAnswer): string {
  const parameters: [string, string | null | undefined][] =
    'code' in answer
      ? [['code', answer.code]]
      : [
          ['error', answer.error],
          ['error_description', describable(answer.errorDescription ?? AUTHORIZE_ERRORS[answer.error])],
          ['connection_id', answer.connectionId],
          ['organization_id', answer.organizationId],
        ];
  const query = [...parameters, ['state', answer.state] as const]
    .flatMap(([name, value]) => (value === null || value === undefined ? [] : `${name}=${encode(value)}`))
    .join('&');
  return `${redirectUri}${separator(redirectUri)}${query}`;
}

function separator(uri: string): string {
  if (!uri.includes('?')) return '?';
  return /[?&]$/.test(uri) ? '' : '&';
}

/** Lone surrogates have no UTF-8 and would throw; only text that never came from a URL can hold one. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** Keeps to the characters RFC 6749 §4.1.2.1 allows, since identity providers write into descriptions too. */
function describable(text: string): string {
  return text
    .replaceAll('"', "'")
    .replaceAll('\\', '/')
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 500);
}
