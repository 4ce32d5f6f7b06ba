import { expect, test } from '@playwright/test';
import { paletteScore } from './palette-score.ts';

const ENTRIES: readonly (readonly string[])[] = [
  ['Members', 'Workspace', 'Team', 'Roles', 'Invite'],
  ['Roles', 'Configuration', 'Permissions', 'Groups'],
  ['Branding', 'Configuration', 'Logo', 'Colors'],
  ['Billing', 'Workspace', 'Invoices', 'Tax ID'],
  ['Compliance', 'Workspace', 'SOC 2', 'Documents'],
  ['Dark theme', 'Switch theme', 'Appearance'],
];

/** What is offered for a text, the best first. */
function offered(typed: string): string[] {
  return ENTRIES.map(([label = '', ...rest]) => ({ label, score: paletteScore(typed, [label, ...rest]) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ label }) => label);
}

test('what one means comes first, and scattered letters mean nothing', () => {
  expect(offered('dark')).toEqual(['Dark theme']);
  expect(offered('billing')).toEqual(['Billing']);
  expect(offered('documents')).toEqual(['Compliance']);
  expect(offered('google')).toEqual([]);
  expect(offered('role')).toEqual(['Roles', 'Members']);
  expect(offered('Tax id')).toEqual(['Billing']);
  expect(offered('workspace inv')).toEqual(['Members', 'Billing']);
  expect(offered('inding')).toEqual([]);
});

test('before anything is typed everything is offered', () => {
  expect(offered(' ')).toHaveLength(ENTRIES.length);
});
