import type { EnvironmentContext } from '#lib/data/context.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { OrganizationRow, OrganizationValues } from '#lib/data/organizations.ts';
import { entityNotFound, invalidField } from '#lib/errors.ts';
import { organizationFields, organizationTarget } from './audit-fields.ts';
import { type DomainOrigin, isVerified, newDomain, requestedDomains } from './domain-set.ts';
import { mergeMetadata } from './metadata.ts';
import { externalId, organizationName, withUniqueNames } from './organization-rules.ts';

/** What of an organization should change; absent stays. `externalId` and `stripeCustomerId`: null clears. */
export type OrganizationChanges = {
  id: string;
  /** Null stays too: SDKs of some languages send it. */
  name?: string | null | undefined;
  /** Replaces the whole set; null stays. */
  domainData?: readonly { domain: string; state: 'pending' | 'verified' }[] | null | undefined;
  /** Deprecated; replaces the whole set; null stays. */
  domains?: readonly string[] | null | undefined;
  allowProfilesOutsideOrganization?: boolean | null | undefined;
  externalId?: string | null | undefined;
  stripeCustomerId?: string | null | undefined;
  /** Merged: a text sets, null deletes a key; null or `{}` clears all. Checked here. */
  metadata?: unknown;
};

/**
 * Changes an organization. Throws entity_not_found, invalid_request_parameters, invalid_metadata,
 * external_id_already_used or stripe_customer_id_already_used.
 */
export async function updateOrganization(
  context: EnvironmentContext,
  input: OrganizationChanges,
): Promise<OrganizationRow> {
  const { data, now } = context;
  const wanted = requestedDomains(input);
  const values: Partial<OrganizationValues> = {
    ...(input.name == null ? {} : { name: organizationName(input.name) }),
    ...(input.allowProfilesOutsideOrganization == null
      ? {}
      : { allowProfilesOutsideOrganization: input.allowProfilesOutsideOrganization }),
    ...(input.externalId === undefined
      ? {}
      : { externalId: input.externalId === null ? null : externalId(input.externalId) }),
    ...(input.stripeCustomerId === undefined ? {} : { stripeCustomerId: stripeId(input.stripeCustomerId) }),
  };
  return withUniqueNames(() =>
    data.transaction(async (rows) => {
      // Locked, because two merges of metadata at once would lose one.
      await rows.organizations.lock(input.id);
      const before = await rows.organizations.get(input.id);
      if (!before) throw entityNotFound('Organization', input.id);
      const stored = before.metadata as Record<string, string>;
      await rows.organizations.update(
        input.id,
        input.metadata === undefined
          ? values
          : { ...values, metadata: mergeMetadata(stored, input.metadata) },
        now,
      );
      if (wanted) await replaceDomains(rows, before, wanted, now);
      const after = await rows.organizations.get(input.id);
      if (!after) throw entityNotFound('Organization', input.id);
      await rows.connectionVersions.record(context, { organizationId: input.id });
      await rows.auditLog.record(context, {
        action: 'organization.updated',
        target: organizationTarget(after),
        before: organizationFields(before),
        after: organizationFields(after),
      });
      return after;
    }),
  );
}

/**
 * Makes the organization's domains equal to `wanted`. One that stays keeps its id, and its verification: an
 * app that sends its list as `pending` with every update must not sign its users out.
 */
async function replaceDomains(
  rows: EnvironmentRepositories,
  before: OrganizationRow,
  wanted: ReadonlyMap<string, DomainOrigin>,
  now: Date,
): Promise<void> {
  const had = new Map(before.domains.map((row) => [row.domain, row]));
  for (const row of before.domains) {
    if (!wanted.has(row.domain)) await rows.organizations.removeDomain(row.id);
  }
  for (const [domain, origin] of wanted) {
    const row = had.get(domain);
    const fresh = newDomain({ organizationId: before.id, domain, origin }, now);
    if (!row) await rows.organizations.addDomain(fresh, now);
    else if (!isVerified(row) && origin !== 'dns') {
      const { state, verificationStrategy } = fresh;
      await rows.organizations.updateDomain(row.id, { state, verificationStrategy }, now);
    }
  }
}

function stripeId(text: string | null): string | null {
  if (text !== null && !/^cus_[A-Za-z0-9_]{1,250}$/.test(text)) {
    throw invalidField('stripe_customer_id', 'stripe_customer_id must start with cus_');
  }
  return text;
}
