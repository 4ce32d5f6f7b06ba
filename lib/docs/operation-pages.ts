import { NOTICE_DAYS } from '#lib/notices/milestones.ts';
import type { DocsPage } from './page.ts';

/** Pages about what keeps sign-ins going, and about how the team itself signs in. */

export const connections: DocsPage = {
  slug: 'connections',
  title: 'Organizations and connections',
  description: 'Who your customers are, which email domains are theirs, and how their people sign in.',
  sections: () => [
    {
      id: 'organizations',
      title: 'One organization for each customer',
      blocks: [
        {
          text: 'Under [Organizations](env:/organizations) add one for each customer that wants single sign-on, with the email domains of its people. Your app stores the ID of the organization beside its own record of the customer and names it when a sign-in begins.',
        },
        {
          text: 'Only people of a verified domain get a profile, so that the identity provider of one customer cannot speak for the people of another. Guests with other addresses need the switch that allows profiles outside of the domains; without it they get [Profile Not Allowed Outside Organization](docs:sessions#profile-not-allowed-outside-organization).',
        },
      ],
    },
    {
      id: 'set-up',
      title: 'Set a connection up',
      blocks: [
        {
          steps: [
            'On the page of the organization press **Add connection** and choose the identity provider.',
            'Give its IT admin the values on the page of the connection, with the steps for that identity provider.',
            'Take what you get back: best the metadata URL, else the metadata file, else address, entity ID and certificate.',
            'Sign in once with **Test SSO**. The first good sign-in makes the connection active.',
          ],
        },
        {
          text: 'Before a change is saved, recent sign-ins are judged by it. If one that worked would fail, or somebody would come with another ID, email address, role or groups, you are told whose and why, and have to confirm. What the check said is kept in the history of the connection. What a change makes us ask of the identity provider no recorded sign-in can judge: test the sign-in after such a change.',
        },
      ],
    },
    {
      id: 'openid-connect',
      title: 'OpenID Connect',
      blocks: [
        {
          text: 'Some customers would rather register a client than a SAML app. Choose Okta, Entra ID, Google or Custom OIDC under OpenID Connect: the IT admin registers the redirect URI of the connection, and you enter the discovery endpoint, client ID and client secret they send back. Everything else is the same for your app.',
        },
        {
          list: [
            'The claims `sub` and `email` are needed; `given_name`, `family_name`, `name` and `groups` are taken where they are sent.',
            'The discovery document has to name the issuer of its address. Entra ID has one for each tenant; the one that all tenants share is refused.',
            'An address that the provider calls unverified (`email_verified` is false) is not taken.',
            'At Google everybody can have an account, so only those of the organization’s verified domains get in, also where profiles from outside are allowed.',
            'Sign-ins begin in your app: OpenID Connect has none that begin at the identity provider.',
          ],
        },
      ],
    },
    {
      id: 'begun-at-the-identity-provider',
      title: 'Sign-ins that begin at the identity provider',
      blocks: [
        {
          text: 'People click a tile of their portal. Each connection says whether it takes such sign-ins. Where it does not, people go to the sign-in endpoint of your app, set under [Redirects](env:/configuration/redirects), which begins the sign-in properly. See [login flows](docs:login-flows).',
        },
      ],
    },
  ],
};

export const certificates: DocsPage = {
  slug: 'certificates',
  title: 'Metadata and certificates',
  description: 'Identity providers change their certificates. With a metadata URL nobody has to notice.',
  sections: () => [
    {
      id: 'follow',
      title: 'A metadata URL is followed',
      blocks: [
        {
          text: 'The address is asked every hour, and at once when somebody signs in with a certificate that is not known yet. A new certificate is taken over beside those that are there, so that the customer can switch whenever they like.',
        },
        {
          list: [
            'The Admins get a mail about a new certificate, and can refuse it on the connection: it is removed, and the metadata does not bring it back.',
            'A certificate that came so is retired when the metadata has not listed it, and nobody has used it, for a week.',
            'Another entity ID or sign-in address is held, and Admins are mailed: it is a change of identity provider, which one of them has to accept.',
            'If the address does not answer, everything stays as it is. The page of the connection says since when.',
          ],
        },
      ],
    },
    {
      id: 'by-hand',
      title: 'Without a metadata URL',
      blocks: [
        {
          text: 'Ask the IT admin for the next certificate before they switch, and add it on the page of the connection beside the present one: both are accepted. Remove the old one when **last used** says that nobody needs it.',
        },
      ],
    },
    {
      id: 'notices',
      title: 'Who is told, and when',
      blocks: [
        {
          text: `[Certificates](env:/certificates) shows what ends in the next twelve months. Members who want it are mailed ${NOTICE_DAYS} days ahead, then each week, and at last 7, 3 and 1 days ahead. Of each connection the certificate that lasts longest counts.`,
        },
        {
          text: 'The customer’s own IT admins hear as well where you list them: **Contacts** in the settings of the [organization](env:/organizations). They need no account; answers go to the support address of the workspace.',
        },
        {
          text: 'A certificate that does not fit is [Invalid X509 Certificate](docs:sessions#invalid-x509-certificate). The session shows both certificates side by side.',
        },
      ],
    },
    {
      id: 'ours',
      title: 'Our own keys',
      blocks: [
        {
          text: 'Some identity providers want signed requests, or encrypt what they send. Make a key pair on the **Advanced** tab of the connection. To replace an encryption key without a pause, add the second one, give the new metadata to the identity provider, and delete the first one once responses no longer need it.',
        },
        {
          text: 'Ninety days before a key pair of ours expires, the next one is made and published in the SP metadata beside it. Requests are signed with the new one thirty days later. Contacts who want it are mailed at once and again a week before, Admins where there is no contact, and the page of the connection shows the new certificate and the day. Identity providers that read our metadata by themselves need nothing.',
        },
      ],
    },
  ],
};

export const network: DocsPage = {
  slug: 'network',
  title: 'Firewalls and allow-lists',
  description: 'What rules by IP address can do for sign-ins, and what they break.',
  sections: (values) => [
    {
      id: 'browsers',
      title: 'Sign-ins come from browsers',
      blocks: [
        {
          text: 'Requests and responses of a sign-in travel through the browser of the person who signs in, from wherever they are. A list of allowed addresses at your redirect URI, or at the identity provider because of this product, turns people away. What proves a sign-in is the signature and the code, not the address.',
        },
      ],
    },
    {
      id: 'addresses',
      title: 'What rules may know',
      blocks: [
        {
          table: {
            head: ['From', 'To', 'For'],
            rows: [
              ['Browsers of everybody who signs in', `\`${values.apiUrl}\``, 'the sign-in itself'],
              ['Your servers', `\`${values.apiUrl}\``, 'exchanging codes, the API'],
              ['This server', 'metadata URLs of connections', 'following certificates'],
            ],
          },
        },
        {
          text: 'The addresses this server calls from are on the page [Network](env:/configuration/network), if whoever runs it has listed them. An identity provider behind a firewall lets them through to its metadata, or you upload the metadata as a file.',
        },
      ],
    },
  ],
};

export const secondFactors: DocsPage = {
  slug: 'second-factors',
  title: 'Second factors and passkeys',
  description: 'How members protect their own sign-in to this dashboard.',
  sections: () => [
    {
      id: 'own',
      title: 'Your own',
      blocks: [
        {
          text: 'Under [Security](/dashboard/profile/security) add an authenticator app, passkeys, or both. You are asked for your password, or a factor you have, before anything changes.',
        },
        {
          list: [
            '**Authenticator app**: six digits that change every 30 seconds, each good once.',
            '**Passkey**: a fingerprint, face or PIN on your device, or a security key. It signs you in without a password as well.',
            '**Recovery codes**: ten come with your first factor, each good once. Print them or put them into a password manager. Make new ones when few are left.',
          ],
        },
      ],
    },
    {
      id: 'required',
      title: 'Required of everybody',
      blocks: [
        {
          text: 'An Admin can require a second factor under [Authentication](/dashboard/workspace/authentication). It counts at once, also for browsers that are signed in: who has none can do nothing but set one up. Members who come in through SSO are left to the identity provider.',
        },
      ],
    },
    {
      id: 'lost',
      title: 'A lost device',
      blocks: [
        {
          text: 'Sign in with a recovery code, remove the lost factor, add a new one. Whoever has lost the codes too is removed and invited again by an Admin. Everything that happens to factors is in the [audit log](docs:audit-log).',
        },
      ],
    },
  ],
};

export const dashboardSso: DocsPage = {
  slug: 'dashboard-sso',
  title: 'SSO for this dashboard',
  description: 'Your own team signs in through your own identity provider, and gets in when it is down.',
  sections: (values) => [
    {
      id: 'set-up',
      title: 'Set it up',
      blocks: [
        {
          steps: [
            'Make an organization for your own company, with a connection to its identity provider, and sign in through it once.',
            'Under [Authentication](/dashboard/workspace/authentication) add the email domain of your team and prove it with the DNS record you are shown.',
            'Choose the connection and press **Set up SSO**. It is optional at first.',
            'Sign in through SSO yourself. Then an Admin can press **Require SSO**.',
          ],
        },
        {
          text: 'Whoever signs in with an address of a proven domain is sent to the identity provider. You can let people of the domain join by signing in, with a role you choose; that is never Admin.',
        },
      ],
    },
    {
      id: 'protected',
      title: 'The connection is protected',
      blocks: [
        {
          text: 'Whoever can change this connection could become anybody. While it is in use only Admins change it, only in the dashboard, and neither it nor its organization, API key and redirect URI can be deleted.',
        },
      ],
    },
    {
      id: 'break-glass',
      title: 'Break-glass',
      blocks: [
        {
          text: `If the identity provider fails, Admins who have a password sign in at \`${values.apiUrl}/sign-in/break-glass\`. It goes past SSO, not past the second factor. Every use is in the audit log and mailed to all Admins.`,
        },
        {
          note: 'Keep one Admin with a strong password and a passkey for this, and try it once before you need it.',
        },
      ],
    },
  ],
};

export const compliance: DocsPage = {
  slug: 'compliance',
  title: 'Compliance documents',
  description: 'The reports customers ask for when they review your security, in one place.',
  sections: () => [
    {
      id: 'documents',
      title: 'Keep and hand out',
      blocks: [
        {
          text: 'Admins upload the documents of whoever runs this installation under [Compliance](/dashboard/workspace/compliance): SIG Lite, SOC 3, SOC 2 Type 2, and others. Only Admins see and download them, and every download is in the [audit log](docs:audit-log).',
        },
      ],
    },
  ],
};
