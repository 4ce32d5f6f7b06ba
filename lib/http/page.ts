import { randomBytes } from 'node:crypto';

/** Escapes text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const STYLE = `
:root{color-scheme:light dark;--bg:#fcfcfd;--fg:#1c2024;--muted:#60646c;--card:#fff;--line:#d9d9e0;--accent:#0b6bcb}
@media (prefers-color-scheme:dark){:root{--bg:#111113;--fg:#edeef0;--muted:#b0b4ba;--card:#18191b;--line:#363a3f;--accent:#70b8ff}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:520px;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:28px}
h1{font-size:20px;line-height:1.3;margin:0 0 12px}p{margin:0 0 12px}dl{margin:16px 0 0;padding-top:16px;border-top:1px solid var(--line);font-size:14px;color:var(--muted)}
dt{font-weight:600}dd{margin:0 0 8px;overflow-wrap:anywhere;font-family:ui-monospace,monospace}
button{font:inherit;padding:8px 16px;border-radius:8px;border:1px solid var(--line);background:var(--accent);color:#fff;cursor:pointer}
@media (prefers-color-scheme:dark){button{color:#111}}`;

type PageContent = {
  status: number;
  title: string;
  /** Trusted HTML; build it with `escapeHtml`. */
  body: string;
  script?: string;
  headers?: Record<string, string>;
};

function render(content: PageContent, formAction: string): Response {
  const nonce = randomBytes(16).toString('base64');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(content.title)}</title><style nonce="${nonce}">${STYLE}</style></head><body><main>${content.body}</main>${content.script ? `<script nonce="${nonce}">${content.script}</script>` : ''}</body></html>`;
  return new Response(html, {
    status: content.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'${formAction}`,
      ...content.headers,
    },
  });
}

/** A page for an end user whose login cannot go on: what happened, who can help, and ids to quote. */
export function problemPage(problem: {
  status: number;
  title: string;
  /** Plain sentences. */
  paragraphs: readonly string[];
  /** Shown as label and value, for support. */
  facts?: Readonly<Record<string, string>>;
}): Response {
  const facts = Object.entries(problem.facts ?? {})
    .map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('');
  const body = `<h1>${escapeHtml(problem.title)}</h1>${problem.paragraphs
    .map((text) => `<p>${escapeHtml(text)}</p>`)
    .join('')}${facts ? `<dl>${facts}</dl>` : ''}`;
  return render({ status: problem.status, title: problem.title, body }, "; form-action 'none'");
}

/**
 * A page that posts a form at once (SAML HTTP-POST binding, Bindings §3.5), with a button for browsers
 * without scripts. No form-action: Chromium applies it to every redirect after the post as well, and the
 * flow ends at the app's own address.
 */
export function autoPostPage(form: {
  action: string;
  fields: Readonly<Record<string, string>>;
  headers?: Record<string, string>;
  /** What the page says while it posts; for a request on its way to an identity provider when left out. */
  text?: string;
  /** Trusted script that runs before the form is sent. */
  before?: string;
}): Response {
  const text = form.text ?? 'You are being sent to your identity provider.';
  const inputs = Object.entries(form.fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const body = `<h1>Signing you in</h1><form method="post" action="${escapeHtml(form.action)}">${inputs}<p>${escapeHtml(text)}</p><button type="submit">Continue</button></form>`;
  return render(
    {
      status: 200,
      title: 'Signing you in',
      body,
      script: `${form.before ?? ''}document.forms[0].submit()`,
      ...(form.headers ? { headers: form.headers } : {}),
    },
    '',
  );
}
