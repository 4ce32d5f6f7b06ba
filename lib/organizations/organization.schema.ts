import { z } from 'zod';

/** Older SDKs send null for what they were not given. */
const domains = z.array(z.string()).nullish();
const domainData = z
  .array(z.object({ domain: z.string(), state: z.enum(['pending', 'verified']) }))
  .nullish();

const shared = {
  domains,
  domain_data: domainData,
  allow_profiles_outside_organization: z.boolean().nullish(),
  external_id: z.string().nullish(),
  /** Refused in words of its own, not as a validation error. */
  metadata: z.unknown().optional(),
};

type Shared = z.output<z.ZodObject<typeof shared>>;

const sharedNames = (body: Shared) => ({
  domains: body.domains,
  domainData: body.domain_data,
  allowProfilesOutsideOrganization: body.allow_profiles_outside_organization,
  externalId: body.external_id,
  metadata: body.metadata,
});

/** Body of POST /organizations. */
export const createOrganizationBody = z
  .object({ name: z.string(), ...shared })
  .transform((body) => ({ name: body.name, ...sharedNames(body) }));

/** Body of PUT /organizations/{id}: any subset. */
export const updateOrganizationBody = z
  .object({ name: z.string().nullish(), stripe_customer_id: z.string().nullish(), ...shared })
  .transform((body) => ({
    name: body.name,
    stripeCustomerId: body.stripe_customer_id,
    ...sharedNames(body),
  }));

/** Body of POST /organization_domains. */
export const createDomainBody = z
  .object({ organization_id: z.string(), domain: z.string() })
  .transform((body) => ({ organizationId: body.organization_id, domain: body.domain }));
