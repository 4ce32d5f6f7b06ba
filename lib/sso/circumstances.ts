import { inflateRawSync } from 'node:zlib';
import { isConsumerDomain } from '#lib/domains/consumer-domains.ts';
import { decodeBase64 } from '#lib/saml/base64.ts';
import { clockOf } from './good-and-bad.ts';

/** What sets apart refusals with one and the same code, for words and remedies of their own. */
export type Circumstance =
  | 'sha1'
  | 'hmac'
  | 'name_id_policy'
  | 'requester'
  | 'denied'
  | 'too_many_bytes'
  | 'deflated'
  | 'doubly_encoded'
  | 'hosted_clock'
  | 'clock_agrees'
  | 'hopeless_key'
  | 'public_mail'
  | 'pending_domain';

type Facts = {
  code: string;
  expected: readonly string[];
  received: readonly string[];
  /** As posted; null where nothing was recorded. */
  response: string | null;
  connectionType: string | null;
  at: Date;
  /** The email domain that was refused, and whether the organization lists it without having it verified. */
  domain: { name: string; listed: boolean } | null;
};

/** What is the case of a refused sign-in, the most telling first. Pure. */
export function circumstancesOf(facts: Facts): Circumstance[] {
  const { code, expected, received, response } = facts;
  const any = (pattern: RegExp) => received.some((one) => pattern.test(one));
  const is = (list: readonly [Circumstance, boolean][]) =>
    list.flatMap(([name, holds]) => (holds ? [name] : []));
  switch (code) {
    case 'algorithm_not_allowed':
      return is([
        ['hmac', any(/#hmac-/)],
        ['sha1', any(/sha1$/)],
      ]);
    case 'status_not_success':
      return is([
        ['name_id_policy', any(/^urn:[\w:.]+:InvalidNameIDPolicy$/)],
        ['denied', any(/^urn:[\w:.]+:(AuthnFailed|RequestDenied|UnknownPrincipal)$/)],
        ['requester', any(/^urn:[\w:.]+:(Requester|RequestUnsupported|UnsupportedBinding|NoAuthnContext)$/)],
      ]);
    case 'xml_limits':
      return is([['too_many_bytes', expected.some((one) => / bytes$/.test(one))]]);
    case 'not_utf8':
      return is([['deflated', response !== null && isDeflated(response)]]);
    case 'not_xml':
      return is([['doubly_encoded', response !== null && isEncodedTwice(response)]]);
    case 'weak_key':
      return is([['hopeless_key', any(/^EC /) || any(/^RSA with ([1-9]\d{0,2}|10[01]\d|102[0-3]) bits$/)]]);
    case 'not_yet_valid':
    case 'expired':
    case 'session_expired':
      return is([
        ['clock_agrees', code === 'not_yet_valid' && agrees(response, facts.at)],
        ['hosted_clock', facts.connectionType !== null && HOSTED.has(facts.connectionType)],
      ]);
    case 'email_domain_not_allowed':
      return is([
        ['public_mail', facts.domain !== null && isConsumerDomain(facts.domain.name)],
        ['pending_domain', facts.domain?.listed === true],
      ]);
    default:
      return [];
  }
}

/** Products that run in their maker's cloud: nobody at the customer can set their clock. */
const HOSTED = new Set([
  'OktaSAML',
  'AzureSAML',
  'GoogleSAML',
  'OneLoginSAML',
  'JumpCloudSAML',
  'PingOneSAML',
  'Auth0SAML',
  'RipplingSAML',
  'SalesforceSAML',
  'CloudflareSAML',
  'LastPassSAML',
  'ClassLinkSAML',
  'DuoSAML',
  'CyberArkSAML',
]);

function agrees(response: string | null, at: Date): boolean {
  return response !== null && clockOf(response, at) === 'within 30 seconds';
}

const looksLikeXml = (text: string) => /^\uFEFF?\s*</.test(text);

/** A message of the Redirect binding in a POST. */
function isDeflated(response: string): boolean {
  const bytes = decodeBase64(response);
  if (!bytes) return false;
  try {
    return looksLikeXml(inflateRawSync(bytes, { maxOutputLength: 1024 * 1024 }).toString('utf8'));
  } catch {
    return false;
  }
}

function isEncodedTwice(response: string): boolean {
  const once = decodeBase64(response)?.toString('latin1').trim() ?? '';
  const twice = once === '' ? null : decodeBase64(once);
  return twice !== null && looksLikeXml(twice.toString('utf8'));
}
