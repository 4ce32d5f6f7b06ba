import type { SampleStep, SampleValues } from '#lib/workspace/sdk-sample.ts';

/** What pages are filled in with: the reader's own environment, or placeholders for a visitor. */
export type DocsValues = SampleValues & { kind: 'staging' | 'production' };

/**
 * One piece of a page. Texts may hold `code` in backticks, **strong words**, and links as [label](target); targets
 * are explained in inline.ts.
 */
export type Block =
  | { readonly text: string }
  | { readonly list: readonly string[] }
  | { readonly steps: readonly string[] }
  | { readonly note: string }
  | { readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } }
  | { readonly code: string; readonly label: string }
  /** Code of a sign-in, in the language the reader chose. */
  | { readonly samples: readonly SampleStep[] }
  /** Client ID and address of the reader's environment. */
  | { readonly values: true };

export type Section = { readonly id: string; readonly title: string; readonly blocks: readonly Block[] };

export type DocsPage = {
  /** The address below /docs; empty for the first page. */
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly sections: (values: DocsValues) => readonly Section[];
};

export type DocsGroup = { readonly title: string; readonly pages: readonly DocsPage[] };
