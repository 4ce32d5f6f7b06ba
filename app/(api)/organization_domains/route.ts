import { parseBody } from '#lib/http/api-body.ts';
import { apiPost } from '#lib/http/api-endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { organizationDomainWire } from '#lib/http/wire/organization.ts';
import { addDomain } from '#lib/organizations/add-domain.ts';
import { createDomainBody } from '#lib/organizations/organization.schema.ts';

/** Adds a domain to an organization; it counts once its DNS record is found. */
export const POST = apiPost(async (body, call) => {
  const input = parseBody(body, createDomainBody);
  return json(organizationDomainWire(await addDomain(call, { ...input, verification: 'dns' })), 201);
});
