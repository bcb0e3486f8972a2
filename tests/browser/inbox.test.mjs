// Courier's Inbox web component in a page of an app, against the sandbox.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { test } from 'node:test';

import { By } from 'selenium-webdriver';

import {
  BASE_URL,
  SOCKET_URL,
  control,
  seed,
  send,
  startBrowser,
  tool,
  until,
} from './support.mjs';

const TYPES = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.html': 'text/html' };

const PACKAGES = ['courier-js', 'courier-ui-core', 'courier-ui-inbox'];

/** Serves the app: one page and the packages that it imports. Returns its URL. */
async function serveApp(context, page) {
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url, 'http://app.test').pathname;
    try {
      const body = path === '/' ? page : await readFile(join('node_modules/@trycourier', path));
      response.setHeader('content-type', path === '/' ? TYPES['.html'] : TYPES[extname(path)]);
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

function appOf(userId, jwt) {
  const imports = Object.fromEntries(
    PACKAGES.map((name) => [`@trycourier/${name}`, `/${name}/dist/index.mjs`]),
  );
  const settings = {
    userId,
    jwt,
    apiUrls: {
      courier: { rest: BASE_URL, graphql: `${BASE_URL}/client/q` },
      inbox: { graphql: `${BASE_URL}/q`, webSocket: SOCKET_URL },
    },
  };
  return `<!doctype html>
<title>An app</title>
<script type="importmap">${JSON.stringify({ imports })}</script>
<courier-inbox></courier-inbox>
<script type="module">
  import { Courier, markAsRead } from '@trycourier/courier-ui-inbox';
  const inbox = document.querySelector('courier-inbox');
  inbox.onMessageClick(({ message }) => markAsRead(message));
  await Courier.shared.signIn(${JSON.stringify(settings)});
</script>`;
}

const ITEM = 'courier-inbox-list-item';

/** Returns the titles, read in one script because the component may replace its items meanwhile. */
function titles(driver) {
  return driver.executeScript((item) => {
    const items = [...document.querySelectorAll(item)];
    return items.map((element) => element.querySelector('.title')?.textContent);
  }, ITEM);
}

/** Runs an action on one item; repeats it if the component has replaced the item meanwhile. */
async function withItem(driver, index, action) {
  await until(driver, 'the action', async () => {
    try {
      const items = await driver.findElements(By.css(ITEM));
      await action(items[index]);
      return true;
    } catch (error) {
      if (error.name === 'StaleElementReferenceError') {
        return false;
      }
      throw error;
    }
  });
}

/** Returns the state of a message in the sandbox. */
async function stateOf(userId, title) {
  const { messages } = await control(`users/${userId}`);
  return messages.find((message) => message.title === title);
}

test('messages appear in the Inbox component and arrive in it, and a click marks one read', async (t) => {
  const userId = 'browser-inbox';
  await seed({ [userId]: { messages: [{ title: 'First' }, { title: 'Second' }] } });
  const jwt = await tool('issue', '--user', userId, '--for', 'inbox');
  const app = await serveApp(t, appOf(userId, jwt));
  const driver = await startBrowser(t);
  await driver.get(app);

  const shows = (expected) => async () => (await titles(driver)).join() === expected.join();
  await until(driver, 'the list', shows(['First', 'Second']));

  await until(driver, 'the socket', async () => (await control('health')).subscriptions > 0);
  await send(userId, 'Third');
  await until(driver, 'the third message', shows(['Third', 'First', 'Second']));
  assert.equal(await tool('messages', '--user', userId, '--unread', '--format', 'count'), '3');

  await withItem(driver, 1, (item) => item.click());
  const unread = async () => {
    const listed = await tool('messages', '--user', userId, '--unread', '--json');
    return JSON.parse(listed).messages.map(({ title }) => title);
  };
  await until(driver, 'the click', async () => (await unread()).join() === 'Third,Second');
  await until(driver, 'the tracking events', async () => {
    const { opened, clicked } = await stateOf(userId, 'First');
    return opened && clicked;
  });

  // The component shows its button only under the pointer.
  await withItem(driver, 2, async (item) => {
    await driver.actions().move({ origin: item }).perform();
    await item.findElement(By.css('ul.menu courier-icon-button')).click();
  });
  await until(driver, 'the button', async () => (await unread()).join() === 'Third');

  // The component follows changes that are made elsewhere.
  await tool('mark-read', '--user', userId, '--all', '--yes');
  const isRead = () => driver.executeScript((item) => {
    const items = [...document.querySelectorAll(item)];
    return items.every((element) => !element.classList.contains('unread'));
  }, ITEM);
  await until(driver, 'all messages read', isRead);
});
