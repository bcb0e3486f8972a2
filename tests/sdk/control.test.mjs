// The controls of the sandbox. The clock, faults and the reset affect all tests, so no other file
// may run at the same time: `node --test --test-concurrency=1`.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import Courier from '@trycourier/courier';

import { control, inboxOf, issue, READ, seedInbox, titles, unique } from './support.mjs';

afterEach(() => control('reset'));

test('a token expires when the clock is advanced', async () => {
  const userId = unique('user');
  const inbox = await inboxOf(userId, { token: await issue(userId, { expiresIn: '1h' }) });
  assert.deepEqual(await titles(inbox), []);
  await control('clock', { advance: '2h' });
  await assert.rejects(inbox.getMessages(), { code: 401 });
});

test('a reset deletes messages and restores the clock', async () => {
  const { userId } = await seedInbox({ one: {} });
  const inbox = await inboxOf(userId);
  assert.deepEqual(await titles(inbox), ['one']);
  await control('clock', { advance: '2h' });
  await control('reset');
  assert.deepEqual(await titles(inbox), []);
});

test('the server SDK retries after the rate limit', async () => {
  await control('faults', { faults: ['issue-token:429,retry-after=1,times=1'] });
  const statuses = [];
  const client = new Courier({
    fetch: async (...request) => {
      const response = await fetch(...request);
      statuses.push(response.status);
      return response;
    },
  });
  const body = { scope: `user_id:${unique('user')} ${READ}`, expires_in: '1h' };
  const { token } = await client.auth.issueToken(body);
  assert.ok(token);
  assert.deepEqual(statuses, [429, 200]);
});
