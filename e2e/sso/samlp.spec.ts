import { expect, test } from '@playwright/test';
import { env } from '#lib/env.ts';
import { newExternalKey, newId } from '#lib/ids.ts';
import { parseIdpMetadata } from '#lib/saml/metadata.ts';
import { sentTo } from '../support/app.ts';
import { startSamlpIdp } from '../support/samlp-idp.ts';
import { CALLBACK, seedConnection, seedWorkspace } from '../support/seed.ts';

/** An identity provider we did not write (npm samlp): its XML, its signatures, in a real browser. */

const origin = env().http.url;

for (const signResponse of [true, false]) {
  test(`samlp signs an employee in with a signed ${signResponse ? 'response' : 'assertion'}`, async ({
    page,
  }) => {
    const idp = await startSamlpIdp({ signResponse });
    try {
      const { staging } = await seedWorkspace();
      const connection = await seedConnection(staging);
      const parsed = parseIdpMetadata(idp.metadataXml);
      if (!parsed.ok) throw new Error(parsed.message);
      const now = new Date();
      await staging.data.connections.update(
        connection.connectionId,
        { idpEntityId: parsed.metadata.entityId, idpSsoUrl: idp.ssoUrl, externalKey: newExternalKey() },
        now,
      );
      await staging.data.connections.removeAllCertificates(connection.connectionId);
      for (const certificate of parsed.metadata.signingCertificates) {
        await staging.data.connections.addCertificate(connection.connectionId, {
          id: newId('connectionCertificate', now),
          pem: certificate.pem,
          fingerprintSha256: certificate.fingerprintSha256,
          notBefore: certificate.notBefore,
          notAfter: certificate.notAfter,
          now,
        });
      }
      const query = new URLSearchParams({
        client_id: staging.clientId,
        redirect_uri: CALLBACK,
        response_type: 'code',
        connection: connection.connectionId,
        state: 'samlp',
      });
      const back = sentTo(page, CALLBACK);
      await page.goto(`${origin}/sso/authorize?${query}`);
      const callback = (await back).searchParams;
      expect(callback.get('error_description')).toBeNull();
      expect(callback.get('state')).toBe('samlp');
      const token = await fetch(`${origin}/sso/token`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: staging.clientId,
          client_secret: staging.apiKey,
          grant_type: 'authorization_code',
          code: callback.get('code') ?? '',
        }),
      });
      const { profile } = (await token.json()) as { profile: Record<string, unknown> };
      expect(profile).toMatchObject({
        idp_id: 'samlp-grace-abara',
        email: 'grace.abara@example.com',
        first_name: 'Grace',
        last_name: 'Abara',
      });
    } finally {
      await idp.close();
    }
  });
}
