// The sandbox's web page: seeds and faults.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { openSandboxPage } from './page.mjs';
import { control, messagesOf, seed, startSandbox } from './support.mjs';

/** Waits until a result is shown. */
function waitForResult(page, id, text) {
  return page.locator(`#${id}`).filter({ hasText: text }).waitFor();
}

test('the state is downloaded as a seed, and loaded into another sandbox', async (t) => {
  const [one, other] = await Promise.all([startSandbox(t), startSandbox(t)]);
  await seed({ alice: { messages: [{ title: 'Hello' }], lists: ['news'] } }, one);
  const page = await openSandboxPage(t, 'tab=controls', { sandbox: one });
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#seed-download').click()]);
  assert.equal(download.suggestedFilename(), 'users.json');
  const file = await readFile(await download.path());
  const expected = await control('state', undefined, one);
  assert.deepEqual(JSON.parse(file), expected);

  const second = await openSandboxPage(t, 'user=alice&tab=controls', { sandbox: other });
  const field = second.locator('#seed-file');
  const upload = (name, buffer) => field.setInputFiles({ name, mimeType: 'application/json', buffer });
  await upload('users.json', file);
  await waitForResult(second, 'seed-result', 'Loaded users.json: 1 user, 1 message.');
  assert.deepEqual(Object.keys(await messagesOf('alice', other)), ['Hello']);
  await second.locator('#tab-messages').click();
  await second.locator('#message-list h3').filter({ hasText: 'Hello' }).waitFor();

  await second.locator('#tab-controls').click();
  await upload('broken.json', Buffer.from('{"users": '));
  await waitForResult(second, 'seed-result', 'Invalid JSON in broken.json');
  assert.deepEqual([...page.errors, ...second.errors], []);
  await upload('wrong.json', Buffer.from('{"users": {"bob": {"mesages": []}}}'));
  await waitForResult(second, 'seed-result', 'unknown field `mesages`'.replaceAll('`', ''));
});

test('faults are removed one at a time and all at once', async (t) => {
  const sandbox = await startSandbox(t);
  await control('faults', { faults: ['q:503,times=3', 'send:500', 'issue-token:429,times=1'] }, sandbox);
  await fetch(`${sandbox.url}/q`, { method: 'POST' });
  const page = await openSandboxPage(t, 'tab=controls', { sandbox });
  await page.getByRole('button', { name: 'Remove: send:500' }).click();
  await waitForResult(page, 'fault-result', 'Removed send:500.');
  const { faults } = await control('faults', undefined, sandbox);
  // The count goes on.
  assert.deepEqual(faults, [
    { fault: 'q:503,times=2', left: 2 },
    { fault: 'issue-token:429,times=1', left: 1 },
  ]);
  await page.locator('#faults-clear').click();
  await waitForResult(page, 'fault-result', 'Removed 2 faults.');
  await page.locator('#faults-empty').waitFor();
  await page.locator('#faults-clear').click();
  await waitForResult(page, 'fault-result', 'There were no faults.');
  assert.deepEqual(page.errors, []);
});
