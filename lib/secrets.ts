import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { env } from '#lib/env.ts';

/**
 * Secrets are minted here and nowhere else. Those we only compare are stored as SHA-256 (they carry at
 * least 160 random bits, so a slow hash adds nothing); those we must read again are sealed.
 */

/** API key secret: `sk_test_…` for staging, `sk_live_…` for production; 240 random bits. */
export function newApiKeySecret(kind: 'staging' | 'production'): string {
  return `sk_${kind === 'production' ? 'live' : 'test'}_${base62(40)}`;
}

/** URL-safe token of 256 random bits for links and cookies. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Key that personal values become pseudonyms with. */
export function newPseudonymKey(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(32));
}

/** Secret of an authenticator app: 160 random bits (RFC 4226 §4 R6). */
export function newTotpSecret(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(20));
}

/** A recovery code, `XXXX-XXXX-XXXX-XXXX` in Crockford's alphabet: 80 random bits. */
export function newRecoveryCode(): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** SHA-256 of a minted secret, hex: what the database stores and looks up. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** The last four characters, to tell keys apart in a list. */
export function secretHint(secret: string): string {
  return secret.slice(-4);
}

/** Compares two strings without telling by time where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

let master: Buffer | undefined;
const derived = new Map<string, Buffer>();

function keyFor(environmentId: string): Buffer {
  const { key: current } = env().secret;
  if (master !== current) derived.clear();
  master = current;
  let key = derived.get(environmentId);
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', master, 'gatehouse/seal/v1', environmentId, 32));
    if (derived.size > 1000) derived.clear();
    derived.set(environmentId, key);
  }
  return key;
}

/**
 * Where a sealed value lives. It is bound into the ciphertext, so that a value copied to another row,
 * column or environment cannot be opened there.
 */
export type SealPlace = { environmentId: string; column: string; row: string };

function additionalData(place: SealPlace): Buffer {
  return Buffer.from(JSON.stringify([place.environmentId, place.column, place.row]));
}

/** Seals bytes with AES-256-GCM under the environment's key: version, nonce, ciphertext, tag. */
export function seal(plain: string | Uint8Array, place: SealPlace): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(place.environmentId), nonce);
  cipher.setAAD(additionalData(place));
  const body = cipher.update(typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain);
  cipher.final();
  return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, body, cipher.getAuthTag()]));
}

/** Opens what `seal` made. Throws when the key, the place or a single bit differs. */
export function unseal(sealed: Uint8Array, place: SealPlace): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== VERSION || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) {
    throw new Error('sealed value: unknown format');
  }
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(place.environmentId), nonce);
  decipher.setAAD(additionalData(place));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const plain = decipher.update(bytes.subarray(1 + NONCE_BYTES, bytes.length - TAG_BYTES));
  return Buffer.concat([plain, decipher.final()]);
}

function base62(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
    }
  }
  return text;
}
