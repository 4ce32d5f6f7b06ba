import { createPrivateKey } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { decrypt } from 'xml-encryption';
import { toProfile } from '#lib/attributes/profile.ts';
import { parseCertificate } from '#lib/saml/certificate.ts';
import { unsolicited, validateResponse } from '#lib/saml/response.ts';
import { TEST_PEOPLE } from './people.ts';
import { isPersonalityId, PERSONALITIES, PERSONALITY_IDS, personalityOf } from './personalities.ts';
import { type BuildResponseInput, buildResponse } from './response.ts';
import { PAIRS, SIGN_IN } from './testdata/sign-in.ts';
import { verifyByHand, verifyByXmlCrypto } from './testdata/verify.ts';

const build = (changes: Partial<BuildResponseInput>) => buildResponse({ ...SIGN_IN, ...changes });
const xmlOf = async (changes: Partial<BuildResponseInput>) => (await build(changes)).xml;

function certificate(pem: string) {
  const parsed = parseCertificate(pem);
  if (!parsed) throw new Error('a certificate of these tests cannot be read');
  return parsed;
}

function validate(encodedResponse: string) {
  return validateResponse({
    encodedResponse,
    now: SIGN_IN.now,
    clockToleranceSeconds: 60,
    serviceProvider: SIGN_IN.sp,
    identityProvider: {
      entityId: SIGN_IN.idp.entityId,
      certificates: [certificate(PAIRS.idp.certificatePem)],
    },
    expectedInResponseTo: SIGN_IN.inResponseTo ?? unsolicited,
    decryptionKeys: [
      {
        privateKey: createPrivateKey(PAIRS.sp.privateKeyPem),
        certificateFingerprint: certificate(PAIRS.sp.certificatePem).fingerprintSha256,
      },
    ],
  });
}

function decrypted(xml: string): Promise<string> {
  const options = {
    key: PAIRS.sp.privateKeyPem,
    disallowDecryptionWithInsecureAlgorithm: false,
    warnInsecureAlgorithm: false,
  };
  return new Promise((resolve, reject) => {
    decrypt(xml, options, (error, plain) => (plain === undefined ? reject(error) : resolve(plain)));
  });
}

test('each product has one personality, and whatever has none is written plainly', () => {
  expect(PERSONALITY_IDS).toHaveLength(10);
  for (const id of PERSONALITY_IDS) {
    for (const type of PERSONALITIES[id].connectionTypes) expect(personalityOf(type)).toBe(id);
  }
  for (const type of ['TestIdp', 'GenericSAML', 'constructor']) expect(personalityOf(type)).toBeNull();
  expect(isPersonalityId('constructor')).toBe(false);
});

for (const personality of PERSONALITY_IDS) {
  const { connectionTypes, signs } = PERSONALITIES[personality];

  for (const sign of ['as_usual', 'assertion', 'response', 'both'] as const) {
    test(`${personality}, signed ${sign}: two independent verifiers agree, and people are signed in`, async () => {
      for (const person of sign === 'as_usual' ? [TEST_PEOPLE[2], TEST_PEOPLE[3]] : [TEST_PEOPLE[0]]) {
        const { samlResponse, xml } = await build({ personality, sign, person });
        const asked = sign === 'as_usual' ? signs : sign;
        const good = asked === 'both' ? [true, true] : [true];
        for (const verify of [verifyByXmlCrypto, verifyByHand]) {
          expect(verify(xml, PAIRS.idp.certificatePem)).toEqual(good);
        }
        expect(verifyByHand(xml, PAIRS.wrongIdp.certificatePem)).not.toContain(true);
        const verdict = validate(samlResponse);
        if (!verdict.ok) throw new Error(JSON.stringify(verdict.failure));
        expect(verdict.notes).toEqual([]);
        expect(verdict.assertion.signed).toBe(asked);
        for (const connectionType of [...connectionTypes, 'TestIdp']) {
          const mapped = toProfile({ ...verdict.assertion, connectionType, overrides: {} });
          if (!mapped.ok) throw new Error(`${connectionType} misses ${mapped.missing}`);
          expect(mapped.profile).toMatchObject({
            email: person.email,
            firstName: person.firstName,
            lastName: person.lastName,
          });
          expect(mapped.profile.groups).toHaveLength(person.groups.length);
          expect([person.id, person.email]).toContain(mapped.profile.idpId);
        }
      }
    });
  }

  test(`${personality}, encrypted in its own way, is read like in the clear`, async () => {
    const { samlResponse, xml } = await build({ personality, sign: 'as_usual', encrypt: true });
    expect(xml).not.toContain('amara.okafor@example.com');
    const { content } = PERSONALITIES[personality].encryption;
    expect(xml).toContain(`#${content}"`);
    expect(await decrypted(xml)).toContain('amara.okafor@example.com');
    const verdict = validate(samlResponse);
    if (!verdict.ok) throw new Error(JSON.stringify(verdict.failure));
    expect(verdict.assertion.encrypted).toBe(true);
  });

  test(`${personality}: whatever a person types stays data`, async () => {
    const hostile = `</saml:AttributeValue><x y="1">&amp;'\u0000\u{1F600}\r\n]]>`;
    const person = { ...SIGN_IN.person, lastName: hostile, id: hostile, extra: { [`a"b<c>`]: hostile } };
    const { samlResponse, xml } = await build({ personality, sign: 'both', person });
    expect(verifyByHand(xml, PAIRS.idp.certificatePem)).toEqual([true, true]);
    const verdict = validate(samlResponse);
    if (!verdict.ok) throw new Error(JSON.stringify(verdict.failure));
    expect(verdict.assertion.attributes[`a"b<c>`]).toEqual([hostile.replace('\u0000', '?')]);
  });

  test(`${personality}: a request that asks for a NameID format gets it`, async () => {
    const formats = {
      'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress': 'amara.okafor@example.com',
      'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent': 'tidp_amara_okafor',
    };
    for (const [format, value] of Object.entries(formats)) {
      const xml = await xmlOf({ personality, nameIdFormat: format });
      expect(xml).toMatch(new RegExp(`NameID Format="${format}">${value}<`));
    }
  });
}

/** What is to be seen in a response of each product, and what is not. */
const SEEN: Record<(typeof PERSONALITY_IDS)[number], { has: RegExp[]; hasNot: RegExp[] }> = {
  okta: {
    has: [
      /^<\?xml version="1.0" encoding="UTF-8"\?><saml2p:Response /,
      /<saml2:Issuer [^>]*Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity"/,
      /<saml2:Assertion [^>]*ID="id\d{40}"/,
      /PrefixList="xs"/,
      /<ds:X509Certificate>[^<]{76}\n/,
      /xsi:type="xs:string"/,
    ],
    hasNot: [/<samlp:/, /<saml:/],
  },
  entra: {
    has: [
      /<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="_[0-9a-f-]{36}"/,
      /<Signature xmlns="http:\/\/www.w3.org\/2000\/09\/xmldsig#">/,
      /Name="http:\/\/schemas.xmlsoap.org\/ws\/2005\/05\/identity\/claims\/emailaddress"/,
      /claims\/groups"><AttributeValue>[0-9a-f]{8}-/,
    ],
    hasNot: [/saml:/, /ds:/, /xsi:type/, /NameFormat/, /Engineering<\/AttributeValue><AttributeValue/],
  },
  adfs: {
    has: [/Consent="/, /<Assertion xmlns=/, /<ds:Signature /, /claims\/upn"/, /claims\/Group"/],
    hasNot: [/<saml:/, /NameFormat/],
  },
  google: {
    has: [
      /standalone="no"\?>/,
      /<ds:X509SubjectName>CN=/,
      /xsi:type="xs:anyType"/,
      /<saml2p:Response[^>]*><saml2:Issuer [^>]*>[^<]*<\/saml2:Issuer><ds:Signature/,
    ],
    hasNot: [/Name="id"/, /<saml2:Assertion[^>]*><saml2:Issuer>[^<]*<\/saml2:Issuer><ds:Signature/],
  },
  onelogin: {
    has: [
      /<samlp:Response xmlns:samlp="[^"]*" xmlns:saml=/,
      /Name="groups"/,
      /IssueInstant="2026-05-01T12:00:00Z"/,
    ],
    hasNot: [/\.000Z/],
  },
  ping: {
    has: [/Name="groups"/, /<ds:SignatureValue>[^<]{64}\n/],
    hasNot: [/KeyInfo/, /X509/],
  },
  jumpcloud: {
    has: [
      /<ns0:Response /,
      />\n<ns1:Subject>/,
      /Name="id"[^>]*>\s*<ns1:AttributeValue>[^<]*@/,
      /<ns2:Signature /,
      /IssueInstant="2026-05-01T12:00:00Z"/,
    ],
    hasNot: [/saml:/, /samlp:/, /ds:/],
  },
  keycloak: {
    has: [
      /<dsig:KeyName>/,
      /<dsig:RSAKeyValue>/,
      / ID="ID_[0-9a-f-]{36}"/,
      /FriendlyName="groups"/,
      /<dsig:Signature .*<dsig:Signature /s,
    ],
    hasNot: [/<ds:/, /FriendlyName="groups".*FriendlyName="groups"/s],
  },
  shibboleth: {
    has: [
      /NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient">_/,
      /FriendlyName="mail"[^>]* Name="urn:oid:0.9.2342.19200300.100.1.3"[^>]*attrname-format:uri"/,
      /<ds:SignatureValue>[^<]{76}&#13;\n/,
    ],
    hasNot: [/Name="email"/],
  },
  simplesamlphp: {
    has: [/Name="mail"/, /Name="sn"/, /Name="cn"/, /ac:classes:Password</],
    hasNot: [/Name="email"/, /\.000Z/, /<\?xml/],
  },
};

for (const personality of PERSONALITY_IDS) {
  test(`${personality} writes in its own way`, async () => {
    const { samlResponse, xml } = await build({ personality, sign: 'as_usual' });
    for (const pattern of SEEN[personality].has) expect(xml).toMatch(pattern);
    for (const pattern of SEEN[personality].hasNot) expect(xml).not.toMatch(pattern);
    const { formLines } = { formLines: undefined, ...PERSONALITIES[personality] };
    const longest = Math.max(...samlResponse.split('\n').map((line) => line.length));
    expect(longest).toBe(formLines ?? samlResponse.length);
    expect(Buffer.from(samlResponse, 'base64').toString()).toBe(xml);
  });
}
