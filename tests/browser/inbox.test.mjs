// Courier's own Inbox component, in a page of an app, at the sandbox.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { test } from 'node:test';

import { By } from 'selenium-webdriver';

import { BASE_URL, SOCKET_URL, browse, control, seed, send, tool, until } from './support.mjs';

const TYPES = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.html': 'text/html' };

const PACKAGES = ['courier-js', 'courier-ui-core', 'courier-ui-inbox'];

/** The app: one page, and the packages that it imports. */
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

/** In one go: the component replaces its items while it is looked at. */
function titles(driver) {
  return driver.executeScript((item) => {
    const items = [...document.querySelectorAll(item)];
    return items.map((one) => one.querySelector('.title')?.textContent);
  }, ITEM);
}

/** The same for what is done to one of them. */
async function act(driver, at, deed) {
  await until(driver, 'the deed', async () => {
    try {
      const items = await driver.findElements(By.css(ITEM));
      await deed(items[at]);
      return true;
    } catch (error) {
      if (error.name === 'StaleElementReferenceError') {
        return false;
      }
      throw error;
    }
  });
}

/** What the sandbox knows of a message. */
async function stateOf(userId, title) {
  const { messages } = await control(`users/${userId}`);
  return messages.find((message) => message.title === title);
}

test('messages appear in the Inbox component and arrive in it, and a click marks one read', async (t) => {
  const userId = 'browser-inbox';
  await seed({ [userId]: { messages: [{ title: 'First' }, { title: 'Second' }] } });
  const jwt = await tool('issue', '--user', userId, '--for', 'inbox');
  const app = await serveApp(t, appOf(userId, jwt));
  const driver = await browse(t);
  await driver.get(app);

  const shows = (expected) => async () => (await titles(driver)).join() === expected.join();
  await until(driver, 'the list', shows(['First', 'Second']));

  await until(driver, 'the socket', async () => (await control('health')).subscriptions > 0);
  await send(userId, 'Third');
  await until(driver, 'the arrival', shows(['Third', 'First', 'Second']));
  assert.equal(await tool('messages', '--user', userId, '--unread', '--count'), '3');

  await act(driver, 1, (item) => item.click());
  const unread = async () => {
    const listed = await tool('messages', '--user', userId, '--unread', '--json');
    return JSON.parse(listed).messages.map(({ title }) => title);
  };
  await until(driver, 'the click', async () => (await unread()).join() === 'Third,Second');
  await until(driver, 'that it is told', async () => {
    const { opened, clicked } = await stateOf(userId, 'First');
    return opened && clicked;
  });

  // The component's own button, which it shows beneath the pointer.
  await act(driver, 2, async (item) => {
    await driver.actions().move({ origin: item }).perform();
    await item.findElement(By.css('ul.menu courier-icon-button')).click();
  });
  await until(driver, 'the button', async () => (await unread()).join() === 'Third');

  // What is done elsewhere is seen here.
  await tool('mark-read', '--user', userId, '--all', '--yes');
  const isRead = () => driver.executeScript((item) => {
    const items = [...document.querySelectorAll(item)];
    return items.every((one) => !one.classList.contains('unread'));
  }, ITEM);
  await until(driver, 'what was done elsewhere', isRead);
});
