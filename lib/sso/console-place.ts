import { CONNECTION_TYPES } from '#lib/attributes/connection-types.ts';
import { consoleFacts } from '#lib/attributes/identity-provider-consoles.ts';
import { setupFacts } from '#lib/attributes/identity-providers.ts';
import type { ConsoleField } from './session-explanation.ts';

/** Where in the identity provider's console something is set, and the value of ours that belongs there. */
export type ConsolePlace = {
  product: string;
  where: string;
  field: string | null;
  value: string | null;
  attributes: readonly { name: string; source: string }[];
};

/** Where `field` is in the console of a connection type's product. Null for our own test identity provider. */
export function consolePlace(
  field: ConsoleField,
  connectionType: string,
  ours: {
    serviceProvider?: { acsUrl: string; entityId: string } | undefined;
    encryptionCertificate: string | null;
  },
): ConsolePlace | null {
  // The test identity provider is ours: its console has nothing to set.
  if (connectionType === 'TestIdp') return null;
  const facts = setupFacts(connectionType);
  const consoles = consoleFacts(connectionType);
  const place = {
    product: typeLabel(connectionType),
    where: consoles.where,
    field: null,
    value: null,
    attributes: [],
  };
  switch (field) {
    case 'acs_url':
      return { ...place, field: facts.acsUrlField, value: ours.serviceProvider?.acsUrl ?? null };
    case 'entity_id':
      return { ...place, field: facts.entityIdField, value: ours.serviceProvider?.entityId ?? null };
    case 'attributes':
      return { ...place, field: consoles.attributes, attributes: facts.attributes };
    case 'encryption_certificate':
      return { ...place, field: consoles.encryption, value: ours.encryptionCertificate };
    case 'encryption':
      return { ...place, field: consoles.encryption };
    case 'signing':
      return { ...place, field: consoles.signing };
    case 'certificate':
      return { ...place, field: consoles.certificate };
    case 'name_id':
      return { ...place, field: consoles.nameId };
  }
}

/** The name people know a connection type by; an unknown one as it is. */
export function typeLabel(connectionType: string): string {
  const known: Readonly<Record<string, { label: string }>> = CONNECTION_TYPES;
  return Object.hasOwn(known, connectionType)
    ? (known[connectionType]?.label ?? connectionType)
    : connectionType;
}
