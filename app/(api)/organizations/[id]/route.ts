import { parseBody, readBody } from '#lib/http/api-body.ts';
import { apiEndpoint, pathId } from '#lib/http/api-endpoint.ts';
import { accepted, json } from '#lib/http/respond.ts';
import { organizationWire } from '#lib/http/wire/organization.ts';
import { deleteOrganization } from '#lib/organizations/delete-organization.ts';
import { getOrganization } from '#lib/organizations/get-organization.ts';
import { updateOrganizationBody } from '#lib/organizations/organization.schema.ts';
import { updateOrganization } from '#lib/organizations/update-organization.ts';

export const GET = apiEndpoint(async (_request, call) =>
  json(organizationWire(await getOrganization(call, { id: pathId(call) }))),
);

/** Changes what the body names. */
export const PUT = apiEndpoint(async (request, call) => {
  const changes = parseBody(await readBody(request), updateOrganizationBody);
  return json(organizationWire(await updateOrganization(call, { id: pathId(call), ...changes })));
});

export const DELETE = apiEndpoint(async (_request, call) => {
  await deleteOrganization(call, pathId(call));
  return accepted();
});
