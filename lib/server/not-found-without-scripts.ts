import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';

/** The words of components/layout/not-found-notice.tsx. */
const NOTICE =
  '<noscript><main style="max-width:65ch;margin:4rem auto;padding:0 1rem;font-family:system-ui,sans-serif">' +
  '<h1>There is nothing here</h1><p>The address may be mistyped, what it showed may have been deleted, or it belongs ' +
  'to a workspace or environment that is not open to you.</p><p><a href="/dashboard">Go to the dashboard</a></p>' +
  '</main></noscript>';

/**
 * Lets a dashboard page that is not there say so to browsers without scripts: Next draws it in the browser only, and
 * sends an empty document with status 404. Answers with anything to show, and all others, are left alone.
 */
export function explainNotFound(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' || !request.headers.accept?.includes('text/html')) return;
  const { write, end } = response;
  const chunks: Buffer[] = [];
  const held = () =>
    response.statusCode === 404 &&
    String(response.getHeader('content-type')).startsWith('text/html') &&
    !response.hasHeader('content-length') &&
    [undefined, 'gzip'].includes(response.getHeader('content-encoding') as string | undefined);
  const keep = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk, encodingOf(encoding)));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  response.write = ((...args: Parameters<typeof write>) => {
    if (!held()) return write.apply(response, args);
    keep(args[0], args[1]);
    const done = args.find((arg) => typeof arg === 'function') as (() => void) | undefined;
    if (done) queueMicrotask(done);
    return true;
  }) as typeof write;
  response.end = ((...args: Parameters<typeof end>) => {
    if (!held()) return end.apply(response, args);
    keep(args[0], args[1]);
    const compressed = response.getHeader('content-encoding') === 'gzip';
    const body = Buffer.concat(chunks);
    const html = explained((compressed && body.length > 0 ? gunzipSync(body) : body).toString());
    const done = args.find((arg) => typeof arg === 'function') as (() => void) | undefined;
    const sent = compressed ? gzipSync(html) : Buffer.from(html);
    return end.call(response, sent, 'utf8', done);
  }) as typeof end;
}

/** The document with the notice at the beginning of its body, when the body is drawn by scripts alone. */
function explained(html: string): string {
  return html.includes('id="__next_error__"') ? html.replace(/<body[^>]*>/, (body) => body + NOTICE) : html;
}

function encodingOf(value: unknown): BufferEncoding {
  return typeof value === 'string' && Buffer.isEncoding(value) ? value : 'utf8';
}
