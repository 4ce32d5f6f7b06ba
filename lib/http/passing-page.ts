import type { PageLook } from '#lib/branding/look.ts';
import { preferredLanguage } from './accept-language.ts';
import { END_USER_LANGUAGES } from './end-user-texts.ts';
import { autoPostPage, escapeHtml, page, render } from './page.ts';
import { PASSING_TEXTS } from './passing-texts.ts';

/** What every page of these is told: who reads it, and what it looks like. */
type Reader = {
  acceptLanguage: string | null;
  look: PageLook | null;
  headers?: Record<string, string>;
};

function read({ acceptLanguage, headers }: Reader) {
  const language = preferredLanguage(acceptLanguage, END_USER_LANGUAGES, 'en');
  return {
    language,
    texts: PASSING_TEXTS[language],
    headers: { vary: 'Accept-Language', 'content-language': language, ...headers },
  };
}

/**
 * Asks a person, in their language, whether an app may learn who they are. Two buttons of one form, so that it works
 * without scripts. form-action names where the redirect after the answer may end: Chromium applies it to all of them.
 */
export function consentPage(
  question: Reader & {
    email: string;
    identityProvider: string;
    workspace: string;
    app: string;
    organization: string;
    beganAtIdentityProvider: boolean;
    redirectUri: string;
    action: string;
    ticket: string;
  },
): Response {
  const { texts, language, headers } = read(question);
  const { consent } = texts;
  const [email, provider, workspace, app, organization, action, ticket] = (
    ['email', 'identityProvider', 'workspace', 'app', 'organization', 'action', 'ticket'] as const
  ).map((name) => escapeHtml(question[name])) as [string, string, string, string, string, string, string];
  const strong = (html: string) => `<strong>${html}</strong>`;
  const caution = question.beganAtIdentityProvider ? consent.beganElsewhere : consent.unknownApp;
  const body = `<h1>${consent.title(workspace)}</h1>
<p>${consent.signedIn(strong(provider), strong(email))}</p>
<p>${consent.learns(workspace, organization)}</p>
<p>${caution}</p>
<form method="post" action="${action}"><input type="hidden" name="ticket" value="${ticket}">
<div class="choice"><button type="submit" name="answer" value="approve">${consent.approve}</button><button type="submit" name="answer" value="deny" class="plain">${consent.deny}</button></div></form>
<dl><dt>${consent.account}</dt><dd>${email}</dd><dt>${consent.identityProvider}</dt><dd>${provider}</dd><dt>${consent.app}</dt><dd>${app}</dd></dl>`;
  const scheme = new URL(question.redirectUri).protocol;
  const sources = ["'self'", 'https:', ...(scheme === 'https:' ? [] : [scheme])];
  const title = consent.title(question.workspace);
  return render(
    { status: 200, language, title, body, headers, look: question.look },
    `; form-action ${sources.join(' ')}`,
  );
}

/** Sends a SAML message to the identity provider by POST, on the way in or out. */
export function passingPostPage(
  direction: 'signIn' | 'signOut',
  form: Reader & { action: string; fields: Readonly<Record<string, string>> },
): Response {
  const { texts, language, headers } = read(form);
  const { posting } = texts;
  const { action, fields, look } = form;
  const words = { title: posting[direction], text: posting.text, send: posting.send };
  return autoPostPage({ action, fields, look, language, headers, ...words });
}

/** The end of signing out where the app gave no address to go to. */
export function signedOutPage(reader: Reader): Response {
  const { texts, language, headers } = read(reader);
  const { title, text } = texts.signedOut;
  const body = `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`;
  return page({ status: 200, language, title, body, look: reader.look, headers });
}

/** Signing out that was refused: `details` is developers' English; an identity provider's message has an id. */
export function notSignedOutPage(
  refusal: Reader & {
    status: number;
    details?: string;
    requestId?: string | null;
    logoutId?: string;
  },
): Response {
  const { texts, language, headers } = read(refusal);
  const { notSignedOut, ids } = texts;
  const { details, logoutId, requestId, status, look } = refusal;
  const title = logoutId ? notSignedOut.everywhere : notSignedOut.title;
  const paragraphs = logoutId ? [notSignedOut.received, notSignedOut.whatToDo] : [notSignedOut.text];
  const facts = [
    [ids.logout, logoutId],
    [ids.request, requestId],
  ].flatMap(([label, id]) => (label && id ? [`<dt>${label}</dt><dd>${escapeHtml(id)}</dd>`] : []));
  const body = `<h1>${escapeHtml(title)}</h1>${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}${
    facts.length > 0 ? `<dl>${facts.join('')}</dl>` : ''
  }${details ? `<details><summary>${ids.details}</summary><p lang="en">${escapeHtml(details)}</p></details>` : ''}`;
  return page({ status, language, title, body, look, headers });
}
