// The hooks of courier-react, and components whose parts the app draws.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { REACT_VERSIONS, openApp } from './modern.mjs';
import { control, messagesOf, seed, send, startSandbox, until, waitForSubscriptions } from './support.mjs';

const FEEDS = [
  { feedId: 'inbox', title: 'Inbox', tabs: [{ datasetId: 'inbox', title: 'Inbox', filter: {} }] },
  {
    feedId: 'archive',
    title: 'Archive',
    tabs: [{ datasetId: 'archive', title: 'Archive', filter: { archived: true } }],
  },
];

/** The effect of each button of a message: a field of the message, and if it is set. */
const BUTTONS = [
  ['Read', 'read', true],
  ['Unread', 'read', false],
  ['Click', 'clicked', true],
  ['Open', 'opened', true],
  ['Archive', 'archived', true],
  ['Unarchive', 'archived', false],
];

function itemOf(page, title) {
  return page.getByRole('listitem').filter({ hasText: title });
}

for (const react of REACT_VERSIONS) {
  test(`React ${react}: an Inbox of the app's own, made with the hooks`, async (t) => {
    const userId = `hooks-${react}`;
    const sandbox = await startSandbox(t);
    const messages = ['First', 'Second', 'Third', 'Fourth', 'Fifth'].map((title) => ({ title }));
    await seed({ [userId]: { messages } }, sandbox);
    const settings = { feeds: FEEDS };
    const page = await openApp(t, 'courier-react-hooks.jsx', userId, settings, { react, sandbox });
    await page.getByRole('heading', { name: userId }).waitFor();
    await page.locator('#total', { hasText: '5' }).waitFor();
    assert.equal(await page.getByRole('listitem').count(), 3, 'a page has 3 messages');
    await page.getByRole('button', { name: 'More' }).click();
    await itemOf(page, 'Fifth').waitFor();

    for (const [button, field, isSet] of BUTTONS) {
      await itemOf(page, 'First').getByRole('button', { name: button, exact: true }).click();
      await until(button, async () => Boolean((await messagesOf(userId, sandbox)).First[field]) === isSet);
    }
    await page.locator('#inbox').getByText('First', { exact: true }).waitFor();

    await waitForSubscriptions(sandbox, 1);
    await send(userId, 'Live', sandbox);
    await itemOf(page, 'Live').waitFor();
    await page.locator('#total', { hasText: '6' }).waitFor();

    await page.getByRole('button', { name: 'Read all' }).click();
    await page.locator('#total', { hasText: '0' }).waitFor();
    await until('all read', async () => {
      return Object.values(await messagesOf(userId, sandbox)).every((message) => message.read);
    });

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    await waitForSubscriptions(sandbox, 0);
    assert.deepEqual(page.errors, []);
  });

  test(`React ${react}: a refused change is an error of the hook`, async (t) => {
    const userId = `hooks-error-${react}`;
    const sandbox = await startSandbox(t);
    await seed({ [userId]: { messages: [{ title: 'First' }] } }, sandbox);
    const settings = { feeds: FEEDS };
    const page = await openApp(t, 'courier-react-hooks.jsx', userId, settings, { react, sandbox });
    await itemOf(page, 'First').waitFor();
    await control('faults', { faults: ['q:503,times=1'] }, sandbox);
    await itemOf(page, 'First').getByRole('button', { name: 'Read', exact: true }).click();
    await page.locator('#error:not(:empty)').waitFor();
    await page.locator('li[data-read="false"]').waitFor();
    assert.equal((await messagesOf(userId, sandbox)).First.read, null);
    assert.match(page.errors.join(), /503/);
  });

  test(`React ${react}: an app draws the header, the items, the button and the toasts`, async (t) => {
    const userId = `custom-${react}`;
    const sandbox = await startSandbox(t);
    const options = { react, sandbox };
    const page = await openApp(t, 'courier-react-custom.jsx', userId, {}, options);
    await page.getByText('Nothing to read').first().waitFor();
    await waitForSubscriptions(sandbox, 1);
    await send(userId, 'Hello', sandbox);
    await page.locator('.own-toast', { hasText: 'Hello' }).waitFor();
    await page.getByRole('heading', { name: 'Inbox: 1 to read' }).waitFor();
    await page.locator('#own-button', { hasText: '1' }).waitFor();

    await page.locator('.own-item.new', { hasText: 'Hello' }).click();
    await page.locator('.own-item:not(.new)', { hasText: 'Hello' }).waitFor();
    await page.getByRole('heading', { name: 'Inbox: 0 to read' }).waitFor();
    await until('read', async () => (await messagesOf(userId, sandbox)).Hello.read);
    assert.deepEqual(page.errors, []);
  });
}
