import { removeIdpCertificate } from '#lib/connections/remove-idp-certificate.ts';
import { apiEndpoint, pathId } from '#lib/http/api-endpoint.ts';
import { noContent } from '#lib/http/respond.ts';

export const DELETE = apiEndpoint(async (_request, call) => {
  await removeIdpCertificate(call, { connectionId: pathId(call), certificateId: pathId(call, 'certId') });
  return noContent();
});
