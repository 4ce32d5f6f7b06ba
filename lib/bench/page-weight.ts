import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the first visit of any dashboard page may cost in JavaScript, in bytes of gzip. */
export const PAGE_BUDGET = 200_000;

export type PageWeight = { page: string; bytes: number };

/**
 * JavaScript the browser fetches on the first visit of each dashboard page, in bytes of gzip, the heaviest first: what
 * every page needs, and what the layouts, the notices and the page itself name. Read from the production build in
 * `.next` of `project`; what loads later, such as the command palette, does not count, nor do polyfills that modern
 * browsers leave alone.
 */
export function pageWeights(project: string): PageWeight[] {
  const build = path.join(project, '.next');
  const shared: string[] = JSON.parse(
    readFileSync(path.join(build, 'build-manifest.json'), 'utf8'),
  ).rootMainFiles;
  const sizes = new Map<string, number>();
  const sizeOf = (file: string) => {
    const known = sizes.get(file);
    if (known !== undefined) return known;
    const size = gzipSync(readFileSync(path.join(build, file))).length;
    sizes.set(file, size);
    return size;
  };
  const app = path.join(build, 'server/app');
  return readdirSync(path.join(app, 'dashboard'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('page_client-reference-manifest.js'))
    .map((file) => {
      const files = new Set([...shared, ...entryFiles(path.join(app, 'dashboard', file))]);
      const page = `/dashboard/${path.dirname(file)}`.replace(/\/\.$/, '');
      return { page, bytes: [...files].reduce((sum, one) => sum + sizeOf(one), 0) };
    })
    .sort((a, b) => b.bytes - a.bytes);
}

/** Chunks of a page's own entries. The manifest is a script of two assignments, the second one of JSON. */
function entryFiles(manifest: string): string[] {
  const text = readFileSync(manifest, 'utf8');
  const json = text.slice(text.indexOf('"] = ') + '"] = '.length).replace(/;?\s*$/, '');
  const entries: Record<string, string[]> = JSON.parse(json).entryJSFiles;
  return Object.values(entries).flat();
}
