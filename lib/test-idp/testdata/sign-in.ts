import { readFileSync } from 'node:fs';
import { TEST_PEOPLE } from '../people.ts';
import type { BuildResponseInput } from '../response.ts';

function pair(name: 'idp' | 'wrong-idp' | 'sp') {
  const read = (kind: string) => readFileSync(new URL(`./${name}.${kind}.pem`, import.meta.url), 'utf8');
  return { privateKeyPem: read('key'), certificatePem: read('cert') };
}

/** Key pairs made for these tests alone: RSA 2048, certificates valid from 2020 to 2120. */
export const PAIRS = { idp: pair('idp'), wrongIdp: pair('wrong-idp'), sp: pair('sp') };

/** A good SP-initiated sign-in of the first person of the cast; tests change what they are about. */
export const SIGN_IN: BuildResponseInput = {
  now: new Date('2026-05-01T12:00:00.000Z'),
  idp: { entityId: 'http://localhost:3000/test-idp/metadata', ...PAIRS.idp },
  wrongIdp: PAIRS.wrongIdp,
  sp: {
    entityId: 'http://localhost:3000/sso/saml/sp',
    acsUrl: 'http://localhost:3000/sso/saml/acs/test',
    encryptionCertificatePem: PAIRS.sp.certificatePem,
  },
  inResponseTo: '_the_request',
  person: TEST_PEOPLE[0],
  fault: null,
  sign: 'assertion',
  encrypt: false,
};
