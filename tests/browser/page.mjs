// The sandbox's web page in a browser.

import { openPage } from './browser.mjs';
import { BASE_URL } from './support.mjs';

/** Opens the page. `hash` selects the user and the tab. */
export async function openSandboxPage(test, hash, { sandbox, ...options } = {}) {
  const page = await openPage(test, `${sandbox?.url ?? BASE_URL}/#${hash}`, options);
  await page.locator('#connection[data-state="live"]').waitFor();
  return page;
}

/** Waits until an element is visible that has the text. */
export function waitForText(page, selector, text) {
  return page.locator(selector).filter({ hasText: text }).first().waitFor();
}
