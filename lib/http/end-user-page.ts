import type { PageLook } from '#lib/branding/look.ts';
import { preferredLanguage } from './accept-language.ts';
import {
  END_USER_LANGUAGES,
  END_USER_TEXTS,
  type EndUserActor,
  type EndUserProblem,
} from './end-user-texts.ts';
import { escapeHtml, page } from './page.ts';

/** Who has to act when the page knows no more than what kind of problem it is. */
const USUAL_ACTOR: Readonly<Record<EndUserProblem, EndUserActor>> = {
  link: 'app_team',
  answer: 'it_admin',
  address: 'it_admin',
  step: 'you',
  too_large: 'it_admin',
  too_many: 'wait',
  broken: 'wait',
};

/** Shows the button only where copying works, and says when it is done. */
const COPY = `{const b=document.querySelector('button'),m=document.querySelector('pre'),s=document.querySelector('[role=status]');
if(navigator.clipboard){b.hidden=false;b.addEventListener('click',()=>{s.textContent='';navigator.clipboard.writeText(m.textContent).then(()=>{s.textContent=b.dataset.done},()=>{getSelection().selectAllChildren(m)})})}}`;

/**
 * The page that ends a sign-in, in the reader's language: what happened, who has to act, a message to send them with the
 * ids to quote, and a way to try again. Works without scripts, except for copying. It says the same for every
 * organization and for none. `details` is developers' English, from whoever refused.
 */
export function endUserPage(input: {
  status: number;
  problem: EndUserProblem;
  actor?: EndUserActor;
  acceptLanguage: string | null;
  sessionId?: string | null;
  requestId?: string | null;
  now: Date;
  details?: string | null;
  /** Where signing in begins again: an address of the app that was checked, or a path of ours. */
  retryUrl?: string | null;
  /** The start page of the app, which was checked. */
  homeUrl?: string | null;
  look?: PageLook | null;
  headers?: Record<string, string>;
}): Response {
  const language = preferredLanguage(input.acceptLanguage, END_USER_LANGUAGES, 'en');
  const { problems, actors, message, retry, home, facts } = END_USER_TEXTS[language];
  const { title, text } = problems[input.problem];
  const actor = input.actor ?? USUAL_ACTOR[input.problem];
  const { sessionId = null, requestId = null, details = null, retryUrl = null } = input;
  const homeUrl = input.homeUrl === retryUrl ? null : (input.homeUrl ?? null);
  const ids = [
    [facts.session, sessionId],
    [facts.request, requestId],
    [facts.time, `${input.now.toISOString().slice(0, 19).replace('T', ' ')} UTC`],
  ] as const;
  const lines = ids.flatMap(([label, value]) => (value ? [facts.line(label, value)] : []));
  const toSend = [message.opening, message.asks[actor], '', ...lines].join('\n');
  const body = `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p><p>${escapeHtml(actors[actor])}</p>${
    retryUrl === null
      ? ''
      : `<p><a class="button" href="${escapeHtml(retryUrl)}">${escapeHtml(retry)}</a></p>`
  }${homeUrl === null ? '' : `<p><a href="${escapeHtml(homeUrl)}">${escapeHtml(home)}</a></p>`}<section aria-labelledby="send"><h2 id="send">${escapeHtml(message.title)}</h2><pre>${escapeHtml(toSend)}</pre><p class="hint">${escapeHtml(message.hint)}</p><p><button type="button" hidden data-done="${escapeHtml(message.copied)}">${escapeHtml(message.copy)}</button> <span role="status"></span></p></section>${
    details === null
      ? ''
      : `<details><summary>${escapeHtml(facts.details)}</summary><p lang="en">${escapeHtml(details)}</p></details>`
  }`;
  return page({
    status: input.status,
    language,
    title,
    body,
    script: COPY,
    look: input.look ?? null,
    headers: { vary: 'Accept-Language', 'content-language': language, ...input.headers },
  });
}
