import { expect, test } from '@playwright/test';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { decrypt } from 'xml-encryption';
import { FAULTS, type FaultId, isFaultId } from './faults.ts';
import { TEST_PEOPLE } from './people.ts';
import { type BuildResponseInput, buildResponse } from './response.ts';
import { PAIRS, SIGN_IN } from './testdata/sign-in.ts';
import { verifyByHand, verifyByXmlCrypto } from './testdata/verify.ts';

const FAULT_IDS = Object.keys(FAULTS).filter(isFaultId);

async function xmlOf(changes: Partial<BuildResponseInput>): Promise<string> {
  return (await buildResponse({ ...SIGN_IN, ...changes })).xml;
}

function decryptedAssertion(xml: string, privateKeyPem: string): Promise<string> {
  return new Promise((resolve, reject) => {
    decrypt(xml, { key: privateKeyPem }, (error, plain) => {
      if (error || plain === undefined) reject(error ?? new Error('nothing decrypted'));
      else resolve(plain);
    });
  });
}

// Random by design, so nothing a comparison may look at.
const RANDOM = /(@(ID|SessionIndex|URI)|ds:(DigestValue|SignatureValue)\/text|xenc:CipherValue\/text)$/;

/** A document as `path=value` lines: what must be equal when nothing was changed. */
function facts(xml: string): string[] {
  const lines: string[] = [];
  const walk = (element: Element, path: string) => {
    const attributeName = element.getAttribute('Name');
    const here = `${path}/${element.localName}${attributeName === null ? '' : `[${attributeName}]`}`;
    const add = (where: string, value: string) => lines.push(`${where}=${RANDOM.test(where) ? '*' : value}`);
    lines.push(here);
    for (const { name, value } of Array.from(element.attributes)) add(`${here}@${name}`, value);
    for (const node of Array.from(element.childNodes)) {
      if (node.nodeType === node.ELEMENT_NODE) walk(node as Element, here);
      else if (node.nodeType === node.TEXT_NODE && /^ds:|^[^:]*$/.test(element.nodeName))
        add(`${path}/${element.nodeName}/text`, node.nodeValue ?? '');
      else add(`${here}/${node.nodeName}`, node.nodeValue ?? '');
    }
  };
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (root) walk(root, '');
  return lines;
}

/** What one document says that the other does not, each once, as `-before` and `+after` lines. */
function difference(before: string, after: string): string[] {
  const [old, fresh] = [[...new Set(facts(before))], [...new Set(facts(after))]];
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `-${line}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ].map((line) => line.replaceAll('/Response/Assertion', 'A').replaceAll('/Response', 'R'));
}

for (const sign of ['assertion', 'response', 'both'] as const) {
  for (const encrypt of [false, true]) {
    test(`a good response signs ${sign}${encrypt ? ', encrypted,' : ''} so that two independent verifiers agree`, async () => {
      const xml = await xmlOf({ sign, encrypt });
      const assertion = encrypt ? await decryptedAssertion(xml, PAIRS.sp.privateKeyPem) : xml;
      const onResponse = sign === 'assertion' ? [] : [true];
      const onAssertion = sign === 'response' ? [] : [true];
      for (const verify of [verifyByXmlCrypto, verifyByHand]) {
        if (encrypt) {
          expect(verify(xml, PAIRS.idp.certificatePem)).toEqual(onResponse);
          expect(verify(assertion, PAIRS.idp.certificatePem)).toEqual(onAssertion);
        } else {
          expect(verify(xml, PAIRS.idp.certificatePem)).toEqual([...onResponse, ...onAssertion]);
        }
        expect(verify(xml, PAIRS.wrongIdp.certificatePem)).not.toContain(true);
      }
      expect(xml.includes('amara.okafor@example.com')).toBe(!encrypt);
      expect(assertion).toContain('amara.okafor@example.com');
    });
  }
}

test('a good response carries the whole profile, the request, the audience and a five-minute validity', async () => {
  const { samlResponse, xml } = await buildResponse(SIGN_IN);
  expect(Buffer.from(samlResponse, 'base64').toString()).toBe(xml);
  const lines = difference('<nothing/>', xml);
  expect(lines).toEqual(
    expect.arrayContaining([
      '+R@InResponseTo=_the_request',
      '+R@Destination=http://localhost:3000/sso/saml/acs/test',
      '+R@IssueInstant=2026-05-01T12:00:00.000Z',
      '+A/Subject/NameID/#text=tidp_amara_okafor',
      '+A/Subject/NameID@Format=urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      '+A/Subject/SubjectConfirmation/SubjectConfirmationData@InResponseTo=_the_request',
      '+A/Subject/SubjectConfirmation/SubjectConfirmationData@NotOnOrAfter=2026-05-01T12:05:00.000Z',
      '+A/Subject/SubjectConfirmation/SubjectConfirmationData@Recipient=http://localhost:3000/sso/saml/acs/test',
      '+A/Conditions@NotBefore=2026-05-01T11:59:30.000Z',
      '+A/Conditions@NotOnOrAfter=2026-05-01T12:05:00.000Z',
      '+A/Conditions/AudienceRestriction/Audience/#text=http://localhost:3000/sso/saml/sp',
      '+A/AttributeStatement/Attribute[id]/AttributeValue/#text=tidp_amara_okafor',
      '+A/AttributeStatement/Attribute[email]/AttributeValue/#text=amara.okafor@example.com',
      '+A/AttributeStatement/Attribute[firstName]/AttributeValue/#text=Amara',
      '+A/AttributeStatement/Attribute[lastName]/AttributeValue/#text=Okafor',
      '+A/AttributeStatement/Attribute[groups]/AttributeValue/#text=Engineering',
      '+A/AttributeStatement/Attribute[groups]/AttributeValue/#text=Admins',
      '+A/AttributeStatement/Attribute[jobTitle]/AttributeValue/#text=Platform Engineer',
    ]),
  );
});

test('an IdP-initiated response names no request anywhere', async () => {
  expect(await xmlOf({ inResponseTo: null })).not.toContain('InResponseTo');
});

test('two responses to the same sign-in share no ID', async () => {
  const ids = (xml: string) => [...xml.matchAll(/ ID="([^"]+)"/g)].map((match) => match[1]);
  const all = [...ids(await xmlOf({})), ...ids(await xmlOf({}))];
  expect(all).toHaveLength(4);
  expect(new Set(all).size).toBe(4);
});

test('the NameID follows the format that was asked for', async () => {
  const nameId = async (nameIdFormat: string | null) =>
    /<saml:NameID Format="([^"]+)">([^<]+)</.exec(await xmlOf({ nameIdFormat }))?.slice(1);
  const email = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
  const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
  const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
  expect(await nameId(email)).toEqual([email, 'amara.okafor@example.com']);
  expect(await nameId(transient)).toEqual([transient, expect.stringMatching(/^_[0-9a-f]{40}$/)]);
  expect(await nameId('urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified')).toEqual([
    persistent,
    'tidp_amara_okafor',
  ]);
});

test('whatever a person types stays data: markup, quotes and characters XML cannot hold', async () => {
  const hostile = `</saml:AttributeValue><x y="1">&amp;'\u0000\uD800\u{1F600}\r\n]]>`;
  const xml = await xmlOf({
    person: { ...SIGN_IN.person, lastName: hostile, extra: { [`a"b<c>`]: [hostile, 'second'] } },
  });
  expect(verifyByHand(xml, PAIRS.idp.certificatePem)).toEqual([true]);
  const seen = `</saml:AttributeValue><x y="1">&amp;'??\u{1F600}\r\n]]>`;
  const attributes = new DOMParser().parseFromString(xml, 'text/xml').getElementsByTagName('saml:Attribute');
  const values = Object.fromEntries(
    Array.from(attributes).map((attribute) => [
      attribute.getAttribute('Name'),
      Array.from(attribute.childNodes).map((value) => value.textContent),
    ]),
  );
  expect(values['lastName']).toEqual([seen]);
  expect(values['a"b<c>']).toEqual([seen, 'second']);
});

test('an empty profile field is a missing attribute', async () => {
  const xml = await xmlOf({ person: { id: 'x', email: '', firstName: 'A', lastName: '', groups: [''] } });
  expect([...xml.matchAll(/<saml:Attribute Name="([^"]+)"/g)].map((match) => match[1])).toEqual([
    'id',
    'firstName',
  ]);
});

const AT = (minute: string) => `2026-05-01T${minute}:00.000Z`;
const NAME_ID_REMOVED = [
  '-A/Subject/NameID',
  '-A/Subject/NameID@Format=urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  '-A/Subject/NameID/#text=tidp_amara_okafor',
];
const attributeGone = (name: string, ...values: string[]) => [
  `-A/AttributeStatement/Attribute[${name}]`,
  `-A/AttributeStatement/Attribute[${name}]@Name=${name}`,
  `-A/AttributeStatement/Attribute[${name}]@NameFormat=urn:oasis:names:tc:SAML:2.0:attrname-format:basic`,
  `-A/AttributeStatement/Attribute[${name}]/AttributeValue`,
  `-A/AttributeStatement/Attribute[${name}]/AttributeValue@xsi:type=xs:string`,
  ...values.map((value) => `-A/AttributeStatement/Attribute[${name}]/AttributeValue/#text=${value}`),
];
const changed = (where: string, before: string, after: string) => [
  `-${where}=${before}`,
  `+${where}=${after}`,
];
const CONFIRMATION = 'A/Subject/SubjectConfirmation/SubjectConfirmationData';
const ACS = SIGN_IN.sp.acsUrl;

/** What each fault changes in a document that the identity provider's key then signs; everything else stays. */
const CHANGES_BEFORE_SIGNING: Partial<Record<FaultId, string[]>> = {
  missing_email: attributeGone('email', 'amara.okafor@example.com'),
  missing_last_name: attributeGone('lastName', 'Okafor'),
  missing_all_attributes: [
    '-A/AttributeStatement',
    '-A/AttributeStatement@xmlns:xs=http://www.w3.org/2001/XMLSchema',
    '-A/AttributeStatement@xmlns:xsi=http://www.w3.org/2001/XMLSchema-instance',
    ...attributeGone('id', 'tidp_amara_okafor'),
    ...attributeGone('email', 'amara.okafor@example.com'),
    ...attributeGone('firstName', 'Amara'),
    ...attributeGone('lastName', 'Okafor'),
    ...attributeGone('groups', 'Engineering', 'Admins'),
    ...attributeGone('jobTitle', 'Platform Engineer'),
    ...attributeGone('department', 'Engineering'),
  ],
  email_in_last_name: [
    ...attributeGone('email', 'amara.okafor@example.com'),
    ...changed(
      'A/AttributeStatement/Attribute[lastName]/AttributeValue/#text',
      'Okafor',
      'amara.okafor@example.com',
    ),
  ],
  guest_email_domain: changed(
    'A/AttributeStatement/Attribute[email]/AttributeValue/#text',
    'amara.okafor@example.com',
    'amara.okafor@example.org',
  ),
  expired: [
    ...changed(`${CONFIRMATION}@NotOnOrAfter`, AT('12:05'), AT('11:05')),
    ...changed('A/Conditions@NotBefore', '2026-05-01T11:59:30.000Z', '2026-05-01T10:59:30.000Z'),
    ...changed('A/Conditions@NotOnOrAfter', AT('12:05'), AT('11:05')),
  ],
  not_yet_valid: [
    ...changed(`${CONFIRMATION}@NotOnOrAfter`, AT('12:05'), AT('13:05')),
    ...changed('A/Conditions@NotBefore', '2026-05-01T11:59:30.000Z', '2026-05-01T12:59:30.000Z'),
    ...changed('A/Conditions@NotOnOrAfter', AT('12:05'), AT('13:05')),
  ],
  clock_ahead_10_minutes: [
    ...changed('R@IssueInstant', AT('12:00'), AT('12:10')),
    ...changed('A@IssueInstant', AT('12:00'), AT('12:10')),
    ...changed(`${CONFIRMATION}@NotOnOrAfter`, AT('12:05'), AT('12:15')),
    ...changed('A/Conditions@NotBefore', '2026-05-01T11:59:30.000Z', '2026-05-01T12:09:30.000Z'),
    ...changed('A/Conditions@NotOnOrAfter', AT('12:05'), AT('12:15')),
    ...changed('A/AuthnStatement@AuthnInstant', AT('12:00'), AT('12:10')),
  ],
  clock_behind_10_minutes: [
    ...changed('R@IssueInstant', AT('12:00'), AT('11:50')),
    ...changed('A@IssueInstant', AT('12:00'), AT('11:50')),
    ...changed(`${CONFIRMATION}@NotOnOrAfter`, AT('12:05'), AT('11:55')),
    ...changed('A/Conditions@NotBefore', '2026-05-01T11:59:30.000Z', '2026-05-01T11:49:30.000Z'),
    ...changed('A/Conditions@NotOnOrAfter', AT('12:05'), AT('11:55')),
    ...changed('A/AuthnStatement@AuthnInstant', AT('12:00'), AT('11:50')),
  ],
  wrong_audience: changed(
    'A/Conditions/AudienceRestriction/Audience/#text',
    SIGN_IN.sp.entityId,
    'https://another-service.example/saml',
  ),
  no_audience: [
    '-A/Conditions/AudienceRestriction',
    '-A/Conditions/AudienceRestriction/Audience',
    `-A/Conditions/AudienceRestriction/Audience/#text=${SIGN_IN.sp.entityId}`,
  ],
  wrong_recipient: changed(`${CONFIRMATION}@Recipient`, ACS, 'https://another-service.example/acs'),
  wrong_destination: changed('R@Destination', ACS, 'https://another-service.example/acs'),
  wrong_issuer: [
    ...changed('R/Issuer/#text', SIGN_IN.idp.entityId, 'https://another-idp.example/metadata'),
    ...changed('A/Issuer/#text', SIGN_IN.idp.entityId, 'https://another-idp.example/metadata'),
  ],
  no_name_id: NAME_ID_REMOVED,
  comment_in_name_id: ['+A/Subject/NameID/#comment= ', '+A/Subject/NameID/#text=.attacker.example'],
};

for (const [fault, expected] of Object.entries(CHANGES_BEFORE_SIGNING)) {
  test(`the fault ${fault} changes just what it is named for, under a signature that holds`, async () => {
    for (const sign of ['assertion', 'response', 'both'] as const) {
      const good = await xmlOf({ sign });
      const bad = await xmlOf({ sign, fault: fault as FaultId });
      expect(difference(good, bad).sort()).toEqual(expected.toSorted());
      expect(verifyByHand(bad, PAIRS.idp.certificatePem)).toEqual(sign === 'both' ? [true, true] : [true]);
    }
  });
}

test('the fault wrong_in_response_to names one other request in both places, under a signature that holds', async () => {
  const [good, bad] = [await xmlOf({}), await xmlOf({ fault: 'wrong_in_response_to' })];
  const lines = difference(good, bad);
  const named = lines.filter((line) => line.startsWith('+')).map((line) => line.split('=')[1]);
  expect(lines.map((line) => line.split('=')[0]).sort()).toEqual(
    ['+', '-'].flatMap((sign) => [`${sign}${CONFIRMATION}@InResponseTo`, `${sign}R@InResponseTo`]),
  );
  expect(new Set(named).size).toBe(1);
  expect(verifyByHand(bad, PAIRS.idp.certificatePem)).toEqual([true]);
});

test('the fault wrong_certificate differs only in signature and certificate, and only the other key verifies it', async () => {
  for (const sign of ['assertion', 'response', 'both'] as const) {
    const [good, bad] = [await xmlOf({ sign }), await xmlOf({ sign, fault: 'wrong_certificate' })];
    const places = difference(good, bad).map((line) => line.split('=')[0]?.replace(/^.*\//, ''));
    expect(new Set(places)).toEqual(new Set(['text']));
    expect(difference(good, bad).every((line) => line.includes('/ds:X509Certificate/text='))).toBe(true);
    expect(verifyByHand(bad, PAIRS.idp.certificatePem)).not.toContain(true);
    expect(verifyByHand(bad, PAIRS.wrongIdp.certificatePem)).not.toContain(false);
  }
});

test('the fault sha1_signature differs only in its algorithms and still verifies', async () => {
  const [good, bad] = [await xmlOf({}), await xmlOf({ fault: 'sha1_signature' })];
  const info = 'A/Signature/SignedInfo';
  expect(difference(good, bad).sort()).toEqual(
    [
      ...changed(
        `${info}/SignatureMethod@Algorithm`,
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      ),
      ...changed(
        `${info}/Reference/DigestMethod@Algorithm`,
        'http://www.w3.org/2001/04/xmlenc#sha256',
        'http://www.w3.org/2000/09/xmldsig#sha1',
      ),
    ].sort(),
  );
  expect(verifyByHand(bad, PAIRS.idp.certificatePem)).toEqual([true]);
});

test('the fault unsigned leaves out the signature and nothing else', async () => {
  for (const sign of ['assertion', 'response', 'both'] as const) {
    const [good, bad] = [await xmlOf({ sign }), await xmlOf({ sign, fault: 'unsigned' })];
    expect(difference(good, bad).every((line) => /^-[RA]\/(ds:)?Signature/.test(line))).toBe(true);
    expect(bad).not.toContain('Signature');
  }
});

test('the fault tampered_after_signing changes the email, and no signature over it holds any more', async () => {
  for (const sign of ['assertion', 'response', 'both'] as const) {
    const [good, bad] = [await xmlOf({ sign }), await xmlOf({ sign, fault: 'tampered_after_signing' })];
    expect(difference(good, bad)).toEqual(
      changed(
        'A/AttributeStatement/Attribute[email]/AttributeValue/#text',
        'amara.okafor@example.com',
        'intruder@example.com',
      ),
    );
    expect(verifyByHand(bad, PAIRS.idp.certificatePem).at(-1)).toBe(false);
  }
});

test('the fault tampered_after_signing reaches what is encrypted, and the envelope where only that is signed', async () => {
  const inside = await xmlOf({ fault: 'tampered_after_signing', encrypt: true });
  const assertion = await decryptedAssertion(inside, PAIRS.sp.privateKeyPem);
  expect(assertion).toContain('intruder@example.com');
  expect(verifyByHand(assertion, PAIRS.idp.certificatePem)).toEqual([false]);
  const outside = await xmlOf({ fault: 'tampered_after_signing', encrypt: true, sign: 'response' });
  expect(verifyByHand(outside, PAIRS.idp.certificatePem)).toEqual([false]);
});

test('the fault signature_wrapped keeps a genuine signature but offers a forged assertion where it is read', async () => {
  for (const sign of ['assertion', 'response', 'both'] as const) {
    for (const encrypt of [false, true]) {
      const xml = await xmlOf({ fault: 'signature_wrapped', sign, encrypt });
      const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
      const children = Array.from(root?.childNodes ?? []) as Element[];
      const read = children.filter((child) => /Assertion$/.test(child.nodeName));
      expect(read).toHaveLength(1);
      expect(read[0]?.textContent).toContain('intruder@example.com');
      expect(read[0]?.getElementsByTagName('ds:Signature')).toHaveLength(0);
      // A verifier that follows the Reference anywhere in the document is satisfied: that is the attack.
      if (!encrypt || sign !== 'assertion')
        expect(verifyByXmlCrypto(xml, PAIRS.idp.certificatePem)).toContain(true);
    }
  }
});

test('the fault encrypted_to_another_key opens with the other key and not with the right one', async () => {
  const xml = await xmlOf({ fault: 'encrypted_to_another_key' });
  await expect(decryptedAssertion(xml, PAIRS.sp.privateKeyPem)).rejects.toThrow();
  const assertion = await decryptedAssertion(xml, PAIRS.wrongIdp.privateKeyPem);
  expect(verifyByHand(assertion, PAIRS.idp.certificatePem)).toEqual([true]);
});

test('the two weak encryptions use the algorithm they are named for and nothing signs the ciphertext of CBC', async () => {
  const rsa15 = await xmlOf({ fault: 'encrypted_with_rsa15', sign: 'both' });
  expect(rsa15).toContain('"http://www.w3.org/2001/04/xmlenc#rsa-1_5"');
  expect(rsa15).toContain('"http://www.w3.org/2009/xmlenc11#aes256-gcm"');
  const cbc = await xmlOf({ fault: 'encrypted_with_cbc', sign: 'both' });
  expect(cbc).toContain('"http://www.w3.org/2001/04/xmlenc#aes256-cbc"');
  expect(cbc).toContain('"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"');
  expect(cbc).not.toContain('Signature');
});

const REFUSALS = {
  status_denied: ['Responder', 'RequestDenied'],
  status_authn_failed: ['Responder', 'AuthnFailed'],
  status_no_passive: ['Responder', 'NoPassive'],
  status_invalid_name_id_policy: ['Requester', 'InvalidNameIDPolicy'],
} as const satisfies Partial<Record<FaultId, readonly [string, string]>>;

for (const [fault, codes] of Object.entries(REFUSALS)) {
  test(`the fault ${fault} answers the request with a signed status, a message and no assertion`, async () => {
    const xml = await xmlOf({ fault: fault as FaultId });
    const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
    const statuses = Array.from(root?.getElementsByTagName('samlp:StatusCode') ?? []);
    expect(statuses.map((status) => status.getAttribute('Value'))).toEqual(
      codes.map((code) => `urn:oasis:names:tc:SAML:2.0:status:${code}`),
    );
    expect(root?.getElementsByTagName('samlp:StatusMessage')[0]?.textContent).toMatch(/\.$/);
    expect(root?.getAttribute('InResponseTo')).toBe('_the_request');
    expect(xml).not.toContain('Assertion ');
    expect(verifyByHand(xml, PAIRS.idp.certificatePem)).toEqual([true]);
  });
}

test('the fault duplicate_assertion sends two signed assertions with IDs of their own', async () => {
  const xml = await xmlOf({ fault: 'duplicate_assertion' });
  const ids = [...xml.matchAll(/<saml:Assertion [^>]*ID="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(2);
  expect(verifyByHand(xml, PAIRS.idp.certificatePem)).toEqual([true, true]);
  expect(difference(await xmlOf({}), xml)).toEqual([]);
});

test('the fault doctype puts a declaration in front of a response that would otherwise be good', async () => {
  const xml = await xmlOf({ fault: 'doctype' });
  const [declaration, rest] = [xml.slice(0, xml.indexOf(']>') + 2), xml.slice(xml.indexOf(']>') + 2)];
  expect(declaration).toMatch(/^<!DOCTYPE [^>]*<!ENTITY /);
  expect(verifyByHand(rest, PAIRS.idp.certificatePem)).toEqual([true]);
  expect(difference(await xmlOf({}), rest)).toEqual([]);
});

test('the two faults of plain nonsense are base64 without XML, and no base64', async () => {
  const notXml = await buildResponse({ ...SIGN_IN, fault: 'not_xml' });
  expect(Buffer.from(notXml.samlResponse, 'base64').toString()).toBe('Signed in. Have a nice day.');
  const garbage = await buildResponse({ ...SIGN_IN, fault: 'not_base64_garbage' });
  expect(garbage.samlResponse).toMatch(/[^A-Za-z0-9+/=\s]/);
});

test('the fault replay_last_response repeats the previous response byte for byte', async () => {
  const { samlResponse, xml } = await buildResponse(SIGN_IN);
  const again = await buildResponse({
    ...SIGN_IN,
    fault: 'replay_last_response',
    previousResponse: samlResponse,
  });
  expect(again).toEqual({ samlResponse, xml });
});

test('what a fault needs and does not get is a thrown mistake of the caller', async () => {
  const { encryptionCertificatePem: _, ...sp } = SIGN_IN.sp;
  await expect(buildResponse({ ...SIGN_IN, fault: 'replay_last_response' })).rejects.toThrow(
    'previous response',
  );
  await expect(buildResponse({ ...SIGN_IN, sp, encrypt: true })).rejects.toThrow('encryption certificate');
  for (const fault of FAULT_IDS) {
    const built = buildResponse({ ...SIGN_IN, sp, fault, previousResponse: 'AAAA' });
    if (FAULTS[fault].needs === 'encryption_certificate') {
      await expect(built).rejects.toThrow('encryption certificate');
    } else {
      expect((await built).samlResponse).not.toBe('');
    }
  }
});

test('the menu reaches every one of the five errors, and every person of the cast can sign in with every fault', async () => {
  expect(new Set(FAULT_IDS.map((fault) => FAULTS[fault].expectedError))).toEqual(
    new Set([
      'Invalid Attributes',
      'Invalid X509 Certificate',
      'Malformed SAML Response',
      'Profile Not Allowed Outside Organization',
      'Decryption Failed',
      null,
    ]),
  );
  for (const person of TEST_PEOPLE) {
    const xml = await xmlOf({ person });
    expect(verifyByHand(xml, PAIRS.idp.certificatePem)).toEqual([true]);
    expect(await xmlOf({ person, fault: 'guest_email_domain' })).toContain('@example.org<');
  }
  expect(TEST_PEOPLE.filter((person) => !person.email.endsWith('@example.com'))).toHaveLength(1);
});
