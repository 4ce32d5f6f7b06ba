import type { Certificate } from './certificate.ts';
import type { DecryptionKey } from './decrypt.ts';
import { RESPONSE_LIMITS, type XmlLimits } from './xml.ts';

/** Written down by a caller that accepts a Response nobody asked for (IdP-initiated login). */
export const unsolicited: unique symbol = Symbol('unsolicited');

/** The largest clock tolerance a connection can ask for, in seconds. */
export const MAX_CLOCK_TOLERANCE_SECONDS = 300;

/** Everything a Response is judged by. */
export type ValidationInput = {
  /** The SAMLResponse form field exactly as posted: base64. */
  encodedResponse: string;
  now: Date;
  /** Seconds, held to 0..300. */
  clockToleranceSeconds: number;
  serviceProvider: { entityId: string; acsUrl: string };
  identityProvider: { entityId: string; certificates: readonly Certificate[] };
  /** The ID of the request this answers, or `unsolicited`. */
  expectedInResponseTo: string | typeof unsolicited;
  decryptionKeys: readonly DecryptionKey[];
  /** Legacy switches of the connection; each weakens a check and is noted when it was needed. */
  allow?: { sha1?: boolean; smallRsaKeys?: boolean; cbcWithoutOuterSignature?: boolean };
  limits?: Partial<XmlLimits>;
};

/** The input with its defaults filled in and the tolerance in milliseconds. */
export type Settings = Omit<ValidationInput, 'allow' | 'limits' | 'clockToleranceSeconds'> & {
  toleranceMs: number;
  allow: { sha1: boolean; smallRsaKeys: boolean; cbcWithoutOuterSignature: boolean };
  limits: XmlLimits;
};

/** Fills in defaults: no legacy switch, `RESPONSE_LIMITS`, and a tolerance between 0 and 300 seconds. */
export function toSettings({ allow, limits, clockToleranceSeconds, ...input }: ValidationInput): Settings {
  const seconds = Math.min(Math.max(clockToleranceSeconds, 0), MAX_CLOCK_TOLERANCE_SECONDS);
  return {
    ...input,
    toleranceMs: Number.isFinite(seconds) ? seconds * 1000 : 0,
    allow: {
      sha1: allow?.sha1 === true,
      smallRsaKeys: allow?.smallRsaKeys === true,
      cbcWithoutOuterSignature: allow?.cbcWithoutOuterSignature === true,
    },
    limits: { ...RESPONSE_LIMITS, ...limits },
  };
}
