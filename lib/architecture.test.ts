import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';

/** The directions of dependencies (ARCHITECTURE.md), read from the import statements. */

const ROOT = path.resolve(import.meta.dirname, '..');
const PURE = ['lib/saml', 'lib/oauth', 'lib/oidc', 'lib/attributes', 'lib/branding'];
const USE_CASES = [
  'lib/sso',
  'lib/workspace',
  'lib/team',
  'lib/organizations',
  'lib/connections',
  'lib/security',
  'lib/mail',
  'lib/notices',
  'lib/audit',
  'lib/compliance',
  'lib/billing',
  'lib/events',
];

type Source = { file: string; imports: string[]; text: string };

function sources(folder: string): Source[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|\.d\.ts$|lib\/db\/generated|testdata/.test(file))
    .map((file) => {
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      const found = [
        ...text.matchAll(
          /^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
        ),
      ];
      const imports = found.map((match) => resolve(file, match[1] ?? match[2] ?? match[3] ?? ''));
      return { file, imports, text };
    });
}

/** `#lib/x.ts` and `./x.ts` both become `lib/x.ts`; packages stay as they are. */
function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return path.join(path.dirname(file), specifier);
  return specifier;
}

const all = ['lib', 'app', 'components'].flatMap(sources);
const within = (...folders: string[]) =>
  all.filter(({ file }) => folders.some((one) => file.startsWith(`${one}/`)));
const importing = (files: Source[], forbidden: (target: string) => boolean) =>
  files.flatMap(({ file, imports }) =>
    imports.filter(forbidden).map((target) => `${file} imports ${target}`),
  );

test('pure folders import only each other, node:crypto, node:zlib, an XML parser, jose and data packages', () => {
  const allowed = /^(node:(crypto|zlib|url)|libxml2-wasm|jose|zod|tldts|ipaddr\.js)$/;
  const forbidden = (target: string) =>
    !PURE.some((folder) => target.startsWith(`${folder}/`)) && !allowed.test(target);
  expect(importing(within(...PURE), forbidden)).toEqual([]);
});

test('pure folders read neither clock nor environment nor network', () => {
  const impure = /process\.(env|argv)|Date\.now\(\)|new Date\(\)|\bfetch\(|Math\.random|console\./;
  expect(
    within(...PURE)
      .filter(({ text, file }) => impure.test(text) && !file.endsWith('bench.ts'))
      .map(({ file }) => file),
  ).toEqual([]);
});

test('only lib/data and lib/auth, what makes or opens a database, and jobs over all environments import lib/db', () => {
  const mayOpen =
    /^lib\/(db|data|auth|server|bench)\/|^lib\/jobs\/|^lib\/sso\/session-(sweep|rollup)\.ts$|^lib\/organizations\/check-pending-domains\.ts$|^lib\/workspace\/(create-workspace|staging-credentials|follow-origin)\.ts$|^lib\/team\/(accept-invitation|finish-deletions)\.ts$/;
  const files = all.filter(({ file }) => !mayOpen.test(file));
  expect(importing(files, (target) => target.startsWith('lib/db/'))).toEqual([]);
});

test('only lib/env.ts reads process.env', () => {
  const files = all.filter(({ file, text }) => /process\.env\b/.test(text) && file !== 'lib/env.ts');
  // The bench hands its own environment to the server it starts; the sample is text for another program.
  expect(
    files
      .map(({ file }) => file)
      .filter((file) => !/^lib\/(bench\/run|workspace\/sdk-sample|example-app\/code-sample)\.ts$/.test(file)),
  ).toEqual([]);
});

test('only lib/clock.ts reads the clock', () => {
  const reads = /new Date\(\)|Date\.now\(\)/;
  const mayRead = /^lib\/(clock\.ts|bench\/|db\/|server\/)|\.tsx$/;
  const files = within('lib', 'app').filter(({ file, text }) => reads.test(text) && !mayRead.test(file));
  expect(files.map(({ file }) => file)).toEqual([]);
});

test('only lib/auth mints a scope', () => {
  const files = all.filter(({ file, text }) => /Scope\.mint\(/.test(text) && !file.startsWith('lib/auth/'));
  expect(files.map(({ file }) => file)).toEqual([]);
});

test('use-case folders do not import one another', () => {
  const crossing = USE_CASES.flatMap((folder) =>
    importing(within(folder), (target) =>
      USE_CASES.some((other) => other !== folder && target.startsWith(`${other}/`)),
    ),
  );
  // Words and addresses that several of them show: tables and pure functions, no use case.
  const shared = /lib\/sso\/(service-provider|session-errors|session-states)\.ts$/;
  expect(crossing.filter((line) => !shared.test(line))).toEqual([]);
});

test('whatever changes what decides over a sign-in records a version of it', () => {
  const changes =
    /\bconnections\.(add|update|restore|addCertificate|removeCertificate|removeAllCertificates|addKeyPair|removeKeyPair)\(|\borganizations\.(update|addDomain|updateDomain|removeDomain)\(|\battributeDefinitions\.(add|update|remove|renameUses|clearMappings)\(/;
  // Part of changes that record; and an organization without connections yet.
  const parts = /lib\/connections\/certificate-rows\.ts$|lib\/organizations\/create-organization\.ts$/;
  const silent = within('lib', 'app').filter(
    ({ file, text }) =>
      changes.test(text) && !text.includes('connectionVersions.record(') && !parts.test(file),
  );
  expect(silent.map(({ file }) => file)).toEqual([]);
});

test('whatever changes a connection asks first whether the team signs in through it', () => {
  const changes =
    /\bconnections\.(update|restore|addCertificate|removeCertificate|removeAllCertificates|addKeyPair|removeKeyPair)\(/;
  // Parts of changes that ask; connections that are being made; ourselves at start-up and with followed metadata.
  const exempt =
    /lib\/(connections\/(certificate-rows|create-connection|follow-metadata)|workspace\/(create-workspace|equip-environment|follow-origin)|bench\/[\w-]+)\.ts$/;
  const unasked = within('lib', 'app').filter(
    ({ file, text }) =>
      changes.test(text) && !text.includes('requireMayChangeConnection(') && !exempt.test(file),
  );
  expect(unasked.map(({ file }) => file)).toEqual([]);
});

test('components take view types: they import no data, no database, no use case that runs', () => {
  const forbidden = (target: string) => /^lib\/(data|db|auth\/(?!permissions)|server|jobs)/.test(target);
  expect(importing(within('components'), forbidden)).toEqual([]);
});

test('the test identity provider shares nothing with the validator', () => {
  expect(importing(within('lib/test-idp'), (target) => target.startsWith('lib/saml/'))).toEqual([]);
});

test('first visits stay light: no tooltips, messages through one door, and no validator in the browser', () => {
  const drawn = within('components', 'app');
  const named = (pattern: RegExp) => drawn.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
  // next.config.js puts nothing in the place of tooltips.
  expect(named(/import \{[^}]*\bTooltip\b[^}]*\} from '@radix-ui\/themes'/)).toEqual([]);
  expect(named(/^import (?!type)[^;]*from 'sonner'/m)).toEqual(['components/ui/toaster.tsx']);
  const inBrowser = drawn.filter(({ text }) => text.startsWith("'use client'"));
  const validating = inBrowser.filter(({ text }) =>
    /^import (?!type)(?!\{ type [^,}]*\})[^;]*from '(zod|[^']*\.schema\.ts)'/m.test(text),
  );
  expect(validating.map(({ file }) => file)).toEqual([]);
});
