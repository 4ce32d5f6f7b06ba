/**
 * A complete Node.js program that signs one person in with the official SDK, filled in with real values.
 * `apiUrl` is our public origin; `redirectUri` must be one the environment has registered.
 */
export function sdkSample(input: {
  clientId: string;
  apiUrl: string;
  organizationId: string;
  redirectUri: string;
}): string {
  const api = new URL(input.apiUrl);
  const callback = new URL(input.redirectUri);
  const text = (value: string) => `'${value.replace(/[\\']/g, '\\$&')}'`;
  return `import http from 'node:http';
import { WorkOS } from '@workos-inc/node';

const clientId = ${text(input.clientId)};
const redirectUri = ${text(input.redirectUri)};
const workos = new WorkOS(process.env.WORKOS_API_KEY, {
  apiHostname: ${text(api.hostname)},${api.port ? `\n  port: ${api.port},` : ''}
  https: ${api.protocol === 'https:'},
});

http.createServer(async (request, response) => {
  const url = new URL(request.url, redirectUri);
  if (url.pathname === ${text(callback.pathname)}) {
    const code = url.searchParams.get('code');
    if (!code) return response.end(\`Refused: \${url.searchParams.get('error_description')}\`);
    const { profile } = await workos.sso.getProfileAndToken({ code, clientId });
    return response.end(\`Signed in as \${profile.email}\`);
  }
  // In your app, also pass a random state here and compare it in the callback.
  const location = workos.sso.getAuthorizationUrl({
    clientId,
    redirectUri,
    organization: ${text(input.organizationId)},
  });
  response.writeHead(302, { location }).end();
}).listen(${callback.port || '4000'});
`;
}
