import { CONNECTION_TYPES, type ConnectionType } from '#lib/attributes/connection-types.ts';
import type { OrganizationLine } from '#lib/data/organization-list.ts';
import type { DomainRow, OrganizationRow } from '#lib/data/organizations.ts';
import { isVerified } from './domain-set.ts';

/** States of a User Email Domain, with the words the dashboard shows. */
const DOMAIN_STATES = {
  verified: { label: 'Verified', tone: 'green' },
  legacy_verified: { label: 'Verified', tone: 'green' },
  pending: { label: 'Waiting for DNS', tone: 'amber' },
  failed: { label: 'DNS record not found', tone: 'red' },
  unverified: { label: 'Not verified', tone: 'gray' },
} as const satisfies Record<DomainRow['state'], { label: string; tone: string }>;

/** One line of the list of organizations. Times are ISO 8601. */
export type OrganizationListItem = {
  id: string;
  name: string;
  externalId: string | null;
  createdAt: string;
  domains: readonly string[];
  /** How many domains there are beyond those. */
  moreDomains: number;
  connections: readonly {
    id: string;
    name: string;
    typeLabel: string;
    state: OrganizationLine['connections'][number]['state'];
  }[];
  moreConnections: number;
};

export type DomainView = {
  id: string;
  domain: string;
  badge: (typeof DOMAIN_STATES)[DomainRow['state']];
  /** Whether profiles with this domain may sign in. */
  counts: boolean;
  /** Added by somebody's word instead of a DNS record. */
  manual: boolean;
  /** The TXT record that would prove it. */
  record: { name: string; value: string } | null;
  createdAt: string;
};

/** An organization as its page shows it. */
export type OrganizationView = {
  id: string;
  name: string;
  externalId: string | null;
  metadata: readonly { key: string; value: string }[];
  allowProfilesOutsideOrganization: boolean;
  domains: readonly DomainView[];
  createdAt: string;
  updatedAt: string;
};

/** The list's line of a row. */
export function organizationListItem(row: OrganizationLine): OrganizationListItem {
  return {
    id: row.id,
    name: row.name,
    externalId: row.externalId,
    createdAt: row.createdAt.toISOString(),
    domains: row.domains.slice(0, 3).map((one) => one.domain),
    moreDomains: Math.max(0, row._count.domains - 3),
    connections: row.connections.slice(0, 3).map((one) => ({
      id: one.id,
      name: one.name,
      typeLabel: CONNECTION_TYPES[one.connectionType as ConnectionType]?.label ?? one.connectionType,
      state: one.state,
    })),
    moreConnections: Math.max(0, row._count.connections - 3),
  };
}

/** The page's view of a row. */
export function organizationView(row: OrganizationRow): OrganizationView {
  const metadata = Object.entries(row.metadata as Record<string, string>);
  return {
    id: row.id,
    name: row.name,
    externalId: row.externalId,
    metadata: metadata
      .map(([key, value]) => ({ key, value }))
      .sort((a, b) => a.key.localeCompare(b.key, 'en')),
    allowProfilesOutsideOrganization: row.allowProfilesOutsideOrganization,
    domains: row.domains.map(domainView),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function domainView(row: DomainRow): DomainView {
  return {
    id: row.id,
    domain: row.domain,
    badge: DOMAIN_STATES[row.state],
    counts: isVerified(row),
    manual: row.verificationStrategy === 'manual',
    record:
      row.verificationToken !== null && row.verificationPrefix !== null
        ? { name: `${row.verificationPrefix}.${row.domain}`, value: row.verificationToken }
        : null,
    createdAt: row.createdAt.toISOString(),
  };
}
