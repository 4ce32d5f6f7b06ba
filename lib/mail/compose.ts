import type { MailPlace, MailTemplate } from './content.ts';
import { type RenderedMail, renderMail } from './render.ts';
import { MAIL_TEMPLATES, type MailRequest } from './templates.ts';

/** Writes the mail that was asked for, in the name of `place`. */
export function composeMail(request: MailRequest, place: MailPlace): RenderedMail {
  // The request's type ties the data to the template; TypeScript cannot follow that through the look-up.
  const template = MAIL_TEMPLATES[request.template] as MailTemplate<MailRequest['data']>;
  return renderMail(template.compose(request.data, place), place);
}
