import { createHash } from 'node:crypto';
import { escapeHtml } from '#lib/http/page.ts';
import type { CertificateView, TimelineStep } from './session-detail.ts';

export type EvidenceCertificate = {
  label: string;
  /** Null when it is withheld or cannot be read. */
  pem: string | null;
  read: CertificateView['read'];
};

type Message = { text: string; lines: Readonly<Record<string, number>>; bytes: number };
type Side = { label: string; values: readonly string[] } | null;

/** What the file shows; every value of a person is a pseudonym by now. */
export type Evidence = {
  id: string;
  madeAt: string;
  state: { label: string; meaning: string; tone: string };
  origin: string;
  connection: { name: string; type: string } | null;
  organization: string | null;
  createdAt: string;
  requestId: string | null;
  user: string;
  ipAddress: string;
  userAgent: string;
  timeline: readonly TimelineStep[];
  failure: {
    error: string | null;
    title: string;
    happened: string;
    detail: string | null;
    expected: Side;
    received: Side;
    domain: { received: string; allowed: readonly string[] } | null;
    remedies: readonly {
      who: string;
      what: string;
      product: string | null;
      where: string | null;
      field: string | null;
      value: string | null;
      attributes: readonly { name: string; source: string }[];
    }[];
  } | null;
  notes: readonly { title: string; detail: string }[];
  rungs: readonly {
    id: string;
    title: string;
    specification: string;
    outcome: 'passed' | 'failed' | 'not_reached';
    judged: boolean;
    expected: readonly string[];
    received: readonly string[];
    detail: string | null;
    xpath: string | null;
  }[];
  caveat: string | null;
  reading: {
    verified: boolean;
    issuer: string | null;
    nameId: string | null;
    nameIdFormat: string | null;
    attributes: readonly { name: string; usedFor: readonly string[]; values: readonly string[] }[];
    profile: readonly {
      label: string;
      required: boolean;
      source: string | null;
      value: string | null;
      problem: string | null;
    }[];
  } | null;
  certificates: readonly EvidenceCertificate[];
  response: Message | null;
  request: Message | null;
};

const STYLE = `:root{color-scheme:light dark;--bg:#fcfcfd;--card:#fff;--fg:#1c2024;--muted:#60646c;--line:#d9d9e0;--soft:#f5f5f8;--red:#b3261e;--green:#18794e;--accent:#3a4fc4}
@media (prefers-color-scheme:dark){:root{--bg:#111113;--card:#18191b;--fg:#edeef0;--muted:#b0b4ba;--line:#363a3f;--soft:#212225;--red:#ff9592;--green:#3dd68c;--accent:#a3b0ff}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--fg);font:14px/1.5 system-ui,sans-serif}main{max-width:1000px;margin:0 auto;padding:32px 16px 64px;display:grid;gap:16px;grid-template-columns:minmax(0,1fr)}
h1{font-size:22px;line-height:1.3;margin:0}h2{font-size:16px;line-height:1.4;margin:0 0 12px}h3{font-size:14px;margin:0 0 4px}p{margin:0 0 8px}p:last-child{margin-bottom:0}a{color:var(--accent)}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px}header p{margin:6px 0 0}.muted{color:var(--muted)}.badge{font-weight:600}
.red{color:var(--red)}.green{color:var(--green)}code,pre,.mono{font:12.5px/1.55 ui-monospace,SFMono-Regular,Menlo,monospace}code,td,dd,li,p,th,h1,h2,h3{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(110px,auto) minmax(0,1fr);gap:6px 16px;margin:0}dt{color:var(--muted)}dd{margin:0}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-top:1px solid var(--line)}thead th{border-top:0;color:var(--muted);font-weight:500}tbody th{font-weight:500}
ol,ul{margin:0;padding-left:20px}li+li{margin-top:6px}pre{margin:0;padding:12px;overflow-x:auto;background:var(--soft);border-radius:8px}summary{cursor:pointer;color:var(--accent)}details pre{margin-top:8px}:target{outline:2px solid var(--accent);outline-offset:2px}
@media (max-width:600px){dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:8px}table,tbody,tr,td,tbody th{display:block;border:0;padding:2px 0}thead{display:none}tr{border-top:1px solid var(--line);padding:8px 0}}
@media print{section{break-inside:avoid-page}body{background:#fff}}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The file and its policy: our one style, and nothing from anywhere. */
export function evidenceFile(evidence: Evidence): { html: string; contentSecurityPolicy: string } {
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  const { failure, notes } = evidence;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer"><title>Sign-in evidence ${escapeHtml(evidence.id)}</title><style>${STYLE}</style></head><body><main>
${headerOf(evidence)}
${failure ? failureOf(failure) : ''}
${notes.length > 0 ? section('Worth knowing', notes.map(({ detail, title }) => `<p><strong>${escapeHtml(title)}.</strong> ${escapeHtml(detail)}</p>`).join('')) : ''}
${section('What happened', timelineOf(evidence.timeline))}
${evidence.rungs.length > 0 ? section('Validation', ladderOf(evidence)) : ''}
${evidence.reading ? section('What the response says', readingOf(evidence.reading)) : ''}
${evidence.certificates.length > 0 ? section('Certificates', evidence.certificates.map(certificateOf).join('')) : ''}
${section('SAML response', messageOf(evidence.response, 'r', 'No response has been received.'))}
${section('SAML request', messageOf(evidence.request, 'q', 'No request was sent, or it is not kept any more.'))}
</main></body></html>
`;
  return { html, contentSecurityPolicy: policy };
}

function section(title: string, body: string): string {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)}</h2>${body}</section>`;
}

function headerOf(evidence: Evidence): string {
  const { connection, organization, state } = evidence;
  const tone = state.tone === 'red' ? 'red' : state.tone === 'green' ? 'green' : 'muted';
  return `<header><h1>Sign-in evidence</h1><p><span class="badge ${tone}">${escapeHtml(state.label)}</span> <span class="muted">${escapeHtml(state.meaning)}</span></p></header>${section(
    'Session',
    facts([
      ['Session ID', evidence.id],
      ['Connection', connection && `${connection.name} (${connection.type})`],
      ['Organization', organization],
      ['Started', time(evidence.createdAt)],
      ['Origin', evidence.origin],
      ['Request ID', evidence.requestId],
      ['User', evidence.user || null],
      ['IP address', evidence.ipAddress || null],
      ['Browser', evidence.userAgent || null],
      ['File made', time(evidence.madeAt)],
    ]) +
      `<p class="muted">Values of persons are replaced by pseudonyms in brackets: the word says what kind of value it is, and the same value has the same pseudonym in every file of this workspace. Signatures, digests and encrypted parts are left out.</p>`,
  )}`;
}

function failureOf(failure: NonNullable<Evidence['failure']>): string {
  const sides = [failure.expected, failure.received].flatMap((side) =>
    side && side.values.length > 0 ? [[side.label, side.values.join('\n')] as const] : [],
  );
  const domain = failure.domain
    ? [
        ['Email domain', failure.domain.received] as const,
        ['Domains of the organization', failure.domain.allowed.join('\n') || '(none)'] as const,
      ]
    : [];
  const remedies = failure.remedies
    .map(
      ({ attributes, field, product, value, what, where, who }) =>
        `<li><strong>${escapeHtml(who)}:</strong> ${escapeHtml(what)}${
          product && where
            ? `<br><span class="muted">${escapeHtml(product)}: ${escapeHtml(where)}</span>`
            : ''
        }${field && value ? `<br><span class="muted">${escapeHtml(field)}</span> <code>${escapeHtml(value)}</code>` : ''}${attributes
          .map(
            ({ name, source }) =>
              `<br><span class="muted">${escapeHtml(name)}</span> <code>${escapeHtml(source)}</code>`,
          )
          .join('')}</li>`,
    )
    .join('');
  return section(
    'Why it failed',
    `<h3 class="red">${escapeHtml(failure.error === null ? failure.title : `${failure.error}: ${failure.title}`)}</h3><p>${escapeHtml(failure.happened)}</p>${
      failure.detail === null ? '' : `<p class="muted">${escapeHtml(failure.detail)}</p>`
    }${facts(failure.domain ? domain : sides)}${remedies ? `<h3>What to do</h3><ul>${remedies}</ul>` : ''}`,
  );
}

function timelineOf(steps: readonly TimelineStep[]): string {
  return `<ol>${steps
    .map(
      ({ at, detail, outcome, title }) =>
        `<li${outcome === 'failed' || outcome === 'missed' ? ' class="red"' : ''}>${escapeHtml(title)}${
          at === null ? '' : ` <span class="muted">${time(at)}</span>`
        }${detail === null ? '' : `<br><span class="muted">${escapeHtml(detail)}</span>`}</li>`,
    )
    .join('')}</ol>`;
}

const OUTCOMES = { passed: 'Passed', failed: 'Failed', not_reached: 'Not reached' } as const;

function ladderOf({ caveat, response, rungs }: Evidence): string {
  const rows = rungs
    .map((rung) => {
      const line = rung.xpath === null ? undefined : response?.lines[rung.xpath];
      const tone = rung.outcome === 'failed' ? 'red' : rung.outcome === 'passed' ? 'green' : 'muted';
      const unverified = rung.outcome !== 'not_reached' && !rung.judged;
      return `<tr><th scope="row">${escapeHtml(rung.title)}<br><span class="muted">${escapeHtml(rung.specification)}</span>${
        line === undefined ? '' : `<br><a href="#r${line}">Line ${line} of the response</a>`
      }</th><td><span class="badge ${tone}">${OUTCOMES[rung.outcome]}</span>${
        unverified ? '<br><span class="muted">Read afterwards, unverified</span>' : ''
      }</td><td>${cell('Expected', rung.expected)}${cell('Received', rung.received)}${
        rung.detail === null ? '' : `<p class="muted">${escapeHtml(rung.detail)}</p>`
      }</td></tr>`;
    })
    .join('');
  return `${caveat === null ? '' : `<p class="muted">${escapeHtml(caveat)}</p>`}<table><thead><tr><th scope="col">Check</th><th scope="col">Outcome</th><th scope="col">Evidence</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function cell(label: string, values: readonly string[]): string {
  if (values.length === 0) return '';
  return `<p><span class="muted">${label}:</span> <span class="mono">${values.map(escapeHtml).join('<br>')}</span></p>`;
}

function readingOf(reading: NonNullable<Evidence['reading']>): string {
  const attributes = reading.attributes
    .map(
      ({ name, usedFor, values }) =>
        `<tr><th scope="row" class="mono">${escapeHtml(name)}</th><td class="mono">${values.map((value) => escapeHtml(value) || '(empty)').join('<br>') || '(no value)'}</td><td>${escapeHtml(usedFor.join(', '))}</td></tr>`,
    )
    .join('');
  const profile = reading.profile
    .map(
      ({ label, problem, required, source, value }) =>
        `<tr><th scope="row">${escapeHtml(label)}${required ? ' <span class="muted">(required)</span>' : ''}</th><td class="mono">${escapeHtml(value ?? '(none)')}${problem === null ? '' : `<br><span class="red">${escapeHtml(problem)}</span>`}</td><td class="mono">${escapeHtml(source ?? '')}</td></tr>`,
    )
    .join('');
  const table = (heads: readonly string[], rows: string) =>
    `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows}</tbody></table>`;
  return `<p class="muted">${
    reading.verified
      ? 'The identity provider signed this.'
      : 'Unverified: nothing here is known to come from the identity provider.'
  }</p>${facts([
    ['Issuer', reading.issuer],
    ['NameID', reading.nameId],
    ['NameID format', reading.nameIdFormat],
  ])}${attributes ? table(['Attribute', 'Values', 'Used for'], attributes) : ''}${
    profile ? table(['Profile field', 'Value', 'From'], profile) : ''
  }`;
}

function certificateOf({ label, pem, read }: EvidenceCertificate): string {
  if (!read) return `<h3>${escapeHtml(label)}</h3><p class="muted">It cannot be read.</p>`;
  const validity = { valid: 'valid then', expired: 'expired then', not_yet_valid: 'not yet valid then' }[
    read.validity
  ];
  return `<h3>${escapeHtml(label)}</h3>${facts([
    ['SHA-256', read.fingerprint],
    ['Subject', read.subject],
    ['Issuer', read.issuer],
    ['Valid', `${time(read.notBefore)} to ${time(read.notAfter)} (${validity})`],
    ['Key', read.key],
  ])}${
    pem === null
      ? '<p class="muted">The certificate itself is withheld: it holds a personal value.</p>'
      : `<details><summary>PEM</summary><pre tabindex="0">${escapeHtml(pem)}</pre></details>`
  }`;
}

function messageOf(message: Message | null, prefix: string, none: string): string {
  if (!message) return `<p class="muted">${escapeHtml(none)}</p>`;
  const named = new Set(Object.values(message.lines));
  const lines = message.text
    .split('\n')
    .map((line, index) =>
      named.has(index + 1) ? `<span id="${prefix}${index + 1}">${escapeHtml(line)}</span>` : escapeHtml(line),
    )
    .join('\n');
  return `<p class="muted">${message.bytes} bytes as exchanged, formatted for reading.</p><pre tabindex="0">${lines}</pre>`;
}

function facts(entries: readonly (readonly [string, string | null])[]): string {
  const shown = entries.flatMap(([label, value]) =>
    value === null
      ? []
      : [`<dt>${escapeHtml(label)}</dt><dd>${value.split('\n').map(escapeHtml).join('<br>')}</dd>`],
  );
  return shown.length > 0 ? `<dl>${shown.join('')}</dl>` : '';
}

function time(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}
