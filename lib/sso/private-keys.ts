import { createPrivateKey, type KeyObject } from 'node:crypto';
import { unseal } from '#lib/secrets.ts';

/** Opened keys, by row id. A row's key never changes, so a hit is always right; a deleted row is never asked for. */
const opened = new Map<string, KeyObject>();

/** The private key of a sealed pair; `privateKeySealed` as bytes or base64. */
export function privateKeyOf(
  environmentId: string,
  row: { id: string; privateKeySealed: Uint8Array | string },
): KeyObject {
  const key = `${environmentId}/${row.id}`;
  const known = opened.get(key);
  if (known) return known;
  const sealed =
    typeof row.privateKeySealed === 'string'
      ? Buffer.from(row.privateKeySealed, 'base64')
      : row.privateKeySealed;
  const pem = unseal(sealed, { environmentId, column: 'privateKeySealed', row: row.id });
  const privateKey = createPrivateKey(pem);
  if (opened.size >= 1000) opened.clear();
  opened.set(key, privateKey);
  return privateKey;
}
