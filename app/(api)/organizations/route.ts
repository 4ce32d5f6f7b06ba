import { normalDomain } from '#lib/attributes/email.ts';
import { parseBody } from '#lib/http/api-body.ts';
import { apiEndpoint, apiPost } from '#lib/http/api-endpoint.ts';
import { readList, readPageRequest, readText } from '#lib/http/api-query.ts';
import { json } from '#lib/http/respond.ts';
import { listAnswer } from '#lib/http/wire/list.ts';
import { organizationWire } from '#lib/http/wire/organization.ts';
import { createOrganization } from '#lib/organizations/create-organization.ts';
import { createOrganizationBody } from '#lib/organizations/organization.schema.ts';

/** Lists organizations: `domains` (any of them matches), `search` (part of the name), pagination. */
export const GET = apiEndpoint(async (request, { data }) => {
  const query = new URL(request.url).searchParams;
  const domains = readList(query, 'domains')?.map((domain) => normalDomain(domain) ?? domain);
  const filter = { domains, search: readText(query, 'search') };
  return listAnswer(await data.organizations.page(filter, readPageRequest(query)), organizationWire);
});

export const POST = apiPost(async (body, call) => {
  const organization = await createOrganization(call, parseBody(body, createOrganizationBody));
  return json(organizationWire(organization), 201);
});
