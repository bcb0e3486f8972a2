// Messages that the server SDK sends, as courier-js sees them in the Inbox.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inboxOf, list, seed, send, server, titled, titles, unique } from './support.mjs';

async function onlyMessageOf(userId) {
  const messages = await list(await inboxOf(userId));
  assert.equal(messages.length, 1);
  return messages[0];
}

test('a message to one user has the ID of its request and the content that was sent', async () => {
  const userId = unique('user');
  const requestId = await send(
    { user_id: userId },
    {
      content: { title: 'Shipped', body: 'It is on its way' },
      data: { order: { id: 7 } },
      metadata: { tags: ['orders', 'news'] },
    },
  );
  const message = await onlyMessageOf(userId);
  assert.equal(message.messageId, requestId);
  assert.equal(message.title, 'Shipped');
  assert.equal(message.preview, 'It is on its way');
  assert.deepEqual(message.data.order, { id: 7 });
  assert.deepEqual(message.tags, ['orders', 'news']);
  assert.ok(message.trackingIds.clickTrackingId);
  assert.equal(message.read, null);
});

test('elemental content provides title, preview and actions', async () => {
  const userId = unique('user');
  const elements = [
    { type: 'meta', title: 'Shipped' },
    { type: 'text', content: 'It is on its way' },
    { type: 'action', content: 'Track it', href: 'https://example.com/orders/7' },
  ];
  await send({ user_id: userId }, { content: { version: '2022-01-01', elements } });
  const message = await onlyMessageOf(userId);
  assert.equal(message.title, 'Shipped');
  assert.equal(message.preview, 'It is on its way');
  const [{ content, href }] = message.actions;
  assert.deepEqual(
    { content, href },
    { content: 'Track it', href: 'https://example.com/orders/7' },
  );
});

test('each of several recipients gets a message of their own', async () => {
  const users = [unique('alice'), unique('bob')];
  const to = users.map((userId) => ({ user_id: userId }));
  await send(to, titled('Hello'));
  const messages = await Promise.all(users.map(onlyMessageOf));
  assert.deepEqual(
    messages.map((message) => message.title),
    ['Hello', 'Hello'],
  );
  assert.notEqual(messages[0].messageId, messages[1].messageId);
});

test('a user who is named twice gets one message, by the first entry', async () => {
  const userId = unique('user');
  const to = ['zebra', 'acme'].map((tenantId) => ({ user_id: userId, tenant_id: tenantId }));
  await send(to, titled('Hello'));
  const { messageId } = await onlyMessageOf(userId);
  const { accountId } = await server.messages.retrieve(messageId);
  assert.equal(accountId, 'zebra');
});

test('a message to a tenant reaches its members only', async () => {
  const [tenantId, member, guest, stranger] = ['acme', 'alice', 'bob', 'carol'].map(unique);
  await seed({
    [member]: { tenants: [tenantId] },
    [guest]: { tenants: [tenantId] },
    [stranger]: {},
  });
  const requestId = await send({ tenant_id: tenantId }, titled('Welcome'));
  for (const userId of [member, guest]) {
    const [message] = await list(await inboxOf(userId, { tenantId }));
    assert.equal(message.messageId, `${requestId}:${userId}`);
    const { accountId } = await server.messages.retrieve(message.messageId);
    assert.equal(accountId, tenantId);
  }
  assert.deepEqual(await titles(await inboxOf(stranger)), []);
});

test('an idempotency key sends once', async () => {
  const userId = unique('user');
  const body = { message: { to: { user_id: userId }, ...titled('Once') } };
  const options = { headers: { 'Idempotency-Key': unique('key') } };
  const first = await server.send.message(body, options);
  const again = await server.send.message(body, options);
  assert.deepEqual(again, first);
  assert.deepEqual(await titles(await inboxOf(userId)), ['Once']);
});
