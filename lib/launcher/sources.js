import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './project.js';

/**
 * A SHA-256 over the names and contents of `places` (files or folders of the project; missing ones count as such).
 * @param {readonly string[]} places
 * @param {(file: string) => boolean} [skip] told project-relative paths with slashes
 */
export function hashSources(places, skip = () => false) {
  const hash = createHash('sha256');
  for (const file of places.flatMap((place) => list(place))) {
    if (skip(file)) continue;
    hash.update(`${file}\0`).update(
      createHash('sha256')
        .update(readFileSync(path.join(PROJECT, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

function list(place) {
  const full = path.join(PROJECT, place);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [place];
  const entries = readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => (entry.name.startsWith('.') ? [] : list(`${place}/${entry.name}`)));
}

/** Reads a stamp left by an earlier run, or ''. */
export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
