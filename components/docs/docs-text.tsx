import { Code, Strong } from '@radix-ui/themes';
import Link from 'next/link';
import { Fragment } from 'react';
import { inlines, type Target } from '#lib/docs/inline.ts';
import { type DocsReader, hrefOf } from './docs-links.ts';

/** A text of the docs. A link the reader cannot follow is words. */
export function DocsText({ text, reader }: { text: string; reader: DocsReader }) {
  let place = 0;
  return inlines(text).map((piece) => {
    const key = place++;
    if (piece.kind === 'link')
      return <DocsLink key={key} text={piece.text} target={piece.target} reader={reader} />;
    if (piece.kind === 'text') return <Fragment key={key}>{piece.text}</Fragment>;
    if (piece.kind === 'code') {
      return (
        <Code key={key} className="[overflow-wrap:anywhere]">
          {piece.text}
        </Code>
      );
    }
    return <Strong key={key}>{piece.text}</Strong>;
  });
}

function DocsLink({ text, target, reader }: { text: string; target: Target; reader: DocsReader }) {
  const href = hrefOf(target, reader);
  if (href === null) return text;
  return (
    <Link href={href} prefetch={false} className="rounded-sm text-(--accent-11) underline underline-offset-2">
      {text}
    </Link>
  );
}
