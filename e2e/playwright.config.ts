import { defineConfig } from '@playwright/test';

/** One runner for both kinds of test: `unit` needs no browser, `e2e` drives Chromium against a production build. */
export default defineConfig({
  outputDir: '../test-results',
  fullyParallel: true,
  forbidOnly: true,
  reporter: [['list']],
  projects: [{ name: 'unit', testDir: '../lib', testMatch: '**/*.test.ts' }],
});
