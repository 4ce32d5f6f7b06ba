import { expect, test } from '@playwright/test';
import { END_USER_LANGUAGES } from './end-user-texts.ts';
import { consentPage, notSignedOutPage, passingPostPage, signedOutPage } from './passing-page.ts';
import { PASSING_TEXTS } from './passing-texts.ts';

const QUESTION = {
  email: 'ana@acme.example',
  identityProvider: 'https://idp.acme.example',
  workspace: 'Acme Reports',
  app: 'reports.example',
  organization: 'Acme',
  redirectUri: 'https://reports.example/callback',
  action: '/sso/consent/key',
  ticket: 'ticket-1',
  look: null,
};

for (const language of END_USER_LANGUAGES) {
  test(`${language}: every page somebody passes speaks it`, async () => {
    const { consent, notSignedOut, posting, signedOut } = PASSING_TEXTS[language];
    const reader = { acceptLanguage: language, look: null };
    const form = { ...reader, action: 'https://idp.example/slo', fields: { SAMLRequest: 'PHg+' } };
    const asked = { ...QUESTION, acceptLanguage: language };
    const pages: [Response, string[]][] = [
      [
        consentPage({ ...asked, beganAtIdentityProvider: false }),
        [
          consent.title('Acme Reports'),
          consent.learns('Acme Reports', 'Acme'),
          consent.unknownApp,
          consent.deny,
        ],
      ],
      [consentPage({ ...asked, beganAtIdentityProvider: true }), [consent.beganElsewhere]],
      [passingPostPage('signIn', form), [posting.signIn, posting.text, posting.send]],
      [passingPostPage('signOut', form), [posting.signOut]],
      [signedOutPage(reader), [signedOut.title, signedOut.text]],
      [notSignedOutPage({ ...reader, status: 400 }), [notSignedOut.title, notSignedOut.text]],
      [
        notSignedOutPage({ ...reader, status: 400, logoutId: 'logout_1' }),
        [notSignedOut.everywhere, notSignedOut.received, notSignedOut.whatToDo, 'logout_1'],
      ],
    ];
    for (const [response, sentences] of pages) {
      expect(response.headers.get('content-language')).toBe(language);
      expect(response.headers.get('vary')).toContain('Accept-Language');
      const html = await response.text();
      expect(html).toContain(`<html lang="${language}">`);
      for (const sentence of sentences) expect(html).toContain(sentence);
    }
  });
}

test('no sentence stays untranslated', () => {
  const sentences = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value === 'function') return [String(value('<1>', '<2>'))];
    return Object.values(value as object).flatMap(sentences);
  };
  const english = sentences(PASSING_TEXTS.en);
  for (const language of END_USER_LANGUAGES.filter((one) => one !== 'en')) {
    const all = sentences(PASSING_TEXTS[language]);
    // German calls an app an app.
    expect(all.filter((text) => english.includes(text) && text !== 'App')).toEqual([]);
    for (const [at, text] of all.entries()) {
      expect(text.match(/<\d>/g)?.sort(), text).toEqual(english[at]?.match(/<\d>/g)?.sort());
    }
  }
});

test('nothing that somebody else chose becomes markup', async () => {
  const evil = '"><script>alert(1)</script>';
  const response = consentPage({
    ...QUESTION,
    email: evil,
    identityProvider: evil,
    workspace: evil,
    app: evil,
    organization: evil,
    ticket: evil,
    beganAtIdentityProvider: true,
    acceptLanguage: 'fr',
  });
  const refused = notSignedOutPage({
    status: 400,
    details: evil,
    requestId: evil,
    logoutId: evil,
    acceptLanguage: null,
    look: null,
  });
  for (const page of [response, refused]) expect(await page.text()).not.toContain('<script>');
});
