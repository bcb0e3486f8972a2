// The sandbox's web page.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { By, Key } from 'selenium-webdriver';

import {
  BASE_URL,
  consoleErrors,
  control,
  seed,
  send,
  startBrowser,
  tool,
  until,
} from './support.mjs';

/** Opens the page until the test ends. `hash` selects the user and the tab. */
async function openPage(context, hash, size) {
  const driver = await startBrowser(context, size);
  await driver.get(`${BASE_URL}/#${hash}`);
  await until(driver, 'the page', () => isVisible(driver, '#connection[data-state="live"]'));
  return driver;
}

function find(driver, selector) {
  return driver.findElement(By.css(selector));
}

/** Checked in one script, because the page may replace an element meanwhile. */
function isVisible(driver, selector) {
  return driver.executeScript((wanted) => {
    return document.querySelector(wanted)?.checkVisibility() ?? false;
  }, selector);
}

function textOf(driver, selector) {
  return driver.executeScript((wanted) => document.querySelector(wanted)?.innerText, selector);
}

async function click(driver, selector) {
  await waitForElement(driver, selector);
  await driver.executeScript((wanted) => document.querySelector(wanted).click(), selector);
}

async function waitForElement(driver, selector) {
  await until(driver, selector, () => isVisible(driver, selector));
}

async function waitForText(driver, selector, text) {
  await until(driver, `${selector} shows ${text}`, async () => {
    return (await textOf(driver, selector))?.includes(text);
  });
}

test('a message sent on the page arrives, and the page follows changes made in a terminal', async (t) => {
  const user = 'page-alice';
  const driver = await openPage(t, `user=${user}`);
  await until(driver, 'the socket', async () => (await control('health')).subscriptions > 0);

  await find(driver, '#send-title').sendKeys('Hello from the page');
  await find(driver, '#send-body').sendKeys('Second line', Key.ENTER);
  await waitForElement(driver, '#message-list li[data-read="false"]');
  await waitForText(driver, '#message-list h3', 'Hello from the page');
  await waitForText(driver, `#user-list li[data-user="${user}"]`, '1 unread');

  const id = await tool('messages', '--user', user, '--format', 'ids');
  await tool('mark-read', '--user', user, id);
  await waitForElement(driver, `li[data-message-id="${id}"][data-read="true"]`);
  await waitForText(driver, `li[data-message-id="${id}"] .states`, 'Read');

  await click(driver, `li[data-message-id="${id}"] button[data-action="unread"]`);
  await waitForElement(driver, `li[data-message-id="${id}"][data-read="false"]`);
  assert.equal(await tool('messages', '--user', user, '--unread', '--format', 'ids'), id);

  await click(driver, `li[data-message-id="${id}"] button[data-action="archive"]`);
  await until(driver, 'the archive', async () => !(await isVisible(driver, `li[data-message-id="${id}"]`)));
  assert.equal(await tool('messages', '--user', user, '--archived', '--format', 'ids'), id);
  assert.deepEqual(await consoleErrors(driver), []);
});

test('a message with HTML is shown as text', async (t) => {
  const user = 'page-mallory';
  await seed({ [user]: { messages: [{ title: '<img src=x onerror=document.title="run">' }] } });
  const driver = await openPage(t, `user=${user}`);
  await waitForText(driver, '#message-list h3', '<img src=x onerror');
  await send(user, '<script>document.title="run"</script>');
  await waitForText(driver, '#message-list h3', '<script>');
  assert.equal(await driver.getTitle(), await titleOf(driver));
  assert.deepEqual(await consoleErrors(driver), []);
});

/** Returns the title of the page, which must be the original one. */
async function titleOf(driver) {
  const title = await driver.getTitle();
  assert.ok(title.includes('Courier sandbox'), title);
  return title;
}

test('a token is issued and inspected, and inspected again when the clock has moved', async (t) => {
  t.after(() => control('reset', {}));
  const driver = await openPage(t, 'user=page-bob&tab=token');
  const user = find(driver, '#issue-user');
  await user.clear();
  await user.sendKeys('page-bob', Key.ENTER);
  await waitForElement(driver, '#verdict[data-verdict="ok"]');
  await waitForText(driver, '#claims tr[data-claim="scope"]', 'user_id:page-bob');
  const token = await find(driver, '#token').getAttribute('value');
  assert.match(token, /^eyJ/);

  await control('clock', { advance: '2h' });
  await waitForElement(driver, '#findings li[data-code="CA201"][data-severity="error"]');
  await waitForElement(driver, '#verdict[data-verdict="bad"]');
  assert.deepEqual(await consoleErrors(driver), []);
});

test('requests, faults, the clock and the workspace are shown and changed', async (t) => {
  t.after(() => control('reset', {}));
  const driver = await openPage(t, 'user=page-carol&tab=journal');
  const refused = await fetch(`${BASE_URL}/q`, {
    method: 'POST',
    headers: { authorization: 'Bearer pk_test_FAKE' },
  });
  assert.equal(refused.status, 401);
  await waitForText(driver, '#journal-list tr[data-failed="true"]', 'CA102');

  // The tabs work with the keyboard.
  await find(driver, '#tab-journal').sendKeys(Key.ARROW_RIGHT);
  await waitForElement(driver, '#panel-controls');
  await find(driver, '#fault-route').sendKeys('send');
  await find(driver, '#fault-times').sendKeys(Key.ENTER);
  await waitForText(driver, '#fault-list', 'send:500,times=1');
  const { faults } = await control('faults');
  assert.equal(faults.length, 1);

  await click(driver, 'button[data-advance="1h"]');
  await until(driver, 'the clock', async () => {
    const { now } = await control('clock');
    return Date.parse(now) - Date.now() > 3_500_000;
  });
  await click(driver, '#hmac-required');
  await until(driver, 'the setting', async () => (await control('workspace')).hmac_required);

  await click(driver, '#reset-all');
  assert.equal((await control('workspace')).hmac_required, true, 'the first click only asks');
  await click(driver, '#reset-all');
  await until(driver, 'the reset', async () => !(await control('workspace')).hmac_required);
  assert.deepEqual(await consoleErrors(driver), []);
});

for (const scheme of ['light', 'dark']) {
  for (const width of [1280, 360]) {
    test(`the page fits ${width} columns of pixels, ${scheme}`, async (t) => {
      const user = `page-${scheme}-${width}`;
      const long = 'A title that goes on and on, and does not end where one would think '.repeat(3);
      await seed({
        [user]: {
          messages: [
            { title: 'Your order has shipped', preview: 'It arrives on Tuesday', tags: ['orders'] },
            { title: long, preview: 'x'.repeat(400), accountId: 'acme' },
            { title: 'Read', read: '2026-01-01T00:00:00Z' },
          ],
        },
      });
      const driver = await openPage(t, `user=${user}`, { width, height: 900 });
      await driver.sendDevToolsCommand('Emulation.setDeviceMetricsOverride', {
        width,
        height: 900,
        deviceScaleFactor: 1,
        mobile: false,
      });
      await driver.sendDevToolsCommand('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: scheme }],
      });
      await waitForText(driver, '#message-list h3', 'Your order has shipped');
      const [scrolls, background] = await driver.executeScript(() => [
        document.documentElement.scrollWidth - document.documentElement.clientWidth,
        getComputedStyle(document.body).backgroundColor,
      ]);
      assert.equal(scrolls, 0, 'nothing overflows the window');
      const brightness = background.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0);
      assert.equal(brightness > 3 * 128, scheme === 'light', background);
      // Developers can set SCREENSHOTS to a folder.
      if (process.env.SCREENSHOTS) {
        const picture = await driver.takeScreenshot();
        await writeFile(`${process.env.SCREENSHOTS}/page-${scheme}-${width}.png`, picture, 'base64');
      }
      assert.deepEqual(await consoleErrors(driver), []);
    });
  }
}
