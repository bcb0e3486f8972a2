// Events over the socket of courier-js.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, eventsBefore, seed, seedInbox, send, titled, unique } from './support.mjs';

const THEN = '2026-01-01T00:00:00.000Z';

function sendTo(userId) {
  return send({ user_id: userId }, titled('Last'));
}

function namesOf(events) {
  return events.map(({ event, messageId }) => (messageId ? `${event} ${messageId}` : event));
}

test('a message arrives on every connection of its user', async (t) => {
  const userId = unique('user');
  const connections = await Promise.all([connect(t, userId), connect(t, userId)]);
  const content = { title: 'Shipped', body: 'It is on its way' };
  const requestId = await send({ user_id: userId }, { content, data: { order: 7 } });
  const last = await sendTo(userId);
  for (const connection of connections) {
    const [{ event, messageId, data }, ...others] = await eventsBefore(last, connection);
    assert.deepEqual(others, []);
    assert.equal(event, 'message');
    assert.equal(messageId, requestId);
    assert.equal(data.messageId, requestId);
    assert.equal(data.title, 'Shipped');
    assert.equal(data.preview, 'It is on its way');
    assert.equal(data.data.order, 7);
    assert.ok(data.data.trackingIds.clickTrackingId);
  }
});

const MARKS = {
  read: {
    event: 'read',
    mark: (inbox, messageId) => inbox.read({ messageId }),
  },
  unread: {
    before: { read: THEN },
    event: 'unread',
    mark: (inbox, messageId) => inbox.unread({ messageId }),
  },
  open: {
    event: 'opened',
    mark: (inbox, messageId) => inbox.open({ messageId }),
  },
  click: {
    before: { trackingIds: { clickTrackingId: 'click' } },
    event: 'clicked',
    mark: (inbox, messageId) => inbox.click({ messageId, trackingId: 'click' }),
  },
  archive: {
    event: 'archive',
    mark: (inbox, messageId) => inbox.archive({ messageId }),
  },
  unarchive: {
    before: { archived: THEN },
    event: 'unarchive',
    mark: (inbox, messageId) => inbox.unarchive({ messageId }),
  },
  readAll: {
    event: 'mark-all-read',
    isOfAll: true,
    mark: (inbox) => inbox.readAll(),
  },
  archiveAll: {
    event: 'archive-all',
    isOfAll: true,
    mark: (inbox) => inbox.archiveAll(),
  },
  archiveRead: {
    before: { read: THEN },
    event: 'archive-read',
    isOfAll: true,
    mark: (inbox) => inbox.archiveRead(),
  },
};

for (const [name, { before = {}, event, isOfAll, mark }] of Object.entries(MARKS)) {
  test(`${name} sends \`${event}\` to the other connections`, async (t) => {
    const { userId, id } = await seedInbox({ one: before });
    const [marking, other] = await Promise.all([connect(t, userId), connect(t, userId)]);
    await mark(marking.inbox, id('one'));
    const last = await sendTo(userId);
    const expected = isOfAll ? event : `${event} ${id('one')}`;
    assert.deepEqual(namesOf(await eventsBefore(last, other)), [expected]);
    assert.deepEqual(await eventsBefore(last, marking), []);
  });
}

test('each message of a batch has its own event', async (t) => {
  const { userId, id } = await seedInbox({ one: {}, two: {} });
  const [marking, other] = await Promise.all([connect(t, userId), connect(t, userId)]);
  const ids = ['one', 'two'].map(id);
  await marking.inbox.batchOpen(ids);
  const last = await sendTo(userId);
  const expected = ids.map((messageId) => `opened ${messageId}`);
  assert.deepEqual(namesOf(await eventsBefore(last, other)), expected);
  assert.deepEqual(await eventsBefore(last, marking), []);
});

test('a connection of a tenant receives only the messages of that tenant', async (t) => {
  const [userId, acme, globex] = ['user', 'acme', 'globex'].map(unique);
  await seed({ [userId]: { tenants: [acme, globex] } });
  const connection = await connect(t, userId, { tenantId: acme });
  await send({ tenant_id: globex }, titled('Of another tenant'));
  const last = await send({ tenant_id: acme }, titled('Last'));
  assert.deepEqual(await eventsBefore(`${last}:${userId}`, connection), []);
});

test('a connection receives no events of another user', async (t) => {
  const { userId: alice, id } = await seedInbox({ one: {} });
  const bob = unique('bob');
  const [marking, other] = await Promise.all([connect(t, alice), connect(t, bob)]);
  await marking.inbox.read({ messageId: id('one') });
  await sendTo(alice);
  const last = await sendTo(bob);
  assert.deepEqual(await eventsBefore(last, other), []);
});
