import { escapeXml } from './escape-xml.ts';
import type { Shape } from './personalities.ts';

const NAMESPACES = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
} as const;

export type XmlAttribute = readonly [name: string, value: string | Date | null | undefined];

/** The name of an element in one of the three namespaces, with the prefix this shape uses there. */
export function qualified(shape: Shape, namespace: keyof Shape['prefixes'], local: string): string {
  const prefix = shape.prefixes[namespace];
  return prefix === '' ? local : `${prefix}:${local}`;
}

/** The declaration of a SAML namespace, for the opening tag of whoever needs it. */
export function declares(shape: Shape, namespace: keyof typeof NAMESPACES): XmlAttribute {
  const prefix = shape.prefixes[namespace];
  return [prefix === '' ? 'xmlns' : `xmlns:${prefix}`, NAMESPACES[namespace]];
}

/** One element. `children` are XML already; the text of `text` is escaped. Absent attributes are left out. */
export function element(
  shape: Shape,
  name: string,
  attributes: readonly XmlAttribute[],
  content: { text: string } | readonly string[] = [],
): string {
  const opening = `${name}${ordered(shape, attributes)
    .map(([key, value]) => attribute(shape, key, value))
    .join('')}`;
  if ('text' in content) return `<${opening}>${escapeXml(content.text)}</${name}>`;
  const children = content.filter((child) => child !== '');
  if (children.length === 0) return `<${opening}/>`;
  const between = shape.lineBreaks ? '\n' : '';
  return `<${opening}>${between}${children.join(between)}${between}</${name}>`;
}

function ordered(shape: Shape, attributes: readonly XmlAttribute[]): readonly XmlAttribute[] {
  if (!shape.sortsXmlAttributes) return attributes;
  const isNamespace = ([name]: XmlAttribute) => name.startsWith('xmlns');
  return [
    ...attributes.filter(isNamespace),
    ...attributes.filter((one) => !isNamespace(one)).sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
}

function attribute(shape: Shape, name: string, value: XmlAttribute[1]): string {
  if (value === null || value === undefined) return '';
  return ` ${name}="${escapeXml(value instanceof Date ? instant(shape, value) : value)}"`;
}

function instant(shape: Shape, date: Date): string {
  const text = date.toISOString();
  return shape.milliseconds ? text : text.replace(/\.\d+Z$/, 'Z');
}

/** Base64 in lines of a width; unbroken without one. */
export function inLines(base64: string, lines: { width: number; end: string } | undefined): string {
  if (!lines) return base64;
  return (base64.match(new RegExp(`.{1,${lines.width}}`, 'g')) ?? []).join(lines.end);
}
