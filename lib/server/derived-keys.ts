import { hkdfSync } from 'node:crypto';

/** A key (32 bytes, base64) for one purpose, derived from the sealing key by HKDF (RFC 5869), the same on every instance. */
export function derivedKey(secretKey: Buffer, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `gatehouse/${purpose}`, 32)).toString('base64');
}
