// Lists and counts of courier-js.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inboxOf, list, seedInbox, titles, unique } from './support.mjs';

const THEN = '2026-01-01T00:00:00.000Z';

/** Seeds messages that differ in every property that a filter can select. */
async function mixedInbox() {
  const seeded = await seedInbox({
    news: { tags: ['news'], created: '2026-01-04T00:00:00.000Z' },
    read: { tags: ['news', 'x-y_z'], created: '2026-01-03T00:00:00.000Z', read: THEN },
    acme: { accountId: 'acme', created: '2026-01-02T00:00:00.000Z' },
    archived: { created: '2026-01-01T00:00:00.000Z', archived: THEN },
  });
  return { ...seeded, inbox: await inboxOf(seeded.userId) };
}

test('a message has every field that an Inbox shows', async () => {
  const fields = {
    preview: 'It is on its way',
    created: '2026-01-01T00:00:00.000Z',
    opened: '2026-01-02T00:00:00.000Z',
    read: '2026-01-03T00:00:00.500Z',
    tags: ['orders'],
    data: { order: { id: 7 } },
    trackingIds: { clickTrackingId: unique('click') },
    actions: [{ content: 'Track it', href: 'https://example.com', data: { id: 7 } }],
  };
  const { userId, id } = await seedInbox({ Shipped: fields });
  const [message] = await list(await inboxOf(userId));
  assert.deepEqual(message, {
    messageId: id('Shipped'),
    title: 'Shipped',
    archived: null,
    ...fields,
  });
});

test('messages are listed newest first, without archived ones', async () => {
  const { inbox } = await mixedInbox();
  assert.deepEqual(await titles(inbox), ['news', 'read', 'acme']);
});

test('filters narrow the list', async () => {
  const { inbox } = await mixedInbox();
  const rows = [
    [{ tags: ['news'] }, ['news', 'read']],
    [{ tags: ['x-y_z', 'other'] }, ['read']],
    [{ tags: ['other'] }, []],
    [{ status: 'read' }, ['read']],
    [{ status: 'unread' }, ['news', 'acme']],
    [{ from: '2026-01-03T00:00:00.000Z' }, ['news', 'read']],
    [{ from: '2026-01-03T00:00:00.001Z' }, ['news']],
    [{ archived: true }, ['archived']],
    [{ tags: ['news'], status: 'unread' }, ['news']],
  ];
  for (const [filter, expected] of rows) {
    assert.deepEqual(await titles(inbox, filter), expected, JSON.stringify(filter));
  }
});

test('a client with a tenant sees only the messages of that tenant', async () => {
  const { userId } = await mixedInbox();
  const ofTenant = async (tenantId) => titles(await inboxOf(userId, { tenantId }));
  assert.deepEqual(await ofTenant('acme'), ['acme']);
  assert.deepEqual(await ofTenant('globex'), []);
});

test('the older method lists the archived messages too', async () => {
  const { inbox } = await mixedInbox();
  const { data } = await inbox.getArchivedMessages();
  assert.deepEqual(
    data.messages.nodes.map((message) => message.title),
    ['archived'],
  );
});

test('messages are counted as they are listed', async () => {
  const { inbox } = await mixedInbox();
  const { data } = await inbox.getMessages();
  assert.equal(data.count, 3);
  assert.equal(data.messages.totalCount, 3);
  assert.equal(data.unreadCount, 2);
});

test('unread messages are counted, of a tenant too', async () => {
  const { userId, inbox } = await mixedInbox();
  assert.equal(await inbox.getUnreadMessageCount(), 2);
  const ofTenant = await inboxOf(userId, { tenantId: 'acme' });
  assert.equal(await ofTenant.getUnreadMessageCount(), 1);
});

test('several counts are in one response', async () => {
  const { inbox } = await mixedInbox();
  const counts = await inbox.getUnreadCounts({
    everything: {},
    'news-and_more': { tags: ['news', 'other'] },
    archive: { archived: true },
  });
  assert.deepEqual(counts, { everything: 2, 'news-and_more': 1, archive: 1 });
});

test('cursors page through all messages', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `m${index}`);
  const { userId } = await seedInbox(Object.fromEntries(names.map((name) => [name, {}])));
  const inbox = await inboxOf(userId);
  const pages = [];
  let pageInfo = {};
  do {
    const { data } = await inbox.getMessages({ startCursor: pageInfo.startCursor });
    assert.equal(data.messages.totalCount, names.length);
    pages.push(data.messages.nodes.map((message) => message.title));
    pageInfo = data.messages.pageInfo;
  } while (pageInfo.hasNextPage);
  assert.deepEqual(
    pages.map((page) => page.length),
    [24, 24, 12],
  );
  assert.deepEqual(pages.flat(), names);
  assert.equal(pageInfo.startCursor, null);
});
