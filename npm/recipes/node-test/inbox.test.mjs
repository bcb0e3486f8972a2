import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import courierJs from '@trycourier/courier-js';
import { startSandbox } from 'courier-auth';

import { markOrderAsRead } from './inbox.mjs';

// courier-js was written for browsers.
globalThis.window = globalThis;

let sandbox;

before(async () => {
  sandbox = await startSandbox({ seed: new URL('seed.json', import.meta.url) });
});
beforeEach(() => sandbox.reset());
after(() => sandbox?.stop());

async function clientOf(userId) {
  const jwt = await sandbox.issueToken(userId, { for: 'inbox', expiresIn: '1h' });
  return new courierJs.CourierClient({ userId, jwt, apiUrls: sandbox.apiUrls });
}

test('messages about the order are marked as read, and no others', async () => {
  const marked = await markOrderAsRead(await clientOf('alice'), 'A-17');

  const messages = await sandbox.messages('alice');
  const unread = messages.filter((message) => message.read === null);
  assert.equal(marked, 2);
  assert.deepEqual(
    unread.map((message) => message.title),
    ['Welcome'],
  );
});

test('an expired token is rejected', async () => {
  const client = await clientOf('alice');
  await sandbox.advance('2h');

  await assert.rejects(markOrderAsRead(client, 'A-17'), { code: 401 });
});
