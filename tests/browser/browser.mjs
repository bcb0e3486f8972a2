// A headless browser. One serves all tests of a file, with a profile for each test.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';

import { chromium } from 'playwright-core';

import { DEADLINE_MS, setting } from './support.mjs';

/** The folder of the pictures that a failed test leaves. */
const SCREENSHOTS = process.env.SCREENSHOTS ?? 'screenshots';

let browser;

after(async () => (await browser)?.close());

function launch() {
  return chromium.launch({
    executablePath: setting('CHROMIUM'),
    // Containers support neither Chromium's process sandbox nor much shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/** Opens a browser profile, which is closed when the test ends. Its pages are tabs that share storage. */
export async function openProfile(test, { width = 1280, height = 800, ...options } = {}) {
  browser ??= launch();
  const profile = await (await browser).newContext({ viewport: { width, height }, ...options });
  profile.setDefaultTimeout(DEADLINE_MS);
  await profile.addInitScript(openShadowRoots);
  test.after(async () => {
    try {
      if (!test.passed) {
        await takeScreenshots(test, profile);
      }
    } finally {
      await profile.close();
    }
  });
  return profile;
}

/** Lets locators find what Courier's elements keep in closed shadow roots, such as unread counts. */
function openShadowRoots() {
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachOpenShadow(options) {
    return attachShadow.call(this, { ...options, mode: 'open' });
  };
}

/**
 * Opens a tab. The errors that its page reports are collected in `page.errors`, the frames that its
 * sockets receive in `page.socketFrames`.
 */
export async function openTab(profile, url) {
  const page = await profile.newPage();
  page.errors = [];
  page.socketFrames = [];
  page.on('pageerror', (error) => page.errors.push(String(error)));
  page.on('console', (entry) => entry.type() === 'error' && page.errors.push(entry.text()));
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => page.socketFrames.push(payload));
  });
  await page.goto(url);
  return page;
}

/** Opens a page in a profile of its own. */
export async function openPage(test, url, options) {
  return openTab(await openProfile(test, options), url);
}

async function takeScreenshots(test, profile) {
  await mkdir(SCREENSHOTS, { recursive: true });
  for (const [index, page] of profile.pages().entries()) {
    const path = join(SCREENSHOTS, `${test.name.replace(/\W+/g, '-')}-${index}.png`);
    await page.screenshot({ path });
    test.diagnostic(`screenshot: ${path}; errors of the page: ${JSON.stringify(page.errors)}`);
  }
}
