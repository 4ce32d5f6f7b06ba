import { LOGOUT_TOKEN_SECONDS } from '#lib/sso/session-states.ts';
import type { DocsPage } from './page.ts';

/** How people leave again: the app, this product, and their identity provider. */
export const signingOut: DocsPage = {
  slug: 'signing-out',
  title: 'Signing out',
  description: 'End a sign-in in your app, and at the identity provider where the customer wants it.',
  sections: ({ apiUrl }) => [
    {
      id: 'your-session',
      title: 'Your session is yours',
      blocks: [
        {
          text: 'After a sign-in your app has a session of its own, and ending it signs the person out of your app. Their identity provider does not notice: the next sign-in goes through without a password. For most apps that is what people expect.',
        },
      ],
    },
    {
      id: 'single-logout',
      title: 'Single logout begun by your app',
      blocks: [
        {
          text: 'Some customers want “sign out” to end the session at their identity provider too. That works for SAML connections with a logout URL and a request signing certificate, and for OpenID Connect connections whose provider names a revocation and an end session endpoint; the page of the connection says under **Advanced** whether single logout is on and what is missing.',
        },
        {
          steps: [
            'End your own session.',
            'From your server, ask for a link: `POST /sso/logout/authorize` with your API key and a JSON body with the `profile_id`. The answer has `logout_url` and `logout_token`.',
            'Send the browser to `logout_url`. What the sign-in opened here has ended from then on: its code and its access token are worth nothing. The browser goes on to the identity provider.',
            'The identity provider sends the browser back, and it ends at your default logout redirect, or at the one named by `return_to` on the link.',
          ],
        },
        {
          code: [
            `curl ${apiUrl}/sso/logout/authorize \\`,
            '  -H "Authorization: Bearer $WORKOS_API_KEY" \\',
            '  -H "Content-Type: application/json" \\',
            `  -d '{"profile_id":"prof_…"}'`,
          ].join('\n'),
          label: 'Ask for a logout link',
        },
        {
          list: [
            `A link works once, for ${LOGOUT_TOKEN_SECONDS / 60} minutes.`,
            'Logout redirects are registered under [Redirects](env:/configuration/redirects), by the rules of redirect URIs. Any other `return_to` is refused before anything is ended.',
            'Of several sign-ins of one person, the one of this browser is ended, else the newest.',
            'A connection without single logout answers 400 with `connection_invalid`: end your own session, and leave it at that.',
          ],
        },
      ],
    },
    {
      id: 'idp-initiated',
      title: 'Logout begun by the identity provider',
      blocks: [
        {
          text: 'When a person signs out at their identity provider, or an admin there ends their session, the identity provider can tell us: give it the single logout URL of the connection. A request is believed if it is signed with a certificate of the connection, fresh, meant for us, and not seen before. It ends the sign-ins that its NameID and SessionIndex name.',
        },
        {
          text: 'An OpenID provider sends the browser to the sign-out redirect URI of the connection instead. The sign-ins of the session that it names (`iss` and `sid`) end, or those of that browser where it names none, and the browser goes on to your default logout redirect.',
        },
        {
          note: 'Your app is not called. What we hold of the sign-in ends, so `GET /sso/profile` answers 401 for its access token, and a code that was not exchanged yet no longer works. The session your app keeps is its own: give it an end of its own.',
        },
      ],
    },
    {
      id: 'what-happened',
      title: 'What happened',
      blocks: [
        {
          text: 'Every attempt is on the page of the sign-in it ended, and the newest ones of a connection are under **Advanced** on its page, with the reason where a message was refused. Logouts that ended a sign-in are in the audit log as well.',
        },
        {
          text: 'To try it in staging, turn on request signing on the connection to the test identity provider. Its app list can sign people out of an app as well.',
        },
      ],
    },
  ],
};
