import type { Target } from '#lib/docs/inline.ts';
import { docsPath } from '#lib/docs/pages.ts';
import { SDK_LANGUAGE_NAMES, type SdkLanguageName } from '#lib/workspace/sdk-sample.ts';

/** Whom a page is drawn for: which environment, which language, and where they may go. */
export type DocsReader = {
  language: SdkLanguageName;
  /** The environment asked for in the address; null where the page chooses. */
  asked: string | null;
  /** Addresses below /dashboard/<environment> the reader may open; null for a visitor. */
  environment: { id: string; paths: readonly string[] } | null;
  /** Pages of the dashboard outside of environments that the reader may open. */
  pages: readonly string[];
};

/** The address of a page of the docs that keeps language and environment. */
export function docsHref(
  reader: Pick<DocsReader, 'language' | 'asked'>,
  slug: string,
  language: SdkLanguageName = reader.language,
): string {
  const [page = '', section] = slug.split('#', 2);
  const query = new URLSearchParams();
  if (language !== SDK_LANGUAGE_NAMES[0]) query.set('lang', language);
  if (reader.asked) query.set('environment', reader.asked);
  const search = query.size > 0 ? `?${query}` : '';
  return `${docsPath(page)}${search}${section ? `#${section}` : ''}`;
}

/** Where a link of a text leads this reader; null where there is nothing for them to open. */
export function hrefOf(target: Target, reader: DocsReader): string | null {
  if (target.to === 'docs') return docsHref(reader, target.path);
  if (target.to === 'server') {
    return !target.path.startsWith('/dashboard') || reader.pages.includes(target.path) ? target.path : null;
  }
  if (!reader.environment?.paths.includes(target.path)) return null;
  return `/dashboard/${reader.environment.id}${target.path}`;
}
