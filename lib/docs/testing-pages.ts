import { SESSION_ERRORS } from '#lib/sso/session-errors.ts';
import { FAULT_GROUPS, FAULTS } from '#lib/test-idp/faults.ts';
import { PERSONALITIES } from '#lib/test-idp/personalities.ts';
import type { DocsPage } from './page.ts';

/** How to test sign-ins. Faults, personalities and errors are read from where the test identity provider has them. */
export const testIdentityProvider: DocsPage = {
  slug: 'test-identity-provider',
  title: 'Test identity provider',
  description: 'Every staging environment has an identity provider that can do everything wrong, on purpose.',
  sections: (values) => [
    {
      id: 'by-hand',
      title: 'By hand',
      blocks: [
        {
          text: 'Begin at [Test SSO](env:/test-sso), or sign in to your app through a connection that uses the test identity provider. Its page asks who signs in, whose response it should look like, and what should go wrong. Afterwards [Sessions](env:/sessions) has what came of it.',
        },
        {
          text: 'Anybody who reaches the page may sign in as anybody. So it exists in staging only, and answers only connections that trust it.',
        },
      ],
    },
    {
      id: 'personalities',
      title: 'Whose response it looks like',
      blocks: [
        {
          text: 'Products differ in attribute names, NameID, signatures and XML, and all are right. Without a choice a response looks like the product of the connection’s type; a connection of type Okta gets what Okta would send.',
        },
        {
          table: {
            head: ['personality', 'Product', 'What it does'],
            rows: Object.entries(PERSONALITIES).map(([id, { does, label }]) => [`\`${id}\``, label, does]),
          },
        },
      ],
    },
    {
      id: 'api',
      title: 'In the tests of your app',
      blocks: [
        {
          text: 'The same responses come as JSON, so that a test needs no browser. It starts a sign-in, reads the ID of the request out of `SAMLRequest`, asks for a response, and posts it to the ACS URL with the cookies of the start.',
        },
        {
          code: `curl ${values.apiUrl}/test-idp/api/responses \\
  -H "Authorization: Bearer $WORKOS_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "organization_id": "${values.organizationId}",
    "personality": "entra",
    "profile": { "email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace" },
    "fault": "wrong_audience",
    "request_id": "_the_id_of_the_request",
    "relay_state": "as in the redirect"
  }'`,
          label: 'A response for the wrong audience, written like Entra ID',
        },
        {
          table: {
            head: ['Field', 'What it does'],
            rows: [
              ['`connection_id`, `organization_id`', 'Whose ACS URL it is for. One of them is needed.'],
              ['`personality`', 'Whose response it looks like; `null` for none in particular.'],
              [
                '`profile`',
                'Who signs in: `id`, `email`, `first_name`, `last_name`, `groups`, and `attributes` for more. What you leave out is made up; what is `null` is not sent.',
              ],
              ['`fault`', 'What is wrong with it; nothing without one.'],
              [
                '`request_id`',
                'The ID of the request it answers. Without one the sign-in begins at the identity provider.',
              ],
              ['`relay_state`', 'Comes back as it is, to be posted as `RelayState`.'],
              ['`sign`', '`assertion`, `response` or `both`; as the product does without it.'],
              [
                '`encrypt`',
                'Encrypts the assertion for the newest encryption certificate of the connection.',
              ],
              ['`name_id_format`', 'The NameID format that the request asked for.'],
              ['`previous_response`', 'The `saml_response` to send again, for `replay_last_response`.'],
            ],
          },
        },
        {
          code: JSON.stringify(
            {
              object: 'test_idp_response',
              connection_id: 'conn_01EXAMPLE',
              personality: 'entra',
              fault: 'wrong_audience',
              expected_error: 'malformed_saml_response',
              acs_url: `${values.apiUrl}/sso/saml/acs/…`,
              saml_response: 'PHNhbWxwOlJlc3BvbnNl…',
              relay_state: 'as in the redirect',
            },
            null,
            2,
          ),
          label: 'The answer',
        },
        {
          text: 'Post `saml_response` as the form field `SAMLResponse`, and `relay_state` as `RelayState`. `expected_error` is the error its session must show. A production key gets a 404; a field that is wrong is named in `errors`, with a 422.',
        },
      ],
    },
    {
      id: 'faults',
      title: 'What can go wrong',
      blocks: [
        {
          text: `Each fault ends in one of [the five errors](docs:sessions#${Object.keys(SESSION_ERRORS)[0]?.replaceAll('_', '-')}), or in none where a careful reader has nothing to object to.`,
        },
        {
          table: {
            head: ['fault', 'What it does', 'Error'],
            rows: Object.keys(FAULT_GROUPS).flatMap((group) =>
              Object.entries(FAULTS)
                .filter(([, fault]) => fault.group === group)
                .map(([id, fault]) => [`\`${id}\``, fault.does, fault.expectedError ?? 'None']),
            ),
          },
        },
      ],
    },
  ],
};
