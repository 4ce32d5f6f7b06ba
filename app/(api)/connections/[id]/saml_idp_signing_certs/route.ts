import { addIdpCertificate } from '#lib/connections/add-idp-certificate.ts';
import { addCertificateBody } from '#lib/connections/connection.schema.ts';
import { getSamlConnection } from '#lib/connections/get-connection.ts';
import { parseBody } from '#lib/http/api-body.ts';
import { apiEndpoint, apiPost, pathId } from '#lib/http/api-endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { idpCertificateWire } from '#lib/http/wire/certificate.ts';
import { listAnswer } from '#lib/http/wire/list.ts';

/** The certificates the identity provider may sign with, oldest first. */
export const GET = apiEndpoint(async (_request, call) => {
  const { certificates } = await getSamlConnection(call, pathId(call));
  return listAnswer({ data: certificates, before: null, after: null }, idpCertificateWire);
});

/** Adds one, given as PEM, beside those there are. */
export const POST = apiPost(async (body, call) => {
  const { value } = parseBody(body, addCertificateBody);
  const certificate = await addIdpCertificate(call, { connectionId: pathId(call), pem: value });
  return json(idpCertificateWire(certificate), 201);
});
