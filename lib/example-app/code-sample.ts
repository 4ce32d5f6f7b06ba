import { publicAddress } from './relying-party.ts';

/** The app's own code, with this server's values filled in; the key stays a variable. */
export function codeSample(settings: {
  origin: string;
  clientId: string;
  connectionId: string;
  redirectUri: string;
}): string {
  const { apiHostname, port, https } = publicAddress(settings.origin);
  const address = [`apiHostname: '${apiHostname}'`, ...(port ? [`port: ${port}`] : []), `https: ${https}`];
  return `import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS(process.env.WORKOS_API_KEY, { ${address.join(', ')} });
const clientId = '${settings.clientId}';
const redirectUri = '${settings.redirectUri}';

// 1. The sign-in button leads here.
app.get('/sign-in', (req, res) => {
  const state = crypto.randomUUID();
  res.cookie('state', state, { httpOnly: true, sameSite: 'lax' });
  res.redirect(
    workos.sso.getAuthorizationUrl({
      connection: '${settings.connectionId}',
      clientId,
      redirectUri,
      state,
    }),
  );
});

// 2. Gatehouse sends the browser back with a code, or with an error.
app.get('/callback', async (req, res) => {
  const { code, error, error_description, connection_id, state } = req.query;

  if (error === 'idp_initiated_sso_disabled') {
    // The person began at the identity provider. Begin again from here: they will not notice.
    return res.redirect(
      workos.sso.getAuthorizationUrl({ connection: connection_id, clientId, redirectUri }),
    );
  }
  if (error) return res.status(400).send(error_description);
  // No state means the sign-in began at the identity provider.
  if (state !== undefined && state !== req.cookies.state) return res.sendStatus(400);

  const { profile } = await workos.sso.getProfileAndToken({ code, clientId });
  // Find or create the user by profile.id or profile.email within profile.organizationId.
  res.redirect('/');
});
`;
}
