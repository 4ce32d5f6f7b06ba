import { apiEndpoint, pathId } from '#lib/http/api-endpoint.ts';
import { json, noContent } from '#lib/http/respond.ts';
import { organizationDomainWire } from '#lib/http/wire/organization.ts';
import { getDomain } from '#lib/organizations/get-domain.ts';
import { removeDomain } from '#lib/organizations/remove-domain.ts';

export const GET = apiEndpoint(async (_request, call) =>
  json(organizationDomainWire(await getDomain(call, pathId(call)))),
);

export const DELETE = apiEndpoint(async (_request, call) => {
  await removeDomain(call, pathId(call));
  return noContent();
});
