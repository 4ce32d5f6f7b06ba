import { OAUTH_CONNECTION_TYPES, OAUTH_PROVIDER_FACTS } from '#lib/oidc/providers.ts';
import type { DocsPage } from './page.ts';

export const oauthProviders: DocsPage = {
  slug: 'oauth-providers',
  title: 'OAuth providers',
  description: 'Sign-in with Google, Microsoft or GitHub, for everybody who has an account there.',
  sections: ({ apiUrl, clientId, redirectUri }) => [
    {
      id: 'when',
      title: 'When to use them',
      blocks: [
        {
          text: 'A connection belongs to one customer, whose IT decides who gets in. A provider belongs to nobody: any account there can sign in, and it is up to your app what that person may see. Offer it to people who come on their own, and the connection to those of a customer. Sign-ins with a provider are free.',
        },
        {
          note: 'Key your accounts on `connection_id` and `idp_id`. The email address is verified, but people change it, and whoever gets an old one next is somebody else.',
        },
      ],
    },
    {
      id: 'set-up',
      title: 'Set one up',
      blocks: [
        {
          steps: [
            'Open [OAuth providers](env:/configuration/oauth-providers), and register an app at the provider with the redirect URI that stands there.',
            'Enter the client ID and the client secret that the provider gives you, and switch the provider on.',
            'Begin a sign-in with `provider` in the place of `connection` or `organization`.',
          ],
        },
        {
          code: `${apiUrl}/sso/authorize?client_id=${clientId}&redirect_uri=${encodeURIComponent(redirectUri)}&response_type=code&provider=GoogleOAuth`,
          label: 'Sign-in with Google',
        },
        {
          table: {
            head: ['Provider', '`provider`', 'Who gets in'],
            rows: OAUTH_CONNECTION_TYPES.map((type) => [
              OAUTH_PROVIDER_FACTS[type].label,
              `\`${type}\``,
              WHO[type],
            ]),
          },
        },
        {
          text: 'Each environment has clients of its own, so staging and production are two apps at the provider.',
        },
      ],
    },
    {
      id: 'app',
      title: 'In your app',
      blocks: [
        {
          text: 'Nothing else differs: your callback gets a code, and `/sso/token` gives the profile for it. Its `organization_id` is null.',
        },
        {
          table: {
            head: ['Parameter', 'What becomes of it'],
            rows: [
              ['`login_hint`', 'The account the provider suggests.'],
              ['`domain_hint`', 'Google and Microsoft: whose accounts to offer first. A hint, no check.'],
              [
                '`prompt=login`',
                'Microsoft asks for the password again; Google and GitHub ask which account.',
              ],
              ['`provider_scopes`', 'Asked for besides those of the environment.'],
              [
                '`provider_query_params`',
                'Added to the request, as in `provider_query_params[access_type]=offline`. What is ours to say cannot be replaced.',
              ],
            ],
          },
        },
        {
          text: 'With **Return tokens** switched on, the answer of `/sso/token` has `oauth_tokens` with `provider`, `access_token`, `refresh_token`, `expires_at` and `scopes`. They are given once and kept nowhere after that. A provider that gives no refresh token leaves an empty text; Google gives one for `access_type=offline`.',
        },
      ],
    },
    {
      id: 'failures',
      title: 'When it does not work',
      blocks: [
        {
          table: {
            head: ['`error`', 'What happened'],
            rows: [
              ['`connection_strategy_invalid`', 'The provider is off in this environment.'],
              ['`access_denied`', 'The person canceled, or the provider does not let them in.'],
              [
                '`oauth_failed`',
                'The provider gave no tokens, or what it said about the person is not valid.',
              ],
            ],
          },
        },
        {
          text: 'The [session](docs:sessions) says which check failed and who can put it right, as for every sign-in.',
        },
      ],
    },
  ],
};

const WHO = {
  GoogleOAuth: 'Every Google account whose email address Google has verified.',
  MicrosoftOAuth: 'Personal Microsoft accounts. Companies use a connection.',
  GitHubOAuth: 'Every GitHub account whose primary email address is verified.',
} as const;
