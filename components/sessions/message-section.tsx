import { Callout, Text } from '@radix-ui/themes';
import { Info } from 'lucide-react';
import { highlightXml } from '#components/ui/highlight-xml.ts';
import { SectionCard } from '#components/ui/section-card.tsx';
import { type LineMark, XmlCode, type XmlVersion } from '#components/ui/xml-code.tsx';
import type { MessageView } from '#lib/sso/session-detail.ts';

/** The raw request or response of a session, to read, search, copy and download. */
export async function MessageSection({
  title,
  description,
  message,
  marks = [],
  none,
  downloadHref,
  written = 'xml',
}: {
  title: string;
  description: string;
  message: MessageView | null;
  /** Lines of the formatted message that something points at. */
  marks?: readonly LineMark[];
  /** Why there is none. */
  none: string;
  downloadHref: string;
  /** What it should be: XML, or lines that were written here. */
  written?: 'xml' | 'text';
}) {
  if (!message) {
    return (
      <SectionCard title={title}>
        <Text as="p" size="2" color="gray">
          {none}
        </Text>
      </SectionCard>
    );
  }
  const versions: XmlVersion[] = [];
  if (message.formatted) {
    const { text } = message.formatted;
    versions.push({ name: 'Formatted', text, runs: await highlightXml(text), marks });
  }
  versions.push({
    name: message.kind === 'xml' ? 'As received' : 'Field as posted',
    text: message.raw,
    runs: message.formatted ? await highlightXml(message.raw) : null,
    marks: [],
  });
  return (
    <SectionCard title={title} description={`${description} ${sizeOf(message.bytes)}.`}>
      {message.kind === 'text' && written === 'xml' && (
        <Callout.Root color="amber" size="1">
          <Callout.Icon>
            <Info size={15} aria-hidden />
          </Callout.Icon>
          <Callout.Text>This is not XML. It is shown exactly as it arrived.</Callout.Text>
        </Callout.Root>
      )}
      {message.cut && (
        <Callout.Root color="amber" size="1">
          <Callout.Icon>
            <Info size={15} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            This message is too long to be shown. Below is its beginning; the download has all of it.
          </Callout.Text>
        </Callout.Root>
      )}
      <XmlCode
        label={title}
        versions={versions}
        downloadHref={downloadHref}
        linePrefix={`${message.which}-line-`}
      />
    </SectionCard>
  );
}

function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`;
}
