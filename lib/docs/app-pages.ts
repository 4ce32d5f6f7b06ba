import { goLiveSteps } from '#lib/workspace/go-live.ts';
import type { DocsPage } from './page.ts';

/** The pages about what an app does around a sign-in. */

const NOTHING_DONE = {
  stagingSuccess: false,
  ownApp: false,
  productionEnabled: false,
  productionUri: false,
  productionKeyUsed: false,
  productionKey: false,
  forgottenKey: false,
  productionConnection: false,
  productionSuccess: false,
  idpInitiatedSuccess: false,
  idpInitiatedOpen: false,
};

export const launchChecklist: DocsPage = {
  slug: 'launch-checklist',
  title: 'Launch checklist',
  description:
    'What to do before the first customer signs in. The overview of an environment knows what is done.',
  sections: () => [
    {
      id: 'steps',
      title: 'The steps',
      blocks: [{ steps: goLiveSteps(NOTHING_DONE).map(({ title, body }) => `**${title}.** ${body}`) }],
    },
    {
      id: 'network',
      title: 'Firewalls and allow-lists',
      blocks: [
        {
          list: [
            'People are sent to your callback by their own browsers, so the requests come from wherever they are. Do not allow only certain addresses there.',
            'Your server calls this one for the token, so it must be able to reach this address.',
            'The identity provider is reached by browsers only, with one exception: if a connection follows a metadata URL, this server must reach that URL.',
          ],
        },
      ],
    },
    {
      id: 'customer',
      title: 'A new customer',
      blocks: [
        {
          steps: [
            'Create an organization with the domains of their email addresses.',
            'Add a connection to it and choose their identity provider. The page says what to do there, with the values to copy.',
            'Put their metadata in: as URL, as XML, or by hand.',
            'Use **Test sign-in** on the connection, or have them sign in once. The connection becomes active with its first good sign-in.',
            'Store the organization’s ID in your app, and show its people the SSO button.',
          ],
        },
      ],
    },
  ],
};

export const userExperience: DocsPage = {
  slug: 'user-experience',
  title: 'Sign-in page of your app',
  description: 'How people find SSO without knowing the word.',
  sections: () => [
    {
      id: 'find-it',
      title: 'Two ways to offer it',
      blocks: [
        {
          list: [
            '**A button of its own**, “Sign in with SSO”, which leads to a page that asks for the work email address. Easy to add to a sign-in page that exists.',
            '**Email first**: ask for the address alone, look its domain up among your customers, and send the person on, or show the password field. Nobody has to choose.',
          ],
        },
        {
          text: 'Either way your app keeps a table of domains with the organization of each, so that an address leads to the right authorization URL. Several customers can share a domain: then ask which one.',
        },
      ],
    },
    {
      id: 'small-things',
      title: 'Small things that matter',
      blocks: [
        {
          list: [
            'Hide the password field as soon as it is clear that the person will sign in elsewhere.',
            'Do not show a wall of identity provider logos. People know their company, seldom its identity provider.',
            'Remember in a cookie that somebody used SSO, and offer it first the next time.',
            'Where a customer allows SSO only, say so instead of refusing a password without a reason.',
            'Give each customer an address of its own, such as `/login/acme`, that begins the sign-in at once. Their IT department will want to link to it.',
            'After an error say what the person can do: try again, or ask their own IT department. Show the time, so that you find the session.',
          ],
        },
      ],
    },
    {
      id: 'tile',
      title: 'The tile at the identity provider',
      blocks: [
        {
          text: 'Many people only ever start from the page of their company. Decide early whether you accept [sign-ins that begin there](docs:login-flows#from-the-identity-provider), and try it before a customer does.',
        },
      ],
    },
  ],
};

export const accounts: DocsPage = {
  slug: 'accounts',
  title: 'New and existing accounts',
  description: 'What your app does with a profile it sees for the first time.',
  sections: () => [
    {
      id: 'just-in-time',
      title: 'Make accounts when people arrive',
      blocks: [
        {
          text: 'Nobody has to be invited: whoever the customer’s identity provider lets through gets an account at their first sign-in.',
        },
        {
          steps: [
            'Find the customer by `organization_id`. If your app does not know it, stop.',
            'Look for an account with this profile `id`. If there is one, sign the person in and update name and email.',
            'Otherwise make an account in that customer, and store the profile `id` with it.',
            'Give it the [role](docs:roles-and-groups) on the profile, or your own default.',
          ],
        },
        {
          note: 'Recognize people by the profile’s `id`. Email addresses change, and a company may give an old one to somebody new.',
        },
      ],
    },
    {
      id: 'upgrade',
      title: 'Move existing accounts to SSO',
      blocks: [
        {
          text: 'When a customer switches SSO on, its people usually have accounts with passwords already. At the first SSO sign-in, look for an account with the same email address **within that customer**, store the profile `id` with it, and from then on recognize the person by that.',
        },
        {
          list: [
            'Match only inside the customer the organization belongs to. An identity provider can claim any address; it must not open accounts of other customers.',
            'If the organization allows profiles outside its domains, do not match by email at all: have the person confirm with their password once.',
            'Once everybody has moved, refuse passwords for that customer. Keep a way in for one administrator, in case the identity provider is down.',
          ],
        },
      ],
    },
    {
      id: 'new-ids',
      title: 'When IDs change at the identity provider',
      blocks: [
        {
          text: 'A customer who replaces the identity provider, or makes its application anew, often sends other user IDs for the same people. They come with a new profile ID, and your app takes them for somebody else. The session says so, and the **Attributes** tab of the connection lists them with the profile from before: link them one by one or all at once, and they have the profile ID that your app knows. It is never done by itself, because an address may have been given to somebody else. Before a customer moves, **Hold sign-ins with a new ID** on the **Advanced** tab keeps these people out until you have linked them, so that nobody starts with an empty account.',
        },
      ],
    },
    {
      id: 'leaving',
      title: 'When people leave',
      blocks: [
        {
          text: 'Somebody who is removed at the identity provider cannot sign in again, but sessions of your app go on until they end. Keep them short enough, and have people sign in again through SSO.',
        },
      ],
    },
  ],
};

export const mobile: DocsPage = {
  slug: 'mobile',
  title: 'Mobile and desktop apps',
  description: 'The sign-in happens in the browser of the device, which then opens your app.',
  sections: (values) => [
    {
      id: 'flow',
      title: 'How it goes',
      blocks: [
        {
          steps: [
            'Build the authorization URL on your server or in the app.',
            'Open it in the system’s browser: `ASWebAuthenticationSession` on iOS and macOS, Custom Tabs on Android. Identity providers refuse embedded web views, and people are not signed in there.',
            'The person signs in. The browser follows the redirect to your app: a universal link, an app link, or a scheme of your own.',
            'The app hands the code to your server, which exchanges it for the profile and gives the app a session.',
          ],
        },
      ],
    },
    {
      id: 'redirect',
      title: 'Redirect URIs for apps',
      blocks: [
        {
          list: [
            'Best is an `https` link that the system opens with your app: nobody else can claim it.',
            'In production a scheme of your own must be a reversed domain name, as in `com.example.app:/callback`.',
            'Desktop apps can listen on `http://127.0.0.1` or `http://[::1]`; the port may differ each time.',
          ],
        },
      ],
    },
    {
      id: 'pkce',
      title: 'Without a server of your own',
      blocks: [
        {
          text: 'An app cannot keep an API key. Send a `code_challenge` with `code_challenge_method=S256` instead, and the `code_verifier` with the exchange, without any key. Several SDKs do it in one call; in Node.js it is `getAuthorizationUrlWithPKCE`.',
        },
        {
          code: `curl ${values.apiUrl}/sso/token \\
  --data client_id=${values.clientId} \\
  --data grant_type=authorization_code \\
  --data code=THE_CODE \\
  --data code_verifier=THE_VERIFIER`,
          label: 'Exchange with PKCE',
        },
      ],
    },
  ],
};

export const browsers: DocsPage = {
  slug: 'cors',
  title: 'CORS',
  description: 'A sign-in is a journey of the browser, not a request of a script.',
  sections: (values) => [
    {
      id: 'why',
      title: 'Why the browser complains',
      blocks: [
        {
          text: 'A script that fetches the authorization URL is told that CORS forbids it, and no setting changes that: identity providers do not answer scripts of other sites, because a person has to see where they type their password.',
        },
      ],
    },
    {
      id: 'instead',
      title: 'What to do instead',
      blocks: [
        {
          list: [
            'Let a link lead to your own `/login`, which answers with a redirect. A plain link is enough.',
            'In a single-page app set `window.location.href` to that address. Do not use `fetch`, XHR, or the router of the app.',
            'If your framework prefetches links, switch it off for this one: each visit begins a sign-in.',
            'Exchange the code on your server, where the API key is. What takes an API key sends no CORS headers, so that no key ends up in a browser.',
          ],
        },
        { code: `<a href="/login">Sign in with SSO</a>`, label: 'All that a page needs' },
      ],
    },
    {
      id: 'without-a-server',
      title: 'Apps without a server',
      blocks: [
        {
          text: 'A single-page app can finish the sign-in itself, as a public client with PKCE: the code challenge goes into the authorization URL, the verifier into the exchange, and there is no key. Add the origin of the app under CORS origins on the page [Redirects](env:/configuration/redirects), or with `POST /user_management/cors_origins`.',
        },
        {
          table: {
            head: ['Address', 'Scripts of'],
            rows: [
              ['`/sso/token`, without a secret', 'the origins on the list'],
              ['`/sso/profile`, with the access token', 'the origins on the list'],
              ['`/sso/jwks/…` and the OpenID configuration', 'every origin: both are public'],
              ['Everything else', 'no other origin'],
            ],
          },
        },
        {
          code: `const answer = await fetch('${values.apiUrl}/sso/token', {
  method: 'POST',
  body: new URLSearchParams({
    client_id: '${values.clientId}',
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
  }),
});
const { access_token, profile } = await answer.json();`,
          label: 'The exchange in a browser',
        },
        {
          note: "Cookies are never sent along (`credentials: 'include'` is refused). An origin is scheme, host and port in full; a `*` is not taken.",
        },
      ],
    },
  ],
};
