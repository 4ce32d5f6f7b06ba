import { apiEndpoint, pathId } from '#lib/http/api-endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { organizationWire } from '#lib/http/wire/organization.ts';
import { getOrganization } from '#lib/organizations/get-organization.ts';

/** An organization by the customer's own id. */
export const GET = apiEndpoint(async (_request, call) =>
  json(organizationWire(await getOrganization(call, { externalId: pathId(call, 'externalId') }))),
);
