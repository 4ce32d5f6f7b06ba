import { parseBody, readBody } from '#lib/http/api-body.ts';
import { apiEndpoint } from '#lib/http/api-endpoint.ts';
import { json } from '#lib/http/respond.ts';
import { updateAppAddresses } from '#lib/workspace/app-addresses.ts';
import { appHomepageUrlBody } from '#lib/workspace/redirect-uri-body.schema.ts';

/** Sets the app's homepage; an empty text takes it away. */
export const PUT = apiEndpoint(async (request, call) => {
  const { url } = parseBody(await readBody(request), appHomepageUrlBody);
  const { appHomepageUrl } = await updateAppAddresses(
    call,
    { appHomepageUrl: url },
    { appHomepageUrl: 'url' },
  );
  return json({ object: 'app_homepage_url', url: appHomepageUrl });
});
