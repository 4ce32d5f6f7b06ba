import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { now } from '#lib/clock.ts';
import { endUserPage } from '#lib/http/end-user-page.ts';
import { problemPage } from '#lib/http/page.ts';
import { json } from '#lib/http/respond.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/**
 * Completes the 405 of `handle`, which Next sends without a body and without the Allow that RFC 9110 §15.5.6 asks for:
 * JSON for programs, a page for browsers. An answer that has a body or names the methods itself is left alone.
 */
export function explainWrongMethod(request: IncomingMessage, response: ServerResponse, handle: Handle): void {
  const { writeHead, write, end } = response;
  let bare = true;
  const isBare405 = (status: number) => bare && status === 405 && !response.hasHeader('Allow');
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    if (!isBare405(args[0])) return writeHead.apply(response, args);
    // Held back until it is known whether a body follows.
    response.statusCode = 405;
    return response;
  }) as typeof writeHead;
  response.write = ((...args: Parameters<typeof write>) => {
    bare = false;
    return write.apply(response, args);
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    if (typeof args[0] === 'string' || args[0] instanceof Uint8Array) bare = false;
    if (!isBare405(response.statusCode)) return end.apply(response, args);
    void allowedMethods(request, handle).then(async (allow) => {
      bare = false;
      // Compression has put itself in front of these, and would write the header too early.
      Object.assign(response, { write, end });
      if (allow !== undefined) response.setHeader('Allow', allow);
      const refusal = inCallersLanguage(request);
      refusal.headers.forEach((value, name) => {
        response.setHeader(name, value);
      });
      response.end(await refusal.text());
    });
    return response;
  }) as typeof end;
}

function inCallersLanguage(request: IncomingMessage): Response {
  if (!request.headers.accept?.includes('text/html')) return json({ message: 'Method Not Allowed' }, 405);
  // Reloading or bookmarking the end of a sign-in is the usual way to get here.
  if (request.url?.startsWith('/sso/saml/acs/')) {
    return endUserPage({
      status: 405,
      problem: 'step',
      acceptLanguage: request.headers['accept-language'] ?? null,
      now: now(),
    });
  }
  return problemPage({
    status: 405,
    title: 'This address is used in another way',
    paragraphs: ['It cannot be opened or posted to like this. Go back and try again.'],
  });
}

/** Asks the same address with OPTIONS, which Next answers from the methods that the route has. */
function allowedMethods(request: IncomingMessage, handle: Handle): Promise<string | undefined> {
  // A socket of its own, never connected: an aborted message takes its socket along.
  const question = Object.assign(new IncomingMessage(new Socket()), {
    method: 'OPTIONS',
    url: request.url,
    headers: { host: request.headers.host },
  });
  question.push(null);
  const answer = new ServerResponse(question);
  return new Promise((resolve) => {
    answer.end = (() => {
      const allow = answer.getHeader('Allow');
      resolve(typeof allow === 'string' ? allow : undefined);
      return answer;
    }) as typeof answer.end;
    const nothing = () => resolve(undefined);
    (async () => handle(question, answer))().then(nothing, nothing);
  });
}
