import { preflight } from '#lib/http/cors.ts';
import { exchange } from '../exchange.ts';

/** A customer's server, or a public client with PKCE, exchanges a code for a profile. */
export const POST = exchange;
export const OPTIONS = preflight('POST');
