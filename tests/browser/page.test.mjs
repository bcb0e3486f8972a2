// The sandbox's web page.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { openPage } from './browser.mjs';
import { BASE_URL, control, seed, send, startSandbox, toolWith, until } from './support.mjs';

/** Opens the page. `hash` selects the user and the tab. */
async function openSandboxPage(test, hash, { sandbox, ...options } = {}) {
  const page = await openPage(test, `${sandbox?.url ?? BASE_URL}/#${hash}`, options);
  await page.locator('#connection[data-state="live"]').waitFor();
  return page;
}

/** Waits until an element is visible that has the text. */
function waitForText(page, selector, text) {
  return page.locator(selector).filter({ hasText: text }).first().waitFor();
}

test('a message sent on the page arrives, and the page follows changes made in a terminal', async (t) => {
  const user = 'page-alice';
  const sandbox = await startSandbox(t);
  const tool = (...args) => toolWith(sandbox, ...args);
  const page = await openSandboxPage(t, `user=${user}`, { sandbox });
  const subscriptions = async () => (await control('health', undefined, sandbox)).subscriptions;
  await until('the socket', async () => (await subscriptions()) > 0);

  await page.locator('#send-title').fill('Hello from the page');
  await page.locator('#send-body').fill('Second line');
  await page.locator('#send-body').press('Enter');
  await page.locator('#message-list li[data-read="false"]').waitFor();
  await waitForText(page, '#message-list h3', 'Hello from the page');
  await waitForText(page, `#user-list li[data-user="${user}"]`, '1 unread');

  const id = await tool('messages', '--user', user, '--format', 'ids');
  await tool('mark-read', '--user', user, id);
  await page.locator(`li[data-message-id="${id}"][data-read="true"]`).waitFor();
  await waitForText(page, `li[data-message-id="${id}"] .states`, 'Read');

  await page.locator(`li[data-message-id="${id}"] button[data-action="unread"]`).click();
  await page.locator(`li[data-message-id="${id}"][data-read="false"]`).waitFor();
  assert.equal(await tool('messages', '--user', user, '--unread', '--format', 'ids'), id);

  await page.locator(`li[data-message-id="${id}"] button[data-action="archive"]`).click();
  await page.locator(`li[data-message-id="${id}"]`).waitFor({ state: 'hidden' });
  assert.equal(await tool('messages', '--user', user, '--archived', '--format', 'ids'), id);
  assert.deepEqual(page.errors, []);
});

test('a message with HTML is shown as text', async (t) => {
  const user = 'page-mallory';
  await seed({ [user]: { messages: [{ title: '<img src=x onerror=document.title="run">' }] } });
  const page = await openSandboxPage(t, `user=${user}`);
  await waitForText(page, '#message-list h3', '<img src=x onerror');
  await send(user, '<script>document.title="run"</script>');
  await waitForText(page, '#message-list h3', '<script>');
  assert.match(await page.title(), /Courier sandbox/);
  assert.deepEqual(page.errors, []);
});

test('a token is issued and inspected, and inspected again when the clock has moved', async (t) => {
  const sandbox = await startSandbox(t);
  const page = await openSandboxPage(t, 'user=page-bob&tab=token', { sandbox });
  await page.locator('#issue-user').fill('page-bob');
  await page.locator('#issue-user').press('Enter');
  await page.locator('#verdict[data-verdict="ok"]').waitFor();
  await waitForText(page, '#claims tr[data-claim="scope"]', 'user_id:page-bob');
  assert.match(await page.locator('#token').inputValue(), /^eyJ/);

  await control('clock', { advance: '2h' }, sandbox);
  await page.locator('#findings li[data-code="CA201"][data-severity="error"]').waitFor();
  await page.locator('#verdict[data-verdict="bad"]').waitFor();
  assert.deepEqual(page.errors, []);
});

test('requests, faults, the clock and the workspace are shown and changed', async (t) => {
  const sandbox = await startSandbox(t);
  const isHmacRequired = async () => (await control('workspace', undefined, sandbox)).hmac_required;
  const page = await openSandboxPage(t, 'user=page-carol&tab=journal', { sandbox });
  const refused = await fetch(`${sandbox.url}/q`, {
    method: 'POST',
    headers: { authorization: 'Bearer pk_test_FAKE' },
  });
  assert.equal(refused.status, 401);
  await waitForText(page, '#journal-list tr[data-failed="true"]', 'CA102');

  // The tabs work with the keyboard.
  await page.locator('#tab-journal').press('ArrowRight');
  await page.locator('#panel-controls').waitFor();
  await page.locator('#fault-route').selectOption('send');
  await page.locator('#fault-times').press('Enter');
  await waitForText(page, '#fault-list', 'send:500,times=1');
  const { faults } = await control('faults', undefined, sandbox);
  assert.equal(faults.length, 1);

  await page.locator('button[data-advance="1h"]').click();
  await until('the clock', async () => {
    const { now } = await control('clock', undefined, sandbox);
    return Date.parse(now) - Date.now() > 3_500_000;
  });
  await page.locator('#hmac-required').click();
  await until('the setting', isHmacRequired);

  await page.locator('#reset-all').click();
  assert.equal(await isHmacRequired(), true, 'the first click only asks');
  await page.locator('#reset-all').click();
  await until('the reset', async () => !(await isHmacRequired()));
  assert.deepEqual(page.errors, []);
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 360]) {
    test(`the page fits ${width} columns of pixels, ${colorScheme}`, async (t) => {
      const user = `page-${colorScheme}-${width}`;
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
      const page = await openSandboxPage(t, `user=${user}`, { width, height: 900, colorScheme });
      await waitForText(page, '#message-list h3', 'Your order has shipped');
      const [overflow, background] = await page.evaluate(() => [
        document.documentElement.scrollWidth - document.documentElement.clientWidth,
        getComputedStyle(document.body).backgroundColor,
      ]);
      assert.equal(overflow, 0, 'nothing overflows the window');
      const brightness = background.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0);
      assert.equal(brightness > 3 * 128, colorScheme === 'light', background);
      // Developers can set SCREENSHOTS to a folder.
      if (process.env.SCREENSHOTS) {
        await page.screenshot({ path: join(process.env.SCREENSHOTS, `${user}.png`) });
      }
      assert.deepEqual(page.errors, []);
    });
  }
}
