// The sandbox's web page: live updates, tokens and controls.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openSandboxPage, waitForText } from './page.mjs';
import { control, seed, send, startSandbox, toolWith, until } from './support.mjs';

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
  await page.locator('#panel-sockets').waitFor();
  await page.locator('#tab-sockets').press('End');
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
