import { apiPost, pathId } from '#lib/http/api-endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { organizationDomainWire } from '#lib/http/wire/organization.ts';
import { verifyDomain } from '#lib/organizations/verify-domain.ts';

/** Starts the verification of a domain again. Whatever body comes along is ignored. */
export const POST = apiPost(async (_body, call) =>
  json(organizationDomainWire(await verifyDomain(call, pathId(call))), 201),
);
