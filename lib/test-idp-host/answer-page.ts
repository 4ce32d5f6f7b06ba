import { autoPostPage } from '#lib/http/page.ts';
import type { AnswerForm } from './answer-sign-in.ts';
import { KEPT_RESPONSE } from './kept-response.ts';

/** The page that posts an answer to its service provider; `keep` remembers the response in this browser alone. */
export function answerPage(answer: AnswerForm, keep: boolean): Response {
  const before = `const f=document.forms[0];try{localStorage.setItem('${KEPT_RESPONSE}'+f.action,f.SAMLResponse.value)}catch{}`;
  return autoPostPage({
    title: 'Signing you in',
    ...answer,
    text: 'The test identity provider sends its answer to the app.',
    ...(keep ? { before } : {}),
  });
}
