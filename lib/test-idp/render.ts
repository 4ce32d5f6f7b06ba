import { createHash } from 'node:crypto';
import type { AssertionDraft, ResponseDraft } from './draft.ts';
import type { AttributeShape, Shape } from './personalities.ts';
import { declares, element, qualified, type XmlAttribute } from './xml-writer.ts';

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
const ENTITY = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const XS: XmlAttribute = ['xmlns:xs', 'http://www.w3.org/2001/XMLSchema'];
const XSI: XmlAttribute = ['xmlns:xsi', 'http://www.w3.org/2001/XMLSchema-instance'];

/** An assertion as XML that stands on its own, with every namespace it uses. SAML Core §2.3.3. */
export function assertionXml(draft: AssertionDraft, shape: Shape): string {
  const saml = (local: string, attributes: readonly XmlAttribute[], content?: { text: string } | string[]) =>
    element(shape, qualified(shape, 'assertion', local), attributes, content);
  const confirmation: XmlAttribute[] = [
    ['InResponseTo', draft.inResponseTo],
    ['NotOnOrAfter', draft.notOnOrAfter],
    ['Recipient', draft.recipient],
  ];
  return saml(
    'Assertion',
    [
      declares(shape, 'assertion'),
      ...typesAt('assertion', shape),
      ['ID', draft.id],
      ['Version', '2.0'],
      ['IssueInstant', draft.issueInstant],
    ],
    [
      saml('Issuer', issuerFormat(shape), { text: draft.issuer }),
      saml(
        'Subject',
        [],
        [
          draft.nameId ? saml('NameID', [['Format', draft.nameId.format]], { text: draft.nameId.value }) : '',
          saml('SubjectConfirmation', [['Method', BEARER]], [saml('SubjectConfirmationData', confirmation)]),
        ],
      ),
      saml(
        'Conditions',
        [
          ['NotBefore', draft.notBefore],
          ['NotOnOrAfter', draft.notOnOrAfter],
        ],
        draft.audience === null
          ? []
          : [saml('AudienceRestriction', [], [saml('Audience', [], { text: draft.audience })])],
      ),
      saml(
        'AuthnStatement',
        [
          ['AuthnInstant', draft.issueInstant],
          ['SessionIndex', draft.sessionIndex],
        ],
        [saml('AuthnContext', [], [saml('AuthnContextClassRef', [], { text: shape.authnContext })])],
      ),
      attributeStatement(draft.attributes, shape),
    ],
  );
}

const issuerFormat = (shape: Shape): XmlAttribute[] => (shape.issuerFormat ? [['Format', ENTITY]] : []);

/** The namespaces of `xsi:type`, where this shape declares them. */
function typesAt(place: 'assertion' | 'statement' | 'value', shape: Shape): XmlAttribute[] {
  return shape.valueType?.declaredOn === place ? [XS, XSI] : [];
}

function attributeStatement(drafted: AssertionDraft['attributes'], shape: Shape): string {
  const saml = (local: string) => qualified(shape, 'assertion', local);
  const elements = shapedAttributes(drafted, shape).map(({ friendlyName, name, values }) =>
    element(
      shape,
      saml('Attribute'),
      [
        ['Name', name],
        ['NameFormat', shape.nameFormat],
        ['FriendlyName', friendlyName],
      ],
      values.map((value) =>
        element(
          shape,
          saml('AttributeValue'),
          [...typesAt('value', shape), ['xsi:type', shape.valueType?.type]],
          { text: value },
        ),
      ),
    ),
  );
  // AttributeStatement must hold at least one Attribute (SAML Core §2.7.3): none means no statement.
  if (elements.length === 0) return '';
  return element(shape, saml('AttributeStatement'), typesAt('statement', shape), elements);
}

type Sent = { name: string; friendlyName?: string | undefined; values: readonly string[] };

/** The profile's attributes under the names this shape gives them; nothing at all for a profile without any. */
function shapedAttributes(drafted: AssertionDraft['attributes'], shape: Shape): Sent[] {
  if (drafted.length === 0) return [];
  const valuesOf = (name: string) => drafted.find((one) => one.name === name)?.values ?? [];
  const from = (source: AttributeShape['from']): readonly string[] => {
    if (typeof source === 'object') return [source.always];
    if (source === 'fullName') {
      const names = [...valuesOf('firstName'), ...valuesOf('lastName')];
      return names.length === 0 ? [] : [names.join(' ')];
    }
    return source === 'groups' && shape.groups === 'uuids'
      ? valuesOf('groups').map(uuidOf)
      : valuesOf(source);
  };
  const named = shape.attributes.flatMap(({ friendlyName, name, from: source }): Sent[] => {
    const values = from(source);
    if (values.length === 0) return [];
    return [{ name, friendlyName, values }];
  });
  const fields = ['id', 'email', 'firstName', 'lastName', 'groups'];
  return [...named, ...drafted.filter(({ name }) => !fields.includes(name))];
}

/** The object ID of a group: the same for the same name. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** A response around assertions that are XML already (signed, encrypted or neither). SAML Core §3.3.3. */
export function responseXml(draft: ResponseDraft, assertions: readonly string[], shape: Shape): string {
  const samlp = (local: string, attributes: readonly XmlAttribute[], content?: { text: string } | string[]) =>
    element(shape, qualified(shape, 'protocol', local), attributes, content);
  const { code, subcode, message } = draft.status;
  const { declaresAssertionOnResponse } = shape;
  const assertionNamespace = declares(shape, 'assertion');
  return samlp(
    'Response',
    [
      declares(shape, 'protocol'),
      ...(declaresAssertionOnResponse ? [assertionNamespace] : []),
      // What a PrefixList names is digested with the assertion wherever it is declared, so here too.
      ...(shape.prefixList === 'xs' ? [XS] : []),
      ['ID', draft.id],
      ['Version', '2.0'],
      ['IssueInstant', draft.issueInstant],
      ['Destination', draft.destination],
      ['Consent', shape.consent],
      ['InResponseTo', draft.inResponseTo],
    ],
    [
      element(
        shape,
        qualified(shape, 'assertion', 'Issuer'),
        [...(declaresAssertionOnResponse ? [] : [assertionNamespace]), ...issuerFormat(shape)],
        { text: draft.issuer },
      ),
      samlp(
        'Status',
        [],
        [
          samlp(
            'StatusCode',
            [['Value', STATUS + code]],
            subcode === null ? [] : [samlp('StatusCode', [['Value', STATUS + subcode]])],
          ),
          message === null ? '' : samlp('StatusMessage', [], { text: message }),
        ],
      ),
      ...assertions,
    ],
  );
}
