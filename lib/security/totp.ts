import { Secret, TOTP } from 'otpauth';
import { create } from 'qrcode';

/** Steps of 30 s, six digits, SHA-1: what every authenticator app understands (RFC 6238). */
const PERIOD_SECONDS = 30;
/** One step either way, for a phone whose clock is off. */
const WINDOW = 1;

/**
 * The time step whose code this is, or null. The caller must refuse a step that is not later than the last one used:
 * a code that was looked at over a shoulder is good for nothing (RFC 6238 §5.2).
 */
export function matchingStep(secret: Uint8Array, code: string, now: Date): bigint | null {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const totp = new TOTP({ secret: secretOf(secret), period: PERIOD_SECONDS });
  const delta = totp.validate({ token: digits, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : BigInt(Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta);
}

/** What an app is set up with: the QR code as a path on a square of `size` modules, and the key to type in by hand. */
export type TotpSetup = { key: string; uri: string; qr: { size: number; path: string } };

/** The set-up of a secret; `account` and `issuer` are what the app shows. */
export function totpSetup(secret: Uint8Array, names: { account: string; issuer: string }): TotpSetup {
  const uri = new TOTP({
    secret: secretOf(secret),
    period: PERIOD_SECONDS,
    label: names.account,
    issuer: names.issuer,
  }).toString();
  const key = secretOf(secret).base32.replace(/(.{4})(?=.)/g, '$1 ');
  return { key, uri, qr: qrPath(uri) };
}

/** One rectangle per run of dark modules, with the quiet zone of four that scanners need (ISO/IEC 18004 §5.3.8). */
function qrPath(text: string): { size: number; path: string } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  let path = '';
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (!modules.get(y, x)) continue;
      const from = x;
      while (x + 1 < modules.size && modules.get(y, x + 1)) x++;
      path += `M${from + quiet} ${y + quiet}h${x - from + 1}v1h-${x - from + 1}z`;
    }
  }
  return { size: modules.size + 2 * quiet, path };
}

function secretOf(bytes: Uint8Array): Secret {
  return new Secret({ buffer: new Uint8Array(bytes).buffer });
}
