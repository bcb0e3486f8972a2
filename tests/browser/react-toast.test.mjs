// The toasts of courier-react.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { REACT_VERSIONS, openViews } from './modern.mjs';
import { seed, send, startSandbox, until, waitForSubscriptions } from './support.mjs';

/** A message with a title, a text and a button. */
const INVITATION = {
  content: {
    version: '2022-01-01',
    elements: [
      { type: 'meta', title: 'Invitation' },
      { type: 'text', content: 'Ana invites you' },
      { type: 'action', content: 'Accept', href: 'https://app.test/accept' },
    ],
  },
};

/** Opens an app with toasts, and waits until its socket listens. */
async function openToasts(test, userId, props, options) {
  const sandbox = await startSandbox(test);
  await seed({ [userId]: { messages: [{ title: 'Old' }] } }, sandbox);
  const page = await openViews(test, userId, { CourierToast: props }, { sandbox, ...options });
  await waitForSubscriptions(sandbox, 1);
  return { sandbox, page, toasts: page.locator('courier-toast-item') };
}

/** Keeps the titles of toasts that go away, which a slow test might not see in time. */
function recordRemovedToasts() {
  globalThis.removed = [];
  const observer = new MutationObserver((changes) => {
    for (const toast of changes.flatMap(({ removedNodes }) => [...removedNodes])) {
      globalThis.removed.push(toast.querySelector('.title').textContent);
    }
  });
  observer.observe(document.querySelector('courier-toast'), { childList: true });
}

for (const react of REACT_VERSIONS) {
  test(`React ${react}: a message that arrives is a toast, and clicks call the handlers`, async (t) => {
    const userId = `react-toast-${react}`;
    const { sandbox, page, toasts } = await openToasts(t, userId, {}, { react });
    assert.equal(await toasts.count(), 0, 'messages of the past are no toasts');
    await send(userId, INVITATION, sandbox);
    await toasts.getByText('Ana invites you').click();
    await toasts.getByText('Accept').click();
    const calls = await page.evaluate(() => globalThis.calls);
    assert.deepEqual(calls, [
      { handler: 'onToastItemClick', title: 'Invitation', action: undefined },
      { handler: 'onToastItemActionClick', title: 'Invitation', action: 'Accept' },
    ]);
    assert.deepEqual(page.errors, []);
  });

  test(`React ${react}: a toast goes away by itself after its time`, async (t) => {
    const userId = `react-dismiss-${react}`;
    const props = { autoDismiss: true, autoDismissTimeoutMs: 500 };
    const { sandbox, page } = await openToasts(t, userId, props, { react });
    await page.evaluate(recordRemovedToasts);
    await send(userId, INVITATION, sandbox);
    await until('the removal', () => page.evaluate(() => globalThis.removed.includes('Invitation')));
    assert.deepEqual(page.errors, []);
  });
}

test('toasts are stacked, and the newest is dismissed first', async (t) => {
  const userId = 'react-stack';
  const { sandbox, page, toasts } = await openToasts(t, userId, { dismissButton: 'visible' });
  for (const [index, title] of ['One', 'Two', 'Three'].entries()) {
    await send(userId, title, sandbox);
    await toasts.nth(index).getByText(title).waitFor();
  }
  const newest = toasts.last();
  await newest.hover();
  await newest.locator('.dismiss').click();
  await toasts.nth(2).waitFor({ state: 'detached' });
  assert.deepEqual(await toasts.locator('.title').allTextContents(), ['One', 'Two']);
  assert.deepEqual(page.errors, []);
});

test('a toast that an app adds is shown and removed', async (t) => {
  const { page, toasts } = await openToasts(t, 'react-own-toast', {});
  const message = { messageId: 'own', title: 'Saved', body: 'Your changes are stored' };
  await page.evaluate((added) => globalThis.courier.toast.addMessage(added), message);
  await toasts.getByText('Your changes are stored').waitFor();
  await page.evaluate((removed) => globalThis.courier.toast.removeMessage(removed), message);
  await toasts.waitFor({ state: 'detached' });
  assert.deepEqual(page.errors, []);
});
