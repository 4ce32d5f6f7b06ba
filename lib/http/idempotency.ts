import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '#lib/auth/actor.ts';
import { refuseJson } from '#lib/auth/callers.ts';
import type { EnvironmentScope } from '#lib/auth/scope.ts';
import { type EnvironmentData, forEnvironment } from '#lib/data/for-environment.ts';
import type { IdempotentRow } from '#lib/data/idempotent-requests.ts';
import { AppError, invalidField } from '#lib/errors.ts';
import { hashSecret, seal, unseal } from '#lib/secrets.ts';
import { readBody } from './api-body.ts';
import type { Call } from './endpoint.ts';
import { json } from './respond.ts';

/** What a handler of the management API works with: the context of its use cases, and the path. */
export type ApiCall = Call<{ scope: EnvironmentScope; data: EnvironmentData; actor: Actor }>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Longer than any request of ours takes: after that, whoever was answering is gone. */
const ABANDONED_MS = 60 * 1000;
const WAIT_MS = 5000;
const POLL_MS = 50;

/**
 * Makes the handler of a POST answer once per `Idempotency-Key`: the same request again within 24 hours gets
 * the same status and body, refusals included; another request with the key gets a 400. While the first is being
 * answered, others wait, at most 5 s, then 409. Answers of 500 and more are not kept. Without the header the
 * handler just runs. `handle` gets the body as text.
 */
export function idempotent(handle: (body: string, call: ApiCall) => Promise<Response>) {
  return async (
    request: Request,
    identified: Call<{ scope: EnvironmentScope; actor: Actor }>,
  ): Promise<Response> => {
    const call = { ...identified, data: forEnvironment(identified.scope) };
    const body = await readBody(request);
    const key = request.headers.get('idempotency-key');
    if (key === null || key === '') return handle(body, call);
    if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
      throw invalidField('Idempotency-Key', 'Idempotency-Key must be 1 to 255 printable ASCII characters');
    }
    const url = new URL(request.url);
    const asked = {
      key,
      method: request.method,
      path: url.pathname + url.search,
      bodyHash: hashSecret(body),
    };
    const earlier = await claimOrWait(call, asked);
    if (earlier) return replay(call.scope, key, earlier);
    return answerAndKeep(call, key, () => handle(body, call).catch((error) => refuseJson(error, request)));
  };
}

type Asked = { key: string; method: string; path: string; bodyHash: string };

/** Null when the request is ours to answer, else the answered request. Throws for a clash and after a long wait. */
async function claimOrWait(
  { data, now }: ApiCall,
  asked: Asked,
): Promise<(IdempotentRow & { status: number }) | null> {
  const free = {
    answeredSince: new Date(now.getTime() - DAY_MS),
    begunSince: new Date(now.getTime() - ABANDONED_MS),
  };
  for (let waited = 0; waited < WAIT_MS; waited += POLL_MS) {
    const holder = await data.idempotentRequests.claim({ ...asked, now }, free);
    if (holder === 'taken') return null;
    if (holder === null) continue;
    if (!same(holder, asked)) {
      throw new AppError(
        'idempotency_key_reused',
        `Another idempotency key (${asked.key}) with different request parameters was found. Please use a different idempotency key.`,
      );
    }
    if (holder.status !== null) return { ...holder, status: holder.status };
    await pause(POLL_MS);
  }
  throw new AppError('idempotency_in_progress');
}

function same(row: IdempotentRow, asked: Asked): boolean {
  return row.method === asked.method && row.path === asked.path && row.bodyHash === asked.bodyHash;
}

async function answerAndKeep(
  { data, scope }: ApiCall,
  key: string,
  answer: () => Promise<Response>,
): Promise<Response> {
  const response = await answer();
  if (response.status >= 500) {
    await data.idempotentRequests.release(key);
    return response;
  }
  const text = await response.text();
  await data.idempotentRequests.keep(key, response.status, seal(text, place(scope, key)));
  return new Response(text, { status: response.status, headers: response.headers });
}

function replay(scope: EnvironmentScope, key: string, row: IdempotentRow & { status: number }): Response {
  const text = row.bodySealed === null ? '' : unseal(row.bodySealed, place(scope, key)).toString('utf8');
  const headers = json(null).headers;
  return new Response(text, { status: row.status, headers });
}

function place(scope: EnvironmentScope, key: string) {
  return { environmentId: scope.environmentId, column: 'bodySealed', row: key };
}
