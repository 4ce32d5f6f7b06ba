import { createPrivateKey } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { unsolicited, type ValidationInput } from '../input.ts';
import { ACS, ENTITY_ID, IDP, pem, REQUEST } from './signer.ts';

export type FixtureCase = {
  name: string;
  kind: 'accepted' | 'refused';
  guarantee: string;
  row?: number;
  now: string;
  certificates: string[];
  failure?: string;
  notes?: string[];
  /** Some fields of the verified assertion, dates as ISO strings. */
  assertion?: Record<string, unknown>;
  expectedInResponseTo?: string | null;
  decryptionKeys?: string[];
  allow?: { sha1?: boolean; smallRsaKeys?: boolean; cbcWithoutOuterSignature?: boolean };
  /** The message as XML, and as the form field carries it. */
  xml: string;
  encodedResponse: string;
};

export function certificate(name: string): Certificate {
  const parsed = parseCertificate(pem(`${name}.crt`));
  if (!parsed) throw new Error(`no certificate ${name}`);
  return parsed;
}

export function decryptionKey(name: string): ValidationInput['decryptionKeys'][number] {
  return {
    privateKey: createPrivateKey(pem(`${name}.key`)),
    certificateFingerprint: certificate(name).fingerprintSha256,
  };
}

/** Reads every fixture of one kind. */
export function fixtures(kind: 'accepted' | 'refused'): FixtureCase[] {
  const folder = new URL(`./${kind}/`, import.meta.url);
  return readdirSync(folder).map((name) => {
    const file = (rest: string) => new URL(`${name}/${rest}`, folder);
    const details = JSON.parse(readFileSync(file('case.json'), 'utf8'));
    const encoded = existsSync(file('response.b64'));
    const content = readFileSync(file(encoded ? 'response.b64' : 'response.xml'), 'utf8');
    return {
      name,
      kind,
      ...details,
      xml: encoded ? Buffer.from(content, 'base64').toString('utf8') : content,
      encodedResponse: encoded ? content : Buffer.from(content).toString('base64'),
    };
  });
}

/** The validation input a fixture stands for. */
export function inputOf(fixture: FixtureCase): ValidationInput {
  return {
    encodedResponse: fixture.encodedResponse,
    now: new Date(fixture.now),
    clockToleranceSeconds: 60,
    serviceProvider: { entityId: ENTITY_ID, acsUrl: ACS },
    identityProvider: { entityId: IDP, certificates: fixture.certificates.map(certificate) },
    expectedInResponseTo: fixture.expectedInResponseTo === null ? unsolicited : REQUEST,
    decryptionKeys: (fixture.decryptionKeys ?? []).map(decryptionKey),
    ...(fixture.allow && { allow: fixture.allow }),
  };
}
