import type { MailBlock, MailContent, MailPlace } from './content.ts';

/** A mail as it is sent. */
export type RenderedMail = { subject: string; html: string; text: string };

const MAX_SUBJECT_CHARACTERS = 200;

/** Both forms of a mail. Everything in `content` is text: HTML gets it escaped, the subject on one line. */
export function renderMail(content: MailContent, place: MailPlace): RenderedMail {
  const subject = oneLine(content.subject, MAX_SUBJECT_CHARACTERS);
  return { subject, html: html(subject, content, place), text: text(content, place) };
}

/** A text as a header can carry it: control characters and line breaks become spaces, so that nothing follows it. */
export function oneLine(value: string, maxCharacters: number): string {
  const line = value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length > maxCharacters ? `${characters.slice(0, maxCharacters - 1).join('')}…` : line;
}

function address(path: string, { origin }: MailPlace): string {
  // A path that could name another host (`//…`) would be a bug of the caller.
  if (!/^\/(?!\/)/.test(path)) throw new TypeError('a mail links to paths of our own origin');
  return origin + path;
}

function signature({ workspaceName, supportEmail }: MailPlace): string {
  const name = oneLine(workspaceName, 100);
  return supportEmail
    ? `${name}. Questions? Answer this mail or write to ${supportEmail}.`
    : `${name}. Nobody reads answers to this mail.`;
}

function text(content: MailContent, place: MailPlace): string {
  const block = (one: MailBlock): string => {
    if (typeof one === 'string') return one;
    if ('link' in one) return `${one.link.label}:\n${address(one.link.path, place)}`;
    if ('facts' in one) return one.facts.map(([name, value]) => `${name}: ${oneLine(value, 500)}`).join('\n');
    return one.list.map((item) => `- ${oneLine(item, 500)}`).join('\n');
  };
  return `${[...content.blocks.map(block), `-- \n${signature(place)}\n${content.why}`].join('\n\n')}\n`;
}

// Mail programs ignore style sheets at will: everything readable is set on the elements, in light colors; the sheet
// adds the dark ones for programs that know them.
const STYLES = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  body, .page { background: #111113 !important; }
  .card { background: #18191b !important; border-color: #363a3f !important; }
  .ink { color: #edeef0 !important; }
  .quiet { color: #b0b4ba !important; }
  .line { border-color: #363a3f !important; }
  .link { color: #9eb1ff !important; }
}
@media (max-width: 480px) { .card-cell { padding: 24px 20px !important; } }`;

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = 'color:#1c2024';
const QUIET = 'color:#60646c';
const BODY = `${FONT};font-size:15px;line-height:23px`;

function html(subject: string, content: MailContent, place: MailPlace): string {
  const block = (one: MailBlock): string => {
    if (typeof one === 'string') return paragraph(one);
    if ('link' in one) return button(one.link.label, address(one.link.path, place));
    if ('facts' in one) return facts(one.facts);
    return list(one.list);
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${STYLES}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f5f7">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f4f5f7">
<tr><td align="center" style="padding:32px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
<tr><td class="ink" style="padding:0 4px 16px;${FONT};font-size:15px;line-height:20px;font-weight:600;${INK}">${escapeHtml(oneLine(place.workspaceName, 100))}</td></tr>
<tr><td>
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#ffffff;border:1px solid #e0e1e6;border-radius:8px">
<tr><td class="card-cell" style="padding:32px 36px">
<h1 class="ink" style="margin:0 0 16px;${FONT};font-size:20px;line-height:28px;font-weight:600;${INK};overflow-wrap:anywhere">${escapeHtml(subject)}</h1>
${content.blocks.map(block).join('\n')}
</td></tr>
</table>
</td></tr>
<tr><td class="quiet" style="padding:16px 4px 0;${FONT};font-size:13px;line-height:20px;${QUIET};overflow-wrap:anywhere">${escapeHtml(signature(place))}<br>${escapeHtml(content.why)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function paragraph(words: string): string {
  return `<p class="ink" style="margin:0 0 16px;${BODY};${INK};overflow-wrap:anywhere">${escapeHtml(words)}</p>`;
}

/** A button, and below it the same address to copy, for programs that make links useless. */
function button(label: string, url: string): string {
  const safe = escapeHtml(url);
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 12px">
<tr><td style="background:#3e63dd;border-radius:6px"><a href="${safe}" style="display:inline-block;padding:11px 20px;${FONT};font-size:15px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(label)}</a></td></tr>
</table>
<p class="quiet" style="margin:0 0 20px;${FONT};font-size:13px;line-height:20px;${QUIET};overflow-wrap:anywhere">Or open this address: <a class="link" href="${safe}" style="color:#3a5bc7">${safe}</a></p>`;
}

function facts(rows: readonly (readonly [string, string])[]): string {
  const cell = 'padding:9px 0;border-top:1px solid #e8e8ec;vertical-align:top';
  const row = ([name, value]: readonly [string, string]) =>
    `<tr><td class="quiet line" width="34%" style="${cell};padding-right:12px;${FONT};font-size:14px;line-height:20px;${QUIET}">${escapeHtml(name)}</td><td class="ink line" style="${cell};${FONT};font-size:14px;line-height:20px;${INK};overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`;
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 20px">${rows.map(row).join('')}</table>`;
}

function list(items: readonly string[]): string {
  const item = (one: string) => `<li style="margin:0 0 6px">${escapeHtml(one)}</li>`;
  return `<ul class="ink" style="margin:0 0 20px;padding-left:20px;${BODY};${INK};overflow-wrap:anywhere">${items.map(item).join('')}</ul>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(words: string): string {
  return words.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
