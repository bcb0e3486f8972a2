// The Messages API with the server SDK.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConflictError, NotFoundError } from '@trycourier/courier';

import { inboxOf, seedInbox, send, server, titled, titles, unique } from './support.mjs';

const THEN = '2026-01-01T00:00:00.000Z';

async function idsOf(query) {
  const { results } = await server.messages.list(query);
  return results.map((message) => message.id);
}

async function sendToSomebody() {
  const userId = unique('user');
  return { userId, messageId: await send({ user_id: userId }, titled('Hello')) };
}

test('the list of a recipient is filtered by tag and by status', async () => {
  const { userId: recipient, id } = await seedInbox({
    plain: {},
    tagged: { tags: ['a', 'x'] },
    opened: { tags: ['b'], opened: THEN },
  });
  const rows = [
    [{}, ['plain', 'tagged', 'opened']],
    [{ tag: ['a'] }, ['tagged']],
    [{ tags: 'a,b' }, ['tagged', 'opened']],
    [{ status: ['OPENED'] }, ['opened']],
    [{ status: ['OPENED', 'CLICKED'] }, ['opened']],
    [{ status: ['OPENED', 'DELIVERED'], tags: 'a,b' }, ['tagged', 'opened']],
    [{ messageId: id('plain') }, ['plain']],
  ];
  for (const [query, expected] of rows) {
    const found = await idsOf({ recipient, ...query });
    assert.deepEqual(found.sort(), expected.map(id).sort(), JSON.stringify(query));
  }
});

test('the list of a recipient has no messages of another', async () => {
  const { messageId } = await sendToSomebody();
  const { userId: recipient } = await sendToSomebody();
  assert.ok(!(await idsOf({ recipient })).includes(messageId));
});

test('cursors page through all messages', async () => {
  const names = Array.from({ length: 250 }, (_, index) => `m${index}`);
  const { userId: recipient, id } = await seedInbox(Object.fromEntries(names.map((n) => [n, {}])));
  const found = [];
  let paging = {};
  do {
    const page = await server.messages.list({ recipient, cursor: paging.cursor });
    assert.ok(page.results.length < names.length, 'a page is not the whole list');
    found.push(...page.results.map((message) => message.id));
    paging = page.paging;
  } while (paging.more);
  assert.deepEqual(found.sort(), names.map(id).sort());
});

test('a message has its status and its times in milliseconds', async () => {
  const { userId, messageId } = await sendToSomebody();
  const message = await server.messages.retrieve(messageId);
  assert.equal(message.id, messageId);
  assert.equal(message.recipient, userId);
  assert.equal(message.status, 'DELIVERED');
  assert.ok(Number.isInteger(message.enqueued));
  assert.ok(message.delivered >= message.enqueued);
});

test('an unknown message is not found', async () => {
  await assert.rejects(server.messages.retrieve(unique('nothing')), NotFoundError);
});

test('the history of a message is filtered by type', async () => {
  const { messageId } = await sendToSomebody();
  const typesOf = async (query) => {
    const { results } = await server.messages.history(messageId, query);
    return results.map((entry) => entry.type);
  };
  const all = await typesOf();
  assert.equal(all[0], 'ENQUEUED');
  assert.ok(all.includes('DELIVERED'));
  assert.deepEqual(await typesOf({ type: 'DELIVERED' }), ['DELIVERED']);
});

test('the content of a message is the output of its channel', async () => {
  const { messageId } = await sendToSomebody();
  const { results } = await server.messages.content(messageId);
  const [{ channel, content }] = results;
  assert.equal(channel, 'inbox');
  assert.equal(content.title, 'Hello');
  assert.equal(content.body, 'About Hello');
});

test('a delivered message cannot be canceled', async () => {
  const { messageId } = await sendToSomebody();
  // The SDK takes a 409 for a lock and would retry it.
  const cancelling = server.messages.cancel(messageId, { maxRetries: 0 });
  await assert.rejects(cancelling, (error) => {
    assert.ok(error instanceof ConflictError);
    assert.equal(error.error.id, messageId);
    assert.equal(error.error.status, 'DELIVERED');
    return true;
  });
});

test('a resent message is a new one', async () => {
  const { userId, messageId } = await sendToSomebody();
  // This version of the SDK has no method to resend.
  const again = await server.post(`/messages/${messageId}/resend`);
  assert.notEqual(again.messageId, messageId);
  assert.deepEqual(await titles(await inboxOf(userId)), ['Hello', 'Hello']);
});

test('archiving a request hides its message from the list but not from the Inbox', async () => {
  const { userId: recipient, messageId } = await sendToSomebody();
  await server.requests.archive(messageId);
  assert.deepEqual(await idsOf({ recipient }), []);
  assert.deepEqual(await idsOf({ recipient, archived: true }), [messageId]);
  assert.deepEqual(await titles(await inboxOf(recipient)), ['Hello']);
});

test('archiving a request hides the messages of all its recipients', async () => {
  const users = [unique('alice'), unique('bob')];
  const to = users.map((userId) => ({ user_id: userId }));
  await server.requests.archive(await send(to, titled('Hello')));
  for (const recipient of users) {
    assert.deepEqual(await idsOf({ recipient }), []);
  }
});
