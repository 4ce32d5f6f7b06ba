import { preflight } from '#lib/http/cors.ts';
import { exchange } from '../../exchange.ts';

/** An OpenID Connect client that found this address by discovery exchanges a code for an ID token. */
export const POST = exchange;
export const OPTIONS = preflight('POST');
