/** What a mail is written in the name of. `origin` is our public origin, without a trailing slash. */
export type MailPlace = { workspaceName: string; supportEmail: string | null; origin: string };

/**
 * One piece of a mail, as plain text: both forms of the mail are made from it, so neither a template nor its data can
 * bring markup along. A string is a paragraph; `link` a button, `path` starting at our origin; `facts` name and value.
 */
export type MailBlock =
  | string
  | { link: { label: string; path: string } }
  | { facts: readonly (readonly [string, string])[] }
  | { list: readonly string[] };

/** What a template says. `why` tells the reader, at the end, why they got this mail. */
export type MailContent = { subject: string; blocks: readonly MailBlock[]; why: string };

/** A kind of mail: its name in the Outbox, and how it is written from its data. */
export type MailTemplate<Data> = {
  label: string;
  compose: (data: Data, place: MailPlace) => MailContent;
};

/** Moments in a mail: the day and the time, in UTC, as in `November 21, 2026, 09:31 UTC`. */
export function mailTime(moment: Date): string {
  const text = new Intl.DateTimeFormat('en-US', {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: 'UTC',
  }).format(moment);
  return `${text.replace(' at ', ', ')} UTC`;
}

/** A day in a mail, as in `November 21, 2026`. */
export function mailDay(moment: Date): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(moment);
}
