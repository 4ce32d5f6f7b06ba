import { decodeBase64 } from '../base64.ts';
import { type Context, type Finding, refuse, refused } from '../context.ts';
import type { SamlFailure } from '../failure.ts';
import { parseXml } from '../xml.ts';

/** The refusal of a field that is too long to be decoded, or null. */
export function checkedSize(context: Context): SamlFailure | null {
  const { encodedResponse, limits } = context.settings;
  // Base64 grows by a third, and by a little more with line breaks.
  const most = Math.ceil(limits.bytes * 1.4) + 1024;
  if (encodedResponse.length <= most) return null;
  return {
    code: 'response_too_large',
    expected: `at most ${limits.bytes} bytes`,
    received: `${encodedResponse.length} base64 characters`,
    detail: 'The message is larger than this connection accepts.',
  };
}

/** Refuses a field that is too long before anything is decoded. */
export function checkSize(context: Context): Finding {
  const refusal = checkedSize(context);
  return refusal ? refused(refusal) : {};
}

/** Decodes the field strictly and bounds the bytes it holds. */
export function checkBase64(context: Context): Finding {
  const bytes = context.bytes ?? decodeBase64(context.settings.encodedResponse);
  if (!bytes) {
    const received = context.settings.encodedResponse.slice(0, 60);
    return refuse(context, 'not_base64', 'The SAMLResponse field is empty or not base64.', null, {
      received,
    });
  }
  const { limits } = context.settings;
  if (bytes.length > limits.bytes) {
    return refuse(
      context,
      'response_too_large',
      'The message is larger than this connection accepts.',
      null,
      {
        expected: `at most ${limits.bytes} bytes`,
        received: `${bytes.length} bytes`,
      },
    );
  }
  context.bytes = bytes;
  return {};
}

/** Parses once, and refuses for those of the parser's reasons that `codes` names. */
export function checkParse(context: Context, codes: readonly string[]): Finding {
  if (!context.parsed) {
    context.parsed = parseXml(context.bytes as Buffer, context.settings.limits);
    if (context.parsed.ok) {
      context.open.push(context.parsed);
      context.received = context.parsed;
    }
  }
  if (context.parsed.ok || !codes.includes(context.parsed.code)) return {};
  const { ok: _, ...refusal } = context.parsed;
  return refused(refusal);
}
