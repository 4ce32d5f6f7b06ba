import { randomBytes } from 'node:crypto';
import { type PageLook, paletteOf, type Theme } from '#lib/branding/look.ts';

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
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;grid-template-columns:minmax(0,520px);place-content:center;gap:20px;padding:24px;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
header{display:grid;justify-items:center;gap:8px;text-align:center;font-weight:600;overflow-wrap:anywhere}header img{display:block;max-width:min(280px,100%);max-height:96px;width:auto;height:auto}
main{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:28px}
h1{font-size:20px;line-height:1.3;margin:0 0 12px}p{margin:0 0 12px}dl{margin:16px 0 0;padding-top:16px;border-top:1px solid var(--line);font-size:14px;color:var(--muted)}
dt{font-weight:600}dd{margin:0 0 8px;overflow-wrap:anywhere;font-family:ui-monospace,monospace}
a{color:var(--accent)}button,.button{display:inline-block;font:inherit;padding:8px 16px;border-radius:8px;border:1px solid var(--line);background:var(--accent);color:var(--on-accent);cursor:pointer;text-decoration:none}
button[hidden]{display:none}h2{font-size:14px;line-height:1.4;margin:0 0 8px}section{margin-top:20px;padding-top:20px;border-top:1px solid var(--line)}pre{margin:0 0 8px;padding:12px;border:1px solid var(--line);border-radius:8px;background:var(--bg);color:var(--fg);font:14px/1.5 system-ui,sans-serif;white-space:pre-wrap;overflow-wrap:anywhere}
.hint,[role=status],details{font-size:14px;color:var(--muted)}section p:last-child{margin-bottom:0}details{margin-top:16px}summary{cursor:pointer}details p{margin:8px 0 0;overflow-wrap:anywhere}
section button,button.plain{background:transparent;color:var(--fg)}.choice{display:flex;flex-wrap:wrap;gap:12px;margin-top:20px}strong{font-weight:600;overflow-wrap:anywhere}h1{overflow-wrap:anywhere}`;

/** The palette of one theme as custom properties; every value was checked to be a color. */
function properties(theme: Theme, look: PageLook | null): string {
  const palette = paletteOf(theme, look?.colors[theme] ?? { background: null, accent: null });
  const { background, card, text, muted, line, accent, onAccent } = palette;
  return `--bg:${background};--card:${card};--fg:${text};--muted:${muted};--line:${line};--accent:${accent};--on-accent:${onAccent}`;
}

function styleOf(look: PageLook | null): string {
  return `:root{color-scheme:light dark;${properties('light', look)}}
@media (prefers-color-scheme:dark){:root{${properties('dark', look)}}}${STYLE}${look ? 'main{border-top:3px solid var(--accent)}' : ''}`;
}

/** Logo and name above the page: the logo of the theme, or the other theme's where there is one only. */
function headerOf(look: PageLook | null): string {
  if (!look) return '';
  const { light, dark } = look.logos;
  const main = light ?? dark;
  const name = look.name === null ? '' : escapeHtml(look.name);
  if (main === null) return name === '' ? '' : `<header>${name}</header>`;
  const other =
    dark !== null && light !== null
      ? `<source media="(prefers-color-scheme: dark)" srcset="${escapeHtml(dark)}">`
      : '';
  return `<header><picture>${other}<img src="${escapeHtml(main)}" alt="${name}"></picture></header>`;
}

type PageContent = {
  status: number;
  /** English when left out. */
  language?: string;
  title: string;
  /** Trusted HTML; build it with `escapeHtml`. */
  body: string;
  script?: string;
  headers?: Record<string, string>;
  look?: PageLook | null;
};

/** A page under a policy whose part on forms is `formAction`, a directive after a semicolon or nothing. */
export function render(content: PageContent, formAction: string): Response {
  const nonce = randomBytes(16).toString('base64');
  const look = content.look ?? null;
  const html = `<!doctype html><html lang="${content.language ?? 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(content.title)}</title><style nonce="${nonce}">${styleOf(look)}</style></head><body>${headerOf(look)}<main>${content.body}</main>${content.script ? `<script nonce="${nonce}">${content.script}</script>` : ''}</body></html>`;
  return new Response(html, {
    status: content.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; img-src 'self'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'${formAction}`,
      ...content.headers,
    },
  });
}

/** A page without a form, under a policy that allows its own style and script and nothing else. */
export function page(content: PageContent): Response {
  return render(content, "; form-action 'none'");
}

/** A page for an end user whose login cannot go on: what happened, who can help, and ids to quote. */
export function problemPage(problem: {
  status: number;
  title: string;
  /** Plain sentences. */
  paragraphs: readonly string[];
  /** Shown as label and value, for support. */
  facts?: Readonly<Record<string, string>>;
  /** That of the app somebody is on their way to; ours when left out. */
  look?: PageLook | null;
  headers?: Record<string, string>;
}): Response {
  const facts = Object.entries(problem.facts ?? {})
    .map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('');
  const body = `<h1>${escapeHtml(problem.title)}</h1>${problem.paragraphs
    .map((text) => `<p>${escapeHtml(text)}</p>`)
    .join('')}${facts ? `<dl>${facts}</dl>` : ''}`;
  const { status, title, look = null, headers = {} } = problem;
  return page({ status, title, body, look, headers });
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
  language?: string;
  title: string;
  /** What the page says while it posts. */
  text: string;
  /** On the button for browsers without scripts; in English when left out. */
  send?: string;
  /** Trusted script that runs before the form is sent. */
  before?: string;
  look?: PageLook | null;
}): Response {
  const { title, text, send = 'Continue' } = form;
  const inputs = Object.entries(form.fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const body = `<h1>${escapeHtml(title)}</h1><form method="post" action="${escapeHtml(form.action)}">${inputs}<p>${escapeHtml(text)}</p><button type="submit">${escapeHtml(send)}</button></form>`;
  return render(
    {
      status: 200,
      title,
      body,
      script: `${form.before ?? ''}document.forms[0].submit()`,
      look: form.look ?? null,
      ...(form.language ? { language: form.language } : {}),
      ...(form.headers ? { headers: form.headers } : {}),
    },
    '',
  );
}
