import {
  CONNECTION_TYPES,
  type ConnectionType,
  connectionTypesOf,
} from '#lib/attributes/connection-types.ts';

/** The identity providers most customers have. */
const COMMON: readonly ConnectionType[] = [
  'OktaSAML',
  'AzureSAML',
  'GoogleSAML',
  'OneLoginSAML',
  'JumpCloudSAML',
  'ADFSSAML',
  'PingOneSAML',
  'KeycloakSAML',
  'Auth0SAML',
];

/** Where SAML and OpenID Connect would both do, SAML is what most customers know. */
const OIDC: readonly ConnectionType[] = ['OktaOIDC', 'EntraIdOIDC', 'GoogleOIDC', 'GenericOIDC'];

const NOTES: Partial<Record<ConnectionType, string>> = {
  AzureSAML: 'Formerly Azure AD',
  ADFSSAML: 'Active Directory Federation Services',
  GenericOIDC: 'Any other identity provider that speaks OpenID Connect',
  GenericSAML: 'Any other identity provider that speaks SAML 2.0',
  TestIdp: 'Built in, ready at once, for trying things out',
};

/** The connection types that can be made in an environment of this kind, grouped for choosing. */
export function typeChoices(kind: 'staging' | 'production') {
  const choice = (value: ConnectionType) => ({
    value,
    label: CONNECTION_TYPES[value].label,
    note: NOTES[value] ?? '',
  });
  const apart: readonly ConnectionType[] = [...COMMON, 'GenericSAML', 'TestIdp'];
  const others = connectionTypesOf('saml').filter((type) => !apart.includes(type));
  return [
    { title: 'In common use', types: COMMON.map(choice) },
    { title: 'OpenID Connect', types: OIDC.map(choice) },
    { title: 'Others', types: others.map(choice) },
    {
      title: 'Anything else',
      types: [choice('GenericSAML'), ...(kind === 'staging' ? [choice('TestIdp')] : [])],
    },
  ];
}
