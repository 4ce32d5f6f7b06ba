import { expect, test } from '@playwright/test';
import {
  attribute,
  child,
  childElements,
  children,
  parseXml,
  RESPONSE_LIMITS,
  wholeText,
  type XmlElement,
  type XmlLimits,
  xpathOf,
} from './xml.ts';

function outcome(source: string | Uint8Array, limits: Partial<XmlLimits> = {}): string {
  const parsed = parseXml(source, { ...RESPONSE_LIMITS, ...limits });
  if (parsed.ok) parsed.dispose();
  return parsed.ok ? 'parsed' : parsed.code;
}

function read<T>(source: string, look: (root: XmlElement) => T): T {
  const parsed = parseXml(source, RESPONSE_LIMITS);
  if (!parsed.ok) throw new Error(parsed.detail);
  try {
    return look(parsed.root);
  } finally {
    parsed.dispose();
  }
}

for (const [name, source] of Object.entries({
  'a plain element': '<a/>',
  'a declaration': '<?xml version="1.0"?><a/>',
  'a declaration with encoding and standalone':
    "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<a/>",
  'a byte order mark at the start': '\uFEFF<a/>',
  'a byte order mark before a declaration': '\uFEFF<?xml version="1.0" encoding="UTF-8"?><a/>',
  'comments and CDATA': '<!-- x --><a><![CDATA[<b>&]]><!-- > " \' --></a><!-- y -->',
  'a greater-than sign and quotes in values': `<a b=">" c='"' d="'"/>`,
  'an undeclared default namespace': '<a xmlns="urn:x"><b xmlns=""/></a>',
  'characters beyond the basic plane': '<a>😀</a>',
})) {
  test(`${name} is parsed`, () => {
    expect(outcome(source)).toBe('parsed');
  });
}

for (const [name, code, source] of [
  ['a document type', 'xml_forbidden', '<!DOCTYPE a><a/>'],
  ['a lower-case document type', 'xml_forbidden', '<!doctype a><a/>'],
  ['an entity declaration in a comment', 'xml_forbidden', '<a><!-- <!ENTITY x "y"> --></a>'],
  ['a document type in CDATA', 'xml_forbidden', '<a><![CDATA[<!DOCTYPE a>]]></a>'],
  ['a processing instruction', 'xml_forbidden', '<a><?b c?></a>'],
  ['a processing instruction before the root', 'xml_forbidden', '<?xml-stylesheet href="x"?><a/>'],
  ['a second declaration', 'xml_forbidden', '<?xml version="1.0"?><?xml version="1.0"?><a/>'],
  ['a declaration after white space', 'xml_forbidden', ' <?xml version="1.0"?><a/>'],
  ['XML 1.1', 'xml_forbidden', '<?xml version="1.1"?><a/>'],
  ['another encoding', 'xml_forbidden', '<?xml version="1.0" encoding="UTF-7"?><a/>'],
  ['a control character in text', 'xml_forbidden', '<a>\u0001</a>'],
  ['a control character in a value', 'xml_forbidden', '<a b="\u0001"/>'],
  ['a control character in a tag', 'xml_forbidden', '<a\u0001/>'],
  ['a control character in a comment', 'xml_forbidden', '<a><!--\u0001--></a>'],
  ['a control character in CDATA', 'xml_forbidden', '<a><![CDATA[\u0001]]></a>'],
  ['a byte order mark in the text', 'xml_forbidden', '<a>\uFEFF</a>'],
  ['a byte order mark in a value', 'xml_forbidden', '<a b="\uFEFF"/>'],
  ['nothing', 'not_xml', ''],
  ['an unknown entity', 'not_xml', '<a>&b;</a>'],
  ['a character that XML has not', 'not_xml', '<a>\uFFFF</a>'],
  ['a reference to NUL', 'not_xml', '<a>&#0;</a>'],
  ['a second root', 'not_xml', '<a/><a/>'],
  ['text after the root', 'not_xml', '<a/>b'],
  ['a duplicate attribute', 'not_xml', '<a b="" b=""/>'],
  ['a duplicate attribute by namespace', 'not_xml', '<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="" q:b=""/>'],
  ['an unbound prefix', 'not_xml', '<p:a/>'],
  ['an unbound prefix of an attribute', 'not_xml', '<a p:b=""/>'],
  ['a relative namespace', 'not_xml', '<a xmlns="b"/>'],
  ['a relative namespace with a prefix', 'not_xml', '<a xmlns:p="b/c"/>'],
  ['an invalid namespace', 'not_xml', '<a xmlns:p="http://[b"/>'],
  ['an unclosed element', 'not_xml', '<a><b></a>'],
  ['an unclosed tag', 'not_xml', '<a b="c'],
  ['an unclosed comment', 'not_xml', '<a><!-- '],
  ['an unclosed CDATA section', 'not_xml', '<a><![CDATA[ '],
] as const) {
  test(`${name} is refused`, () => {
    expect(outcome(source)).toBe(code);
  });
}

test('bytes that are not UTF-8 are refused', () => {
  expect(outcome(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).toBe('not_utf8');
  expect(outcome(Buffer.from('<a/>', 'utf16le'))).toBe('xml_forbidden');
  expect(outcome(Buffer.from('\uFEFF<a/>', 'utf16le'))).toBe('not_utf8');
});

for (const [limit, at, within, beyond] of [
  ['bytes', 8, '<a>1</a>', '<a>12</a>'],
  ['depth', 3, '<a><b><c/></b><b><c></c></b></a>', '<a><b><c><d/></c></b></a>'],
  ['elements', 3, '<a><b/><b/></a>', '<a><b/><b/><b/></a>'],
  ['attributes', 2, '<a b="=" c = "" xmlns="urn:x"/>', '<a b="" c="" d=""/>'],
  [
    'namespaces',
    2,
    '<a b="" xmlns:p="urn:p" xmlns = "urn:x"/>',
    '<a xmlns="urn:x" xmlns:p="urn:p" xmlns:q="urn:q"/>',
  ],
  [
    'namespacesInScope',
    2,
    '<a xmlns="urn:x"><b xmlns:p="urn:p"/><b xmlns:p="urn:p"></b></a>',
    '<a xmlns="urn:x"><b xmlns:p="urn:p"><c xmlns:q="urn:q"/></b></a>',
  ],
] as const) {
  test(`the limit of ${limit} holds, and what is at it passes`, () => {
    expect(outcome(within, { [limit]: at })).toBe('parsed');
    expect(outcome(beyond, { [limit]: at })).toBe('xml_limits');
  });
}

test('a refusal says where it happened', () => {
  const parsed = parseXml('<a>\n <b>\n  <?c?>', RESPONSE_LIMITS);
  expect(parsed.ok ? null : parsed.place).toEqual({ line: 3, column: 3 });
  const broken = parseXml('<a>\n<b>\n</a>', RESPONSE_LIMITS);
  expect(broken.ok ? null : broken.place?.line).toBe(3);
});

test('whole text joins text and CDATA, leaves comments out and has no answer for elements', () => {
  const texts = read('<a><b>1<!-- 2 -->3<![CDATA[<4>]]>&amp;</b><b/><b>5<c/></b></a>', (root) =>
    childElements(root).map(wholeText),
  );
  expect(texts).toEqual(['13<4>&', '', null]);
});

test('elements are found by namespace and local name, attributes only without a namespace', () => {
  read('<a xmlns="urn:x" xmlns:p="urn:p"><p:b p:ID="1" ID="2"/><b p:ID="3"/><p:b/></a>', (root) => {
    expect(children(root, 'urn:p', 'b').length).toBe(2);
    expect(attribute(child(root, 'urn:p', 'b') as XmlElement, 'ID')).toBe('2');
    expect(attribute(child(root, 'urn:x', 'b') as XmlElement, 'ID')).toBeNull();
    expect(child(root, '', 'b')).toBeNull();
    expect(childElements(root).map(xpathOf)).toEqual(['/a/p:b[1]', '/a/b', '/a/p:b[2]']);
  });
});
