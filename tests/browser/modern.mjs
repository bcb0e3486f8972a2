// Apps with Courier's present components, and what their Inbox shows.

import { errors } from 'playwright-core';

import { REACT, apiUrlsOf, serveApp } from './app.mjs';
import { openPage } from './browser.mjs';
import { SHARED_SANDBOX, toolWith, until } from './support.mjs';

export const REACT_VERSIONS = Object.keys(REACT);

/** Issues a token for a user and returns the arguments of `signIn`. */
export async function signInOf(userId, { sandbox = SHARED_SANDBOX, tenantId } = {}) {
  const jwt = await toolWith(sandbox, 'issue', '--user', userId);
  return { userId, tenantId, jwt, apiUrls: apiUrlsOf(sandbox) };
}

/** Opens an app of the folder `apps` in which a user is signed in. */
export async function openApp(test, name, userId, settings = {}, { react = 19, ...options } = {}) {
  const signIn = await signInOf(userId, options);
  const url = await serveApp(test, name, { signIn, ...settings }, { alias: REACT[react] });
  return openPage(test, url);
}

/** Opens an app with components of courier-react, given by name with their properties. */
export function openViews(test, userId, views, options) {
  return openApp(test, 'courier-react.jsx', userId, { views }, options);
}

/** Waits until the sockets of a page, old and new, have been told of this many subscriptions. */
export function waitForAcknowledgments(page, count) {
  return until(`${count} acknowledgments`, () => {
    const frames = page.socketFrames.map((frame) => JSON.parse(frame));
    return frames.filter(({ response }) => response === 'ack').length === count;
  });
}

// --- The Inbox ---

/** Returns an item of the list. The component replaces its items at each change. */
export function item(page, title) {
  return page.locator('courier-inbox-list-item').filter({ hasText: title }).first();
}

/** Returns the titles of the list, from top to bottom. */
export function titlesOf(page) {
  return page.locator('courier-inbox-list-item .title').allTextContents();
}

/** Waits until the list has exactly these titles, from top to bottom. */
export async function waitForTitles(page, titles) {
  let shown;
  await until(`the titles ${titles}`, async () => {
    shown = await titlesOf(page);
    return shown.join() === titles.join();
  }).catch((error) => {
    error.message += `; shown: ${shown}`;
    throw error;
  });
}

/** Waits until the count beside the name of the feed is this text; `''` if it is hidden. */
export function waitForUnreadCount(page, text) {
  return waitForCount(page, 'courier-inbox-header-title', text);
}

/** Waits until the count of a tab is this text; `''` if it is hidden. */
export function waitForTabCount(page, datasetId, text) {
  return waitForCount(page, `.tab-item[data-tab-id="${datasetId}"]`, text);
}

function waitForCount(page, container, text) {
  const badge = page.locator(`${container} courier-unread-count-badge .badge-container`);
  return until(`${container} shows the count '${text}'`, async () => {
    return (await badge.textContent()) === text;
  });
}

const ITEM_BUTTONS = { read: 0, archive: 1 };

/** Clicks one of the buttons that an item shows under the pointer. */
export async function clickItemButton(page, title, button) {
  const target = item(page, title);
  const icon = target.locator('ul.menu courier-icon-button').nth(ITEM_BUTTONS[button]);
  await until(`the button '${button}' of ${title}`, async () => {
    try {
      await target.hover();
      await icon.click({ timeout: 3000 });
      return true;
    } catch (error) {
      // The component has replaced the item under the pointer.
      if (error instanceof errors.TimeoutError) {
        return false;
      }
      throw error;
    }
  });
}

/** Chooses an entry of the menu at the right of the header. */
export async function chooseAction(page, text) {
  await page.locator('courier-inbox-header .header-content > courier-icon-button').click();
  await menuEntry(page, text).click();
}

/** Switches to a feed with the menu at the left of the header. */
export async function chooseFeed(page, title) {
  await page.locator('courier-inbox-header-title').click();
  await menuEntry(page, title).click();
}

function menuEntry(page, text) {
  return page.locator('courier-inbox-option-menu.visible courier-inbox-option-menu-item').filter({ hasText: text });
}
