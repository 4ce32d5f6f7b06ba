import { parseCertificate } from '#lib/saml/certificate.ts';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { seal, unseal } from '#lib/secrets.ts';
import type { LoginSettings } from '#lib/sso/judge-login.ts';
import { explainUnder, type RecordedLogin, replayLogin } from '#lib/sso/replay-login.ts';
import { fastSigner } from './signer.ts';

/** What an explanation, and a what-if over 50 sessions, may take in ms of CPU. */
export const EXPLANATION_BUDGET_MS = 20;
export const WHAT_IF_BUDGET_MS = 500;

/** Milliseconds of CPU, on signed responses of 6 to 7 KB. */
export type ReplayFigures = {
  /** Every check of one session, past its failure. */
  explanation: number;
  /** How many sessions were judged again: 10,000 at full length. */
  replayed: number;
  /** One of them, unsealing included. */
  replayPerSession: number;
  /** 50 recorded sessions under the settings before and after. */
  whatIf50: number;
};

/** CPU time of explaining, replaying and what-if, without the statements that fetch the rows. */
export function measureReplay(scale: number): ReplayFigures {
  const now = new Date();
  const pair = createKeyPair({ commonName: 'bench', now, validForDays: 30 });
  const certificate = parseCertificate(pair.certificatePem);
  if (!certificate) throw new Error('unreadable certificate');
  const place = {
    serviceProvider: { entityId: 'https://sso.example.com/bench', acsUrl: 'https://sso.example.com/acs' },
    decryptionKeys: [],
  };
  const signer = fastSigner({ ...pair, entityId: 'https://idp.example.com' });
  const sealPlace = { environmentId: 'environment_bench', column: 'responseSealed', row: 'bench' };
  const recorded = Array.from({ length: 50 }, (_, index) =>
    seal(
      signer({
        id: String(index),
        now,
        inResponseTo: `_request${index}`,
        audience: place.serviceProvider.entityId,
        acsUrl: place.serviceProvider.acsUrl,
        email: `person${index}@example.com`,
      }),
      sealPlace,
    ),
  );
  const before: LoginSettings = {
    state: 'active',
    values: {
      connectionType: 'GenericSAML',
      idpEntityId: 'https://idp.example.com',
      idpInitiatedMode: 'allow',
      clockToleranceSeconds: 60,
      allowSha1: false,
      allowSmallRsaKeys: false,
      allowUnsignedCbc: false,
      attributeMap: {},
      customAttributeMap: {},
    },
    certificates: [{ pem: certificate.pem, fingerprintSha256: certificate.fingerprintSha256 }],
    allowOutside: false,
    domains: ['example.com'],
    attributeDefinitions: [],
  };
  const after: LoginSettings = { ...before, values: { ...before.values, clockToleranceSeconds: 30 } };
  const open = (index: number): RecordedLogin => ({
    encodedResponse: unseal(recorded[index % 50] as Uint8Array, sealPlace).toString('utf8'),
    at: now,
    requestId: `_request${index % 50}`,
    failureCode: null,
    judged: true,
  });
  const replay = (index: number, settings: LoginSettings) => {
    const { refusal } = replayLogin(open(index), settings, place);
    if (refusal) throw new Error(`refused: ${refusal.code}`);
  };
  const wrong: LoginSettings = { ...before, values: { ...before.values, idpEntityId: 'https://else.test' } };
  const sessions = Math.ceil(10_000 * scale);
  for (let index = 0; index < 300; index++) replay(index, before);
  return {
    explanation: cpu(200, (index) => void explainUnder(open(index), wrong, place)),
    replayed: sessions,
    replayPerSession: cpu(sessions, (index) => replay(index, before)),
    whatIf50: cpu(20, () => {
      for (let index = 0; index < 50; index++) {
        replay(index, before);
        replay(index, after);
      }
    }),
  };
}

/** Mean CPU of one run in milliseconds. */
function cpu(times: number, run: (index: number) => void): number {
  const began = process.cpuUsage();
  for (let index = 0; index < times; index++) run(index);
  const { system, user } = process.cpuUsage(began);
  return Math.round((user + system) / times) / 1000;
}
