import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const PROJECT = path.resolve(import.meta.dirname, '../..');

export type Route = {
  /** Address with the names of its parameters: `/connections/[id]`. */
  pattern: string;
  kind: 'page' | 'route';
  /** HTTP methods a route handler exports; a page has GET. */
  methods: string[];
};

/** Every page and route handler below a folder of app/, by the rules of the App Router. */
export function routesOf(folder: string): Route[] {
  return walk(path.join(PROJECT, 'app', folder)).flatMap((file): Route[] => {
    const name = path.basename(file);
    if (name !== 'page.tsx' && name !== 'route.ts') return [];
    const parts = path.relative(path.join(PROJECT, 'app'), path.dirname(file)).split(path.sep);
    const pattern = `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join('/')}`;
    if (name === 'page.tsx') return [{ pattern, kind: 'page', methods: ['GET'] }];
    const text = readFileSync(file, 'utf8');
    const exported = [...text.matchAll(/^export (?:const|async function|function|\{)\s*([^=}(]+)/gm)].flatMap(
      (match) => (match[1] ?? '').split(',').map((one) => one.split(' as ').at(-1)?.trim() ?? ''),
    );
    const methods = exported.filter((one) => /^(GET|POST|PUT|PATCH|DELETE)$/.test(one));
    if (methods.length === 0) throw new Error(`no method found in ${file}`);
    return [{ pattern, kind: 'route', methods }];
  });
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? walk(file) : [file];
  });
}

/** A server action of the production build: its public id, where it is written, and a page that can call it. */
export type ServerAction = { id: string; name: string; file: string; page: string };

/** Every server action that the build under test answers to. */
export function serverActions(): ServerAction[] {
  const manifest = path.join(PROJECT, '.next/server/server-reference-manifest.json');
  if (!existsSync(manifest)) throw new Error('there is no production build to read the server actions from');
  const { node } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>;
  };
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => ({
    id,
    name: exportedName,
    file: filename,
    page: (Object.keys(workers)[0] ?? '').replace(/^app/, '').replace(/\/page$/, ''),
  }));
}
