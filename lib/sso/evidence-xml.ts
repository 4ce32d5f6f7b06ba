import { unescapeXml, type Veil } from './evidence-veil.ts';
import { cutXml } from './session-xml.ts';

/**
 * A message with everything in it replaced that is not known to be about the set-up. What is kept is listed here by name;
 * an element, attribute or text that is on no list is replaced, so a place nobody thought of hides its value. Reads the
 * text tag by tag without parsing it, because refused messages may be no XML at all.
 */
export function veiledXml(xml: string, veil: Veil): string {
  const open: { name: string; local: string }[] = [];
  const prefixes = new Map<string, string>();
  const written: string[] = [];
  let text = '';
  const endText = () => {
    if (text.trim() !== '') written.push(escapeXml(veiledText(text, open.at(-1)?.local ?? '', veil)));
    text = '';
  };
  for (const piece of cutXml(xml)) {
    switch (piece.kind) {
      case 'text':
        text += unescapeXml(piece.text);
        break;
      case 'other': {
        const cdata = /^<!\[CDATA\[([\s\S]*)\]\]>$/.exec(piece.text)?.[1];
        // A comment does not end a text (it is one of the oldest tricks), so its sides are read together.
        if (cdata !== undefined) text += cdata;
        else if (piece.text.startsWith('<!--')) written.push('<!-- withheld -->');
        else if (/^<\?xml\s/.test(piece.text)) written.push('<?xml version="1.0"?>');
        else written.push('<!-- withheld: a declaration or processing instruction -->');
        break;
      }
      case 'close': {
        endText();
        const name = open.pop()?.name ?? elementName(piece.label, prefixes).name;
        written.push(`</${name}>`);
        break;
      }
      case 'open':
      case 'empty': {
        endText();
        const element = elementName(piece.label, prefixes);
        // A name that is not shown may be quoted by the parser’s complaint.
        if (element.local === '') veil.token(piece.label);
        const attributes = attributesOf(piece.text, piece.label)
          .map(([name, value]) => veiledAttribute(name, unescapeXml(value), element.local, prefixes, veil))
          .join('');
        written.push(`<${element.name}${attributes}${piece.kind === 'empty' ? '/' : ''}>`);
        if (piece.kind === 'open') open.push(element);
        break;
      }
    }
  }
  endText();
  return written.join('');
}

/** Every text and attribute value of a message that `veiledXml` replaces: what must not be found anywhere else either. */
export function hiddenValues(xml: string): string[] {
  const hidden: string[] = [];
  const note = (value: string) => {
    hidden.push(value);
    return '';
  };
  veiledXml(xml, {
    token: note,
    keep: (text) => text,
    isSetting: () => false,
    certificate: (base64) => base64,
  });
  return hidden;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Elements of SAML 2.0, XML Signature and XML Encryption; any other name may itself say something. */
const ELEMENTS = words(`
  Response AuthnRequest LogoutRequest LogoutResponse ArtifactResponse Status StatusCode StatusMessage StatusDetail
  Extensions Scoping IDPList IDPEntry RequesterID Issuer Assertion EncryptedAssertion Subject NameID BaseID EncryptedID
  NameIDPolicy SubjectConfirmation SubjectConfirmationData Conditions Condition AudienceRestriction Audience OneTimeUse
  ProxyRestriction Advice AuthnStatement AuthnContext AuthnContextClassRef AuthnContextDecl AuthnContextDeclRef
  AuthenticatingAuthority SubjectLocality RequestedAuthnContext AuthzDecisionStatement AttributeStatement Attribute
  EncryptedAttribute AttributeValue AssertionIDRef AssertionURIRef Signature SignedInfo SignatureValue
  CanonicalizationMethod SignatureMethod Reference Transforms Transform DigestMethod DigestValue KeyInfo KeyName KeyValue
  RSAKeyValue DSAKeyValue ECKeyValue NamedCurve PublicKey Modulus Exponent X509Data X509Certificate X509SubjectName
  X509IssuerSerial X509IssuerName X509SerialNumber X509SKI X509CRL X509Digest RetrievalMethod Object Manifest
  InclusiveNamespaces EncryptedData EncryptedKey EncryptionMethod CipherData CipherValue CipherReference ReferenceList
  DataReference KeyReference OAEPparams MGF HMACOutputLength PSSParams RSAPSSParams SaltLength TrailerField
`);

/** Texts about the set-up, by the element they stand in. */
const KEPT_TEXTS = words(
  'Issuer Audience AuthnContextClassRef AuthnContextDeclRef AuthenticatingAuthority RequesterID',
);

/** Of these even the digest would let somebody try out guesses at what was signed. */
const BINARY_TEXTS = words(`
  DigestValue SignatureValue CipherValue Modulus Exponent PublicKey X509SKI X509CRL X509Digest OAEPparams
`);

const KEPT_ATTRIBUTES = words(`
  Destination Recipient AssertionConsumerServiceURL ProtocolBinding Name FriendlyName NameFormat Format Algorithm Method
  Value Type Encoding MimeType Decision Namespace Comparison ProviderName Consent Reason PrefixList
`);

const IDS = words('ID Id InResponseTo URI AssertionID');

const TIMES = words('IssueInstant NotBefore NotOnOrAfter AuthnInstant SessionNotOnOrAfter');

const PLAIN_ATTRIBUTES = words(`
  Version ForceAuthn IsPassive AllowCreate ProxyCount Count AssertionConsumerServiceIndex AttributeConsumingServiceIndex
  nil
`);

const QUALIFIERS = words('NameQualifier SPNameQualifier');

/** Attributes whose name may be read and whose value is the person’s. */
const TOKENS = words('Address DNSName SessionIndex SPProvidedID');

/** Namespaces that people use as they are; the text of another one is looked at like a value. */
const NAMESPACES =
  /^(?:urn:oasis:names:tc:(?:SAML|xacml):[\w.:-]*|http:\/\/www\.w3\.org\/[\w./#-]*|http:\/\/schemas\.(?:xmlsoap\.org|microsoft\.com)\/[\w./#-]*)$/;

const PREFIXES = words('saml samlp saml2 saml2p saml1 ds dsig dsig11 xenc xenc11 xs xsd xsi xml ec md mdui');

function veiledText(text: string, element: string, veil: Veil): string {
  const trimmed = text.trim();
  if (BINARY_TEXTS.has(element)) return `[withheld: ${trimmed.replaceAll(/\s+/g, '').length} characters]`;
  if (element === 'X509Certificate') return veil.certificate(trimmed);
  if (KEPT_TEXTS.has(element)) return keptAddress(trimmed, veil);
  return veil.token(trimmed);
}

function veiledAttribute(
  name: string,
  value: string,
  element: string,
  prefixes: Map<string, string>,
  veil: Veil,
): string {
  if (name === 'xmlns' || name.startsWith('xmlns:')) {
    const prefix = name === 'xmlns' ? '' : `:${prefixOf(name.slice(6), prefixes)}`;
    const known = NAMESPACES.test(value) ? veil.keep(value) : veil.token(value);
    return ` xmlns${prefix}="${escapeXml(known)}"`;
  }
  const local = name.slice(name.indexOf(':') + 1);
  const prefix = name.includes(':') ? `${prefixOf(name.slice(0, name.indexOf(':')), prefixes)}:` : '';
  const shown = (text: string) => ` ${prefix}${local}="${escapeXml(text)}"`;
  if (TIMES.has(local)) {
    return shown(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?$/.test(value)
        ? value
        : veil.token(value),
    );
  }
  if (IDS.has(local))
    return shown(/^#?[A-Za-z_][\w.-]{0,255}$|^$/.test(value) ? veil.keep(value) : veil.token(value));
  if (PLAIN_ATTRIBUTES.has(local))
    return shown(/^(?:true|false|\d{1,5}|\d\.\d)$/.test(value) ? value : veil.token(value));
  // A status code is about the set-up; the Value of anything else is not known to be.
  if (local === 'Value' && element !== 'StatusCode') return shown(veil.token(value));
  if (KEPT_ATTRIBUTES.has(local)) return shown(keptAddress(value, veil));
  // A qualifier names one of the two sides or says something about the person.
  if (QUALIFIERS.has(local)) return shown(veil.isSetting(value) ? value : veil.token(value));
  if (TOKENS.has(local)) return shown(veil.token(value));
  // The name of one that nobody listed may itself say something.
  veil.token(name);
  return ` withheld="${escapeXml(veil.token(value))}"`;
}

/** An address or name of the set-up. A query can hold anything, so it goes, unless all of it is a setting. */
function keptAddress(value: string, veil: Veil): string {
  const address = /^([a-z][a-z0-9+.-]*:\/\/[^?#]*)([?#][\s\S]*)$/i.exec(value);
  if (!address?.[1] || veil.isSetting(value) || NAMESPACES.test(value)) return veil.keep(value);
  return `${veil.keep(address[1])}?${veil.token(address[2] ?? '')}`;
}

/** Prefixes are anybody's choice; unusual ones are counted instead. */
function prefixOf(prefix: string, prefixes: Map<string, string>): string {
  if (PREFIXES.has(prefix) || /^ns\d{1,3}$/.test(prefix)) return prefix;
  const known = prefixes.get(prefix) ?? `p${prefixes.size + 1}`;
  prefixes.set(prefix, known);
  return known;
}

function elementName(label: string, prefixes: Map<string, string>): { name: string; local: string } {
  const colon = label.indexOf(':');
  const local = label.slice(colon + 1);
  const prefix = colon < 0 ? '' : `${prefixOf(label.slice(0, colon), prefixes)}:`;
  return ELEMENTS.has(local) ? { name: prefix + local, local } : { name: `${prefix}withheld`, local: '' };
}

function attributesOf(tag: string, label: string): [string, string][] {
  return [...tag.slice(1 + label.length).matchAll(/([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
    (match) => [match[1] ?? '', match[2] ?? match[3] ?? ''],
  );
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
