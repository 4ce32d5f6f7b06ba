import { createPrivateKey } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { postForm, redirectUrl } from '#lib/saml/bindings.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { type LogoutTransport as Received, readLogoutMessage } from '#lib/saml/logout.ts';
import { buildLogoutRequest, buildLogoutResponse } from '#lib/saml/logout-message.ts';
import {
  type LogoutTransport,
  logoutRequestXml,
  logoutResponseXml,
  readLogout,
  type SentLogout,
  sendLogout,
} from './logout.ts';
import { PAIRS } from './testdata/sign-in.ts';

/** The provider and the validator share no code: each reads what the other writes, by both bindings. */

const NOW = new Date('2026-05-01T12:00:00.000Z');
const IDP = 'https://idp.example/?a=1&b="2"';
const SP = 'https://sp.example/entity';
const SLO = 'https://sp.example/slo?tenant=1';
const IDP_SLO = 'https://idp.example/slo';
const RELAY = 'r +&=ü/';
const certificate = parseCertificate(PAIRS.idp.certificatePem);

function receive(sent: SentLogout) {
  const transport: Received =
    sent.kind === 'redirect'
      ? { binding: 'redirect', query: sent.url.slice(sent.url.indexOf('?') + 1) }
      : {
          binding: 'post',
          samlRequest: sent.fields['SAMLRequest'] ?? null,
          samlResponse: sent.fields['SAMLResponse'] ?? null,
          relayState: sent.fields['RelayState'] ?? null,
        };
  return readLogoutMessage({
    transport,
    now: NOW,
    clockToleranceSeconds: 0,
    logoutUrl: SLO,
    identityProvider: { entityId: IDP, certificates: certificate ? [certificate] : [] },
  });
}

for (const binding of ['redirect', 'post'] as const) {
  const send = (xml: string, parameter: 'SAMLRequest' | 'SAMLResponse', key = PAIRS.idp) =>
    sendLogout({ xml, parameter, destination: SLO, binding, relayState: RELAY, key });
  const envelope = { now: NOW, issuer: IDP, destination: SLO };

  test(`the validator takes the provider’s request and its answer by ${binding}`, () => {
    const who = { nameId: 'ada "<&>', nameIdFormat: 'urn:f', sessionIndex: 's<1>' };
    const request = receive(send(logoutRequestXml({ ...envelope, ...who }), 'SAMLRequest'));
    expect(request).toMatchObject({
      ok: true,
      message: {
        kind: 'request',
        nameId: { value: 'ada "<&>' },
        sessionIndexes: ['s<1>'],
        relayState: RELAY,
      },
    });
    const response = receive(send(logoutResponseXml({ ...envelope, inResponseTo: '_1' }), 'SAMLResponse'));
    expect(response).toMatchObject({ ok: true, message: { kind: 'response', inResponseTo: '_1' } });
    const forged = receive(send(logoutRequestXml({ ...envelope, ...who }), 'SAMLRequest', PAIRS.wrongIdp));
    expect(forged).toMatchObject({ ok: false, failure: { code: 'certificate_mismatch' } });
  });

  test(`the provider takes our request and our answer by ${binding}, and knows who signed`, () => {
    const ours = { id: '_o', now: NOW, destination: IDP_SLO, issuer: SP };
    const nameId = { value: 'ada', format: null, nameQualifier: null, spNameQualifier: null };
    const messages = [
      ['SAMLRequest', buildLogoutRequest({ ...ours, nameId, sessionIndex: 's-1' })],
      ['SAMLResponse', buildLogoutResponse({ ...ours, inResponseTo: '_1', outcome: 'unknown_principal' })],
    ] as const;
    for (const [parameter, samlRequestXml] of messages) {
      const key = createPrivateKey(PAIRS.sp.privateKeyPem);
      const signWith = { privateKey: key, certificatePem: PAIRS.sp.certificatePem };
      const message = { destination: IDP_SLO, samlRequestXml, parameter, relayState: RELAY, signWith };
      const transport: LogoutTransport =
        binding === 'post'
          ? { binding, fields: postForm(message).fields }
          : { binding, query: redirectUrl(message).split('?')[1] ?? '' };
      const read = readLogout(transport);
      if (!read.ok) throw new Error(read.problem);
      expect(read.message).toMatchObject({
        id: '_o',
        issuer: SP,
        destination: IDP_SLO,
        relayState: RELAY,
        ...(parameter === 'SAMLRequest'
          ? { kind: 'request', nameId: 'ada', sessionIndexes: ['s-1'] }
          : { kind: 'response', inResponseTo: '_1', status: ['Requester', 'UnknownPrincipal'] }),
      });
      expect(read.message.signedBy(PAIRS.sp.certificatePem)).toBe(true);
      expect(read.message.signedBy(PAIRS.idp.certificatePem)).toBe(false);
    }
  });
}

test('what is not a logout message is told in a sentence, and an unsigned one is signed by nobody', () => {
  expect(readLogout({ binding: 'redirect', query: '' })).toMatchObject({ ok: false });
  const login = Buffer.from('<x/>').toString('base64');
  expect(readLogout({ binding: 'post', fields: { SAMLRequest: login } })).toEqual({
    ok: false,
    problem: 'Expected a LogoutRequest, received x.',
  });
  const xml = logoutResponseXml({ now: NOW, issuer: IDP, destination: SLO, inResponseTo: '_1' });
  const read = readLogout({ binding: 'post', fields: { SAMLResponse: Buffer.from(xml).toString('base64') } });
  expect(read.ok && read.message.signedBy(PAIRS.idp.certificatePem)).toBe(false);
});
