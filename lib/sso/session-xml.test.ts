import { expect, test } from '@playwright/test';
import { formatXml } from './session-xml.ts';

test('elements get a line each, and text stays with its element', () => {
  expect(formatXml('<a x="1"><b>text</b><c/><d><e>\n  two\n  lines\n</e></d></a>').text).toBe(
    [
      '<a x="1">',
      '  <b>text</b>',
      '  <c/>',
      '  <d>',
      '    <e>',
      '      two',
      '      lines',
      '    </e>',
      '  </d>',
      '</a>',
    ].join('\n'),
  );
});

test('comments, CDATA and a greater-than sign in an attribute do not end an element', () => {
  expect(formatXml('<a b="x>y"><c>1<!-- </c> -->2<![CDATA[</c>]]></c></a>').text).toBe(
    '<a b="x>y">\n  <c>1<!-- </c> -->2<![CDATA[</c>]]></c>\n</a>',
  );
});

test('what is not XML comes out as it went in', () => {
  for (const text of ['plain', 'a < b', '<a><b', '</a></b>', '<', '<a b="', '<!-- open', '']) {
    expect(formatXml(text).text.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
  }
});

test('nothing but white space between tags is added or lost', () => {
  const xml = "<r>\n<a>x y</a> t <b c='\">'/><?pi d?>u<!DOCTYPE z></r>";
  expect(formatXml(xml).text.replaceAll(/\s/g, '')).toBe(xml.replaceAll(/\s/g, ''));
});

test('the place of a failed check is found, as the validator writes it', () => {
  const xml = '<p:R><s:A><s:I>1</s:I></s:A><s:A><s:I>2</s:I><s:I/></s:A></p:R>';
  const lineAt = (xpath: string) => {
    const { lines, text } = formatXml(xml, [xpath, '/nowhere']);
    const line = lines[xpath];
    return line === undefined ? null : text.split('\n')[line - 1]?.trim();
  };
  expect(lineAt('/p:R')).toBe('<p:R>');
  expect(lineAt('/p:R/s:A[1]/s:I')).toBe('<s:I>1</s:I>');
  expect(lineAt('/p:R/s:A[2]/s:I[2]')).toBe('<s:I/>');
  expect(lineAt('/p:R/s:A/s:I')).toBeNull();
});

test('nested or unclosed elements cost no more than their length, up to half a megabyte', () => {
  const cost = (xml: string) => {
    const before = process.cpuUsage();
    formatXml(xml, ['/a/a/a', '/a']);
    return process.cpuUsage(before).user;
  };
  for (const [part, count] of [
    ['<a>', 170_000],
    ['<a ', 170_000],
    ['<!--', 128_000],
    ['<a b="', 80_000],
  ] as const) {
    cost(part.repeat(count / 8));
    const [eighth, whole] = [cost(part.repeat(count / 8)), cost(part.repeat(count))];
    // Eight times as much is 64 times the work where every element looks at all others.
    expect(whole, `${part}: ${whole} after ${eighth} microseconds`).toBeLessThan(
      30 * Math.max(eighth, 5_000),
    );
  }
});
