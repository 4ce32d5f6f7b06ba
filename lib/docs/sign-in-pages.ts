import { AUTHORIZE_ERRORS } from '#lib/oauth/errors.ts';
import { REDIRECT_URI_RULES } from '#lib/oauth/redirect-uri.ts';
import { SESSION_ERRORS } from '#lib/sso/session-errors.ts';
import { SESSION_ORIGINS, SESSION_STATES } from '#lib/sso/session-states.ts';
import type { DocsPage } from './page.ts';

/** The pages about signing in. What the product says elsewhere is read from where it says it. */

export const quickStart: DocsPage = {
  slug: '',
  title: 'Quick start',
  description: 'From nothing to a person signed in to your app, in one sitting.',
  sections: (values) => [
    {
      id: 'see-it',
      title: 'See it work first',
      blocks: [
        {
          text: 'Staging comes with an organization, a connection and a test identity provider. [Open the example app](/example), sign in as one of the people there, and then look at what happened under [Sessions](env:/sessions). Nothing has to be set up for this.',
        },
      ],
    },
    {
      id: 'words',
      title: 'Four words',
      blocks: [
        {
          list: [
            '**Organization**: one of your customers. Your app stores its ID beside its own record of that customer.',
            '**Connection**: how the people of an organization sign in, for example Okta by SAML. An organization usually has one.',
            '**Redirect URI**: the address in your app where people arrive after they have signed in.',
            '**Profile**: who signed in, with the same field names whatever the identity provider.',
          ],
        },
      ],
    },
    {
      id: 'values',
      title: 'What your app needs to know',
      blocks: [
        { values: true },
        {
          text: `The third value is an [API key](env:/api-keys), which is secret: give it to your app as the environment variable \`WORKOS_API_KEY\`. ${
            values.kind === 'staging'
              ? 'The staging key also stands in the file `staging.env`, whose place is printed when this server starts.'
              : 'A production key is shown once, when it is made.'
          }`,
        },
        {
          code: `WORKOS_API_KEY=your ${values.kind} API key\nSESSION_SECRET=at least 64 random characters`,
          label: 'Environment variables',
        },
      ],
    },
    {
      id: 'sdk',
      title: 'Point the SDK here',
      blocks: [
        {
          text: 'Any official WorkOS SDK works unchanged, as soon as it is told to talk to this server. Give it the origin without a path: the API answers at the root, and most SDKs drop a path.',
        },
        { samples: ['install', 'client'] },
      ],
    },
    {
      id: 'send',
      title: 'Send people to sign in',
      blocks: [
        {
          text: `Build the authorization URL and redirect the browser to it. Name either an organization or a connection. The redirect URI must be registered under [Redirects](env:/configuration/redirects)${
            values.kind === 'staging'
              ? '; staging accepts `http://localhost`, any port, path `/callback` from the start'
              : ''
          }.`,
        },
        { samples: ['signIn'] },
        {
          note: 'Make a new random `state` for each sign-in, keep it in the session of the browser, and compare it when the person comes back. Otherwise somebody could sign your user in to an account that is not theirs.',
        },
      ],
    },
    {
      id: 'receive',
      title: 'Receive them',
      blocks: [
        {
          text: 'The browser arrives at your redirect URI with a `code`. Exchange it for the profile on your server. A code works once and for ten minutes. What arrives instead when something went wrong is on the page about [login flows](docs:login-flows#errors).',
        },
        { samples: ['callback'] },
      ],
    },
    {
      id: 'next',
      title: 'What comes next',
      blocks: [
        {
          list: [
            'Decide [who gets an account](docs:accounts) when somebody arrives for the first time.',
            'Try what can go wrong with [Test SSO](env:/test-sso), and learn to read [a failed session](docs:sessions).',
            'Work through the [launch checklist](docs:launch-checklist).',
          ],
        },
      ],
    },
  ],
};

export const loginFlows: DocsPage = {
  slug: 'login-flows',
  title: 'Login flows',
  description: 'A sign-in begins in your app or at the identity provider. Both end at your redirect URI.',
  sections: (values) => [
    {
      id: 'from-your-app',
      title: 'Begun in your app',
      blocks: [
        {
          steps: [
            'Your app redirects the browser to the authorization URL.',
            'The identity provider asks the person to sign in, unless they are signed in there already.',
            'Its answer comes here and is checked: signature, audience, times, and that it answers this very request in this very browser.',
            'The browser goes to your redirect URI with `code` and the `state` you sent.',
            'Your server exchanges the code for the profile.',
          ],
        },
        {
          code: `${values.apiUrl}/sso/authorize
  ?client_id=${values.clientId}
  &redirect_uri=${encodeURIComponent(values.redirectUri)}
  &response_type=code
  &organization=${values.organizationId}
  &state=a-new-random-value`,
          label: 'Authorization URL, in lines',
        },
        {
          table: {
            head: ['Parameter', 'What it does'],
            rows: [
              [
                '`organization`',
                'Uses the connection of this organization. It must have exactly one that can be used.',
              ],
              ['`connection`', 'Uses this connection. For organizations that have several.'],
              ['`redirect_uri`', 'Where the person arrives. One of the registered ones.'],
              [
                '`state`',
                'Comes back as it is. Beside its random part it can say where in the app the person wanted to go.',
              ],
              ['`login_hint`', 'The email address, if you know it: some identity providers fill it in.'],
              ['`prompt=login`', 'Asks the identity provider to have the person sign in again.'],
            ],
          },
        },
        {
          text: 'One redirect URI is enough for all your customers. To bring people back to the page they came from, remember that page in the session, beside the state.',
        },
      ],
    },
    {
      id: 'from-the-identity-provider',
      title: 'Begun at the identity provider',
      blocks: [
        {
          text: 'Companies give their people a page with a tile for each app. A click on yours sends an answer that nobody here asked for. It ends at your **default redirect URI** with a `code` and without `state`: your app did not begin this sign-in, so there is nothing to compare.',
        },
        {
          text: 'The profile says who it is: use `organization_id` and `connection_id` to find the customer. Another page of your app can be the goal when the identity provider sends `redirect_uri=…` as RelayState and that URI is registered. Any other RelayState is ignored.',
        },
        { code: `redirect_uri=${encodeURIComponent(values.redirectUri)}`, label: 'RelayState' },
      ],
    },
    {
      id: 'off',
      title: 'Without unasked answers',
      blocks: [
        {
          text: 'Somebody who tricks a browser into posting an answer can sign a person in to an account that is not theirs. What becomes of such answers is chosen on each connection, under **Advanced**: **Allow** takes them, **Allow with consent** shows the person the account and asks, **Convert** drops them and sends the person to the identity provider again with a request of ours, and **Off** leaves it to your app.',
        },
        {
          text: 'When off, tiles keep working if your app then begins a sign-in of its own: the callback gets `idp_initiated_sso_disabled` together with `connection_id` and `organization_id`; with a sign-in endpoint registered under **Redirects**, the person is sent there instead, with the same two. They are signed in at the identity provider already and notice nothing.',
        },
        { samples: ['callback'] },
      ],
    },
    {
      id: 'errors',
      title: 'Errors your callback can get',
      blocks: [
        {
          text: 'Without a code the callback gets `error`, `error_description` and, if there was one, `state`. Tell the person that it did not work and let them try again; the reason is for you, in [the session](docs:sessions). Before a redirect URI is known to be yours, nobody is redirected: the person sees an error page here.',
        },
        {
          table: {
            head: ['error', 'Meaning'],
            rows: (
              [
                'access_denied',
                'server_error',
                'profile_not_allowed_outside_organization',
                'idp_initiated_sso_disabled',
                'signin_consent_denied',
                'connection_invalid',
                'connection_unlinked',
                'organization_invalid',
                'ambiguous_connection_selector',
                'invalid_connection_selector',
                'domain_connection_selector_not_allowed',
                'invalid_request',
              ] as const
            ).map((code) => [`\`${code}\``, AUTHORIZE_ERRORS[code]]),
          },
        },
      ],
    },
    {
      id: 'profile',
      title: 'The profile',
      blocks: [
        {
          code: JSON.stringify(
            {
              object: 'profile',
              id: 'prof_01EXAMPLE',
              organization_id: values.organizationId,
              connection_id: 'conn_01EXAMPLE',
              connection_type: 'OktaSAML',
              idp_id: '00u1a2b3c4',
              email: 'ada@example.com',
              first_name: 'Ada',
              last_name: 'Lovelace',
              name: 'Ada Lovelace',
              role: { slug: 'member' },
              roles: [{ slug: 'member' }],
              groups: ['Engineering'],
              custom_attributes: { department_name: 'Research' },
              raw_attributes: { email: 'ada@example.com' },
            },
            null,
            2,
          ),
          label: 'Profile',
        },
        {
          text: 'Every key is always there; what is not known is null or empty. `id` stays the same for a person on a connection. [Roles](docs:roles-and-groups) and [custom attributes](docs:attributes) have pages of their own.',
        },
      ],
    },
  ],
};

export const redirectUris: DocsPage = {
  slug: 'redirect-uris',
  title: 'Redirect URIs',
  description: 'The addresses people may be sent back to, and nowhere else.',
  sections: () => [
    {
      id: 'register',
      title: 'Register them',
      blocks: [
        {
          text: 'Add each address under [Redirects](env:/configuration/redirects), for each environment. A request with any other address is refused before anybody is sent anywhere. The tester on that page says which entry an address matches, or why none does.',
        },
        {
          list: [
            'Addresses are compared character by character; only scheme and host ignore upper and lower case. `/callback` and `/callback/` are two addresses.',
            'The **default** is where sign-ins end that begin at the identity provider, and where people go when a request names no address. The first one you add becomes the default.',
            'Query strings are refused. Put what you want to carry into `state`.',
          ],
        },
      ],
    },
    {
      id: 'wildcards',
      title: 'Wildcards',
      blocks: [
        {
          table: {
            head: ['Entry', 'Allows'],
            rows: [
              [
                '`https://*.example.com/callback`',
                'One more label in front of the host, as in `https://acme.example.com/callback`.',
              ],
              [
                '`http://localhost:*/callback`',
                'Any port, in staging. Environments for staging begin with this entry.',
              ],
            ],
          },
        },
        {
          text: 'Whoever can put a page on a host that the wildcard matches can receive codes of your users. Use it for hosts that are all yours.',
        },
      ],
    },
    {
      id: 'production',
      title: 'In production',
      blocks: [
        {
          list: [
            REDIRECT_URI_RULES.http_in_production,
            REDIRECT_URI_RULES.localhost_in_production,
            REDIRECT_URI_RULES.scheme_not_reverse_dns,
            REDIRECT_URI_RULES.wildcard_http,
            REDIRECT_URI_RULES.wildcard_default,
            REDIRECT_URI_RULES.wildcard_public_suffix,
          ],
        },
      ],
    },
  ],
};

export const sessions: DocsPage = {
  slug: 'sessions',
  title: 'Sessions and the five errors',
  description:
    'Every attempt to sign in leaves a session. It says what happened, and who has to change what.',
  sections: () => [
    {
      id: 'find',
      title: 'Find the one you want',
      blocks: [
        {
          text: 'Open [Sessions](env:/sessions). Search by session ID or email address, filter by state, error, connection, origin and time, and save filters you need again. The sessions of one connection are also on its own page. A session opens with its recorded messages, so a failure can be explained long after it happened, until sessions are removed for their age: after 90 days, unless whoever runs this server set another number.',
        },
      ],
    },
    {
      id: 'states',
      title: 'States',
      blocks: [
        {
          table: {
            head: ['State', 'Meaning'],
            rows: Object.values(SESSION_STATES).map(({ label, meaning }) => [label, meaning]),
          },
        },
        {
          text: 'Many sessions that stay **Authorized** mean that your callback does not exchange its codes. Many that stay **Started** mean that people get stuck at the identity provider, often because they were not given access to your app there.',
        },
        {
          table: {
            head: ['Origin', 'Meaning'],
            rows: Object.values(SESSION_ORIGINS).map(({ label, meaning }) => [label, meaning]),
          },
        },
      ],
    },
    ...Object.entries(SESSION_ERRORS).map(([code, { title, meaning, remedy }]) => ({
      id: code.replaceAll('_', '-'),
      title,
      blocks: [
        { text: meaning },
        { text: `**What to do.** ${remedy}` },
        { text: ADVICE[code as keyof typeof ADVICE] },
      ],
    })),
    {
      id: 'page',
      title: 'What the page of a session shows',
      blocks: [
        {
          list: [
            'The error with what was expected and what came, side by side, and who has to act: you, or the people who run the identity provider.',
            'Every check in order, and which others would have failed as well.',
            'The request and the response as XML, to search, copy and download. A response the identity provider began has no request.',
            'The attributes as they arrived, and the profile they became.',
            'A replay: the same response judged by the settings of today or of any earlier version of the connection.',
          ],
        },
      ],
    },
  ],
};

const ADVICE: Readonly<Record<keyof typeof SESSION_ERRORS, string>> = {
  invalid_attributes:
    'A profile needs an ID and an email address, and whatever attributes you made required. The session lists what arrived. If the values are there under other names, open **Attributes** on the connection: it recommends a mapping and tries it on recorded sign-ins before you save.',
  invalid_x509_certificate:
    'The usual cause is a certificate that was renewed at the identity provider. The session shows both certificates with their fingerprints. A connection can hold the old and the new one at the same time; with a metadata URL it follows by itself. [Certificates](env:/certificates) lists what ends when, and members get a mail before.',
  malformed_saml_response:
    'This name covers everything about the form of an answer: audience, destination, times, structure, signature. The first line of the session says which check failed. Most often the entity ID or ACS URL was typed differently at the identity provider; compare both with the connection’s page.',
  profile_not_allowed_outside_organization:
    'This protects customers from each other: an identity provider could otherwise claim any address. Add the domain on the page of the organization. Allow profiles outside only where guests really sign in, and then never trust the email address alone: decide by `organization_id` and `connection_id`.',
  decryption_failed:
    'The answer was encrypted for a certificate whose key this connection does not have, for instance one that was deleted. Give the identity provider the current encryption certificate from the connection’s page or its metadata, or switch encryption off there.',
};
