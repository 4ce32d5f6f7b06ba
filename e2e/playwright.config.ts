import { defineConfig } from '@playwright/test';

const chromium = process.env['CHROMIUM_PATH'];

/**
 * One runner for both kinds of test: `unit` needs no browser, `e2e` drives Chromium against a production build that
 * `npm test` has started. `npm test -- e2e dashboard` runs a part.
 */
export default defineConfig({
  outputDir: '../test-results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  projects: [
    { name: 'unit', testDir: '../lib', testMatch: '**/*.test.ts' },
    {
      name: 'e2e',
      testDir: '.',
      testMatch: '**/*.spec.ts',
      // A browser on a busy machine may miss a deadline; the list then calls the test flaky. What proves that nobody
      // gets what is not theirs says `retries: 0` in its file: once is enough to fail.
      retries: 1,
      use: {
        browserName: 'chromium',
        baseURL: process.env['GATEHOUSE_URL'] ?? 'http://localhost:3000',
        // A trace of every test costs minutes. A failure leaves a description of its page, and `--trace on` repeats it with one.
        trace: 'off',
        launchOptions: {
          ...(chromium ? { executablePath: chromium } : {}),
          args: [
            '--disable-gpu',
            '--no-sandbox',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
  ],
});
