import {
  ATTRIBUTE_TYPES,
  CUSTOM_ATTRIBUTE_TYPES,
  PREDEFINED_ATTRIBUTES,
} from '#lib/attributes/attribute-types.ts';
import { ROLES } from '#lib/auth/permissions.ts';
import { COUNTED_PROTOCOLS, PRICE_LIST } from '#lib/billing/price-list.ts';
import { NOTIFICATIONS } from '#lib/team/notifications.ts';
import type { DocsPage } from './page.ts';

/** A short page for each part of the dashboard that is not explained by a sign-in. */

export const rolesAndGroups: DocsPage = {
  slug: 'roles-and-groups',
  title: 'Roles and groups',
  description: 'Let the groups of a customer’s identity provider decide what people may do in your app.',
  sections: () => [
    {
      id: 'roles',
      title: 'Roles are yours',
      blocks: [
        {
          text: 'Under [Roles](env:/configuration/roles) define the roles your app knows, in order of priority. The slug is what your app compares with, so it never changes. One role can be the default.',
        },
      ],
    },
    {
      id: 'groups',
      title: 'Groups are the customer’s',
      blocks: [
        {
          text: 'On the page of a connection, under **Groups**, map a group as the identity provider names it to one of your roles. The groups that come with a sign-in are on the profile as `groups`.',
        },
        {
          list: [
            'Of several mapped groups, the role with the highest priority is `role`.',
            'If an environment allows several roles, `roles` holds them all; otherwise just the one.',
            'Where no group is mapped, the default role counts. Without a default, both are null.',
            'Mappings are looked up when the profile is read, so a change counts from the next sign-in on.',
          ],
        },
      ],
    },
  ],
};

export const attributes: DocsPage = {
  slug: 'attributes',
  title: 'Attributes',
  description: 'More about people than name and email address, under names of your own.',
  sections: () => [
    {
      id: 'choose',
      title: 'Choose what your app wants',
      blocks: [
        {
          text: 'Under [Attributes](env:/configuration/attributes) switch predefined attributes on, or add custom ones with a name and a type. They arrive in `custom_attributes` of the profile; what was not sent is null. A required attribute that is missing fails the sign-in with [Invalid Attributes](docs:sessions#invalid-attributes).',
        },
        {
          table: {
            head: ['Predefined', 'Type'],
            rows: Object.entries(PREDEFINED_ATTRIBUTES).map(([name, { type }]) => [
              `\`${name}\``,
              ATTRIBUTE_TYPES[type].label,
            ]),
          },
        },
        {
          table: {
            head: ['Type', 'What is accepted'],
            rows: CUSTOM_ATTRIBUTE_TYPES.map((type) => [
              ATTRIBUTE_TYPES[type].label,
              ATTRIBUTE_TYPES[type].accepts,
            ]),
          },
        },
      ],
    },
    {
      id: 'map',
      title: 'Map what a customer sends',
      blocks: [
        {
          text: 'Identity providers name things differently. Each connection knows the usual names of its identity provider; on its **Attributes** tab you see what really arrives, how often and with which examples. If a value looks misplaced, such as an email address in the last name, it recommends another mapping and says why. The preview judges recorded sign-ins by the new mapping before you save it.',
        },
      ],
    },
  ],
};

export const branding: DocsPage = {
  slug: 'branding',
  title: 'Branding',
  description: 'Your name, logo and colors on the pages your users see here.',
  sections: () => [
    {
      id: 'look',
      title: 'What you choose',
      blocks: [
        {
          text: 'Under [Branding](env:/configuration/branding) give a name, logos, and four colors: background and accent, each for light and dark. Everything else is derived so that it can be read. The accent must stand out from its background at 4.5 to 1, because links are written in it; if it does not, the form offers the nearest color that does.',
        },
        {
          text: 'Each environment has its own look. Logos are pictures; SVG is refused, since it can carry scripts.',
        },
      ],
    },
  ],
};

export const environments: DocsPage = {
  slug: 'environments',
  title: 'Environments',
  description: 'Staging to try things in, production for your customers. Nothing crosses over by itself.',
  sections: () => [
    {
      id: 'two-kinds',
      title: 'Two kinds',
      blocks: [
        {
          table: {
            head: ['', 'Staging', 'Production'],
            rows: [
              ['Redirect URIs', '`http` and `localhost` are fine', '`https`, apart from native apps'],
              ['Test identity provider', 'There from the start', 'None'],
              ['API keys', 'Can be shown again', 'Shown once'],
              ['Cost', 'None', 'Active connections are charged'],
            ],
          },
        },
        {
          text: 'Each environment has its own client ID, keys, redirect URIs, organizations, connections and sessions. A key of one never sees the other. Choose the environment on top of the navigation; its color is on every page.',
        },
      ],
    },
    {
      id: 'more',
      title: 'More than two',
      blocks: [
        {
          text: 'Under [Environments](/dashboard/workspace/environments) Admins and Developers can add more, for example one for each stage of a release, and copy configuration from one to another: redirect URIs, attributes, roles and branding. A preview shows each line before anything happens; what is there already is neither changed nor deleted.',
        },
      ],
    },
  ],
};

export const apiKeys: DocsPage = {
  slug: 'api-keys',
  title: 'API keys',
  description:
    'A key is the password of your server. Give each server its own, and change it without a pause.',
  sections: (values) => [
    {
      id: 'use',
      title: 'Use',
      blocks: [
        {
          text: 'Create keys under [API keys](env:/api-keys), with a name and, if you like, a day on which they end. A key belongs to one environment. In production it is shown once: put it into a secret store, never into code, a browser, or an app.',
        },
        {
          code: `curl ${values.apiUrl}/organizations \\
  --header "Authorization: Bearer $WORKOS_API_KEY"`,
          label: 'A call with a key',
        },
      ],
    },
    {
      id: 'rotate',
      title: 'Change a key without a pause',
      blocks: [
        {
          steps: [
            'Press **Rotate**. You get a new key and choose until when the old one still works.',
            'Give the new key to your servers, one after the other.',
            'Watch **Last used** of the old key. When nobody uses it anymore, let it end.',
          ],
        },
        {
          note: 'If a key has leaked, revoke it at once. That is final, and requests with it are refused from then on.',
        },
      ],
    },
  ],
};

const dollars = (cents: number) => `$${cents / 100}`;

export const billing: DocsPage = {
  slug: 'billing',
  title: 'Billing',
  description:
    'Production is locked until it is known who pays and how. Then active connections are counted by the day.',
  sections: () => [
    {
      id: 'lock',
      title: 'Unlock production',
      blocks: [
        {
          text: 'An Admin adds billing details and a way to pay under [Billing](/dashboard/workspace/billing). Until both are there, production keys cannot be created and production connections cannot become active. Everything else can be prepared. Staging is never locked.',
        },
      ],
    },
    {
      id: 'prices',
      title: 'What costs what',
      blocks: [
        {
          table: {
            head: ['Active connections', 'Each, per month'],
            rows: PRICE_LIST.tiers.map(({ upTo, monthlyCents }, index) => {
              const from = (PRICE_LIST.tiers[index - 1]?.upTo ?? 0) + 1;
              return [upTo === null ? `From ${from}` : `${from} to ${upTo}`, dollars(monthlyCents)];
            }),
          },
        },
        {
          list: [
            `Counted: ${Object.values(COUNTED_PROTOCOLS)
              .filter(({ counted }) => counted)
              .map(({ label }) => label)
              .join(', ')}, in production, while they are active. Staging is free.`,
            'A connection that was active at any moment of a day (UTC) counts for that day; a day costs its part of the month.',
            'Disable a connection, and it stops counting the next day.',
            `Invoices are made monthly, with every line down to the activation it stands for, and are due after ${PRICE_LIST.paymentDays} days.`,
          ],
        },
      ],
    },
  ],
};

export const team: DocsPage = {
  slug: 'members',
  title: 'Members and mail',
  description: 'Who may do what in this dashboard, and what it writes to them.',
  sections: () => [
    {
      id: 'roles',
      title: 'Roles of members',
      blocks: [
        {
          table: {
            head: ['Role', 'May do'],
            rows: Object.values(ROLES).map(({ label, description }) => [label, description]),
          },
        },
        {
          text: 'Admins invite people under [Members](/dashboard/workspace/members). The link in the invitation works once. There is always at least one Admin.',
        },
      ],
    },
    {
      id: 'mail',
      title: 'Mails',
      blocks: [
        {
          table: {
            head: ['Mail', 'When'],
            rows: Object.values(NOTIFICATIONS).map(({ label, help }) => [label, help]),
          },
        },
        {
          text: 'Each member switches these on and off in [User settings](/dashboard/profile), as far as their role may see what they tell. Admins find every mail in the [Outbox](/dashboard/workspace/outbox) with what became of it. A mail that could not be delivered is tried again for three days. Where no mail server is set up, mails are read there instead.',
        },
      ],
    },
  ],
};

export const auditLog: DocsPage = {
  slug: 'audit-log',
  title: 'Audit log',
  description: 'Who changed what, when, from where, and what it was before.',
  sections: () => [
    {
      id: 'entries',
      title: 'What is in it',
      blocks: [
        {
          text: 'Every change by a member, by an API key, or by the server itself has an entry, written together with the change: there is no change without one. The database refuses to change or delete entries. Secrets are never in them.',
        },
        {
          text: 'Admins read it under [Audit log](/dashboard/workspace/audit-log), filter it by action, member, environment and time, and export what they see.',
        },
      ],
    },
    {
      id: 'connections',
      title: 'The history of a connection',
      blocks: [
        {
          text: 'What decides over sign-ins has a history of its own on the **History** tab of a connection: each version with who, when, why, and the difference to the one before. A version can be restored. Before a change is saved, recent sign-ins are judged by it, and one that would lock people out, give them other IDs or share a verified domain between organizations has to be confirmed. Changes by API are not held up, for there is nobody to ask: they are versions with the API key as their author, stand in the audit log, and can be restored.',
        },
      ],
    },
    {
      id: 'events',
      title: 'Events for your app',
      blocks: [
        {
          text: '`GET /events` tells your app what became of organizations, their domains, connections, certificates and roles: `events` names what it wants, such as `connection.activated` or `connection.saml_certificate_renewal_required`. The oldest come first; pass the id of the last one as `after` to go on from there, and you miss none. They are kept for 90 days.',
        },
      ],
    },
  ],
};
