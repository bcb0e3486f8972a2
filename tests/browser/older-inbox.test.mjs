// The Inbox and the toasts of the older stack (react-inbox and react-toast), in each mode.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openPage } from './browser.mjs';
import {
  MODES,
  clickButton,
  message,
  openOlderApp,
  serveOlderApp,
  startMode,
  titlesOf,
  waitForTitles,
  waitForUnreadCount,
} from './older.mjs';
import { seed, send, until, waitForState, waitForSubscriptions } from './support.mjs';

const ICON = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
const LINK = { content: 'Open', href: 'https://example.test/order' };

for (const [name, mode] of Object.entries(MODES)) {
  test(`with ${name}, messages are listed, arrive with a toast, and are marked`, async (t) => {
    const userId = 'older-inbox';
    const { sandbox, provider } = await startMode(t, mode, userId);
    const messages = [{ title: 'First', actions: [LINK] }, { title: 'Second' }, { title: 'Last' }];
    await seed({ [userId]: { messages } }, sandbox);
    const page = await openOlderApp(t, { sandbox, provider, views: ['Inbox', 'Toast'] });
    await waitForTitles(page, ['First', 'Second', 'Last']);
    await waitForUnreadCount(page, 3);

    await waitForSubscriptions(sandbox, 1);
    await send(userId, { content: { title: 'Live', body: 'It arrives' }, data: { icon: ICON } }, sandbox);
    await waitForTitles(page, ['Live', 'First', 'Second', 'Last']);
    await waitForUnreadCount(page, 4);
    const toast = page.getByTestId('message').filter({ hasText: 'Live' });
    await toast.getByText('It arrives').waitFor();
    assert.equal(await page.getByTestId('message-icon').getAttribute('src'), ICON);
    assert.equal(await message(page, 'Live').locator('img').getAttribute('src'), ICON);
    await page.getByTestId('dismiss').click();
    await toast.waitFor({ state: 'detached' });

    await message(page, 'First').getByLabel('message title First').click();
    await waitForState(userId, 'read', ['First'], sandbox);
    await waitForUnreadCount(page, 3);
    assert.deepEqual(await page.evaluate(() => globalThis.routes), [LINK.href]);

    await clickButton(page, 'First', 'Mark Unread');
    await waitForState(userId, 'read', [], sandbox);
    await clickButton(page, 'Second', 'Archive Message');
    await waitForTitles(page, ['Live', 'First', 'Last']);
    await waitForState(userId, 'archived', ['Second'], sandbox);

    await page.getByTitle('Mark All as Read').click();
    await waitForState(userId, 'read', ['Live', 'First', 'Last'], sandbox);
    assert.deepEqual(page.errors, []);
  });
}

for (const [name, change] of [
  ['no signature', { userSignature: undefined }],
  ['the signature of another user', { userId: 'somebody' }],
]) {
  test(`if signatures are required, ${name} lists nothing`, async (t) => {
    const userId = 'older-refused';
    const mode = MODES['the client key and a signature'];
    const { sandbox, provider } = await startMode(t, mode, userId);
    for (const id of [userId, 'somebody']) {
      await seed({ [id]: { messages: [{ title: 'Secret' }] } }, sandbox);
    }
    const page = await openPage(t, await serveOlderApp(t, { sandbox, provider: { ...provider, ...change } }));
    await until('the refusal', () => page.errors.some((text) => text.includes('401')));
    assert.deepEqual(await titlesOf(page), []);
  });
}
