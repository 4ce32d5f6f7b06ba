import type { Page } from '@playwright/test';

/**
 * The address at which the browser next asks for the app at `callback`. Nothing answers there, so what counts is that it
 * asked. To be called before the step that leads there.
 */
export async function sentTo(page: Page, callback: string): Promise<URL> {
  const asked = await page.waitForRequest(
    (one) => one.isNavigationRequest() && one.url().startsWith(`${callback}?`),
  );
  return new URL(asked.url());
}
