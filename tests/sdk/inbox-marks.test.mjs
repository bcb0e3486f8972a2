// Mutations of courier-js.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inboxOf, list, marked, seedInbox, server, titles } from './support.mjs';

const THEN = '2026-01-01T00:00:00.000Z';

async function openInbox(messages) {
  const { userId, id } = await seedInbox(messages);
  return { userId, inbox: await inboxOf(userId), messageId: id };
}

test('a message is marked read and unread', async () => {
  const { userId, inbox, messageId } = await openInbox({ one: {}, other: {} });
  await inbox.read({ messageId: messageId('one') });
  assert.deepEqual(await marked(userId, 'read'), ['one']);
  assert.equal(await inbox.getUnreadMessageCount(), 1);
  await inbox.unread({ messageId: messageId('one') });
  assert.deepEqual(await marked(userId, 'read'), []);
});

test('opening a message does not read it', async () => {
  const { userId, inbox, messageId } = await openInbox({ one: {}, other: {} });
  await inbox.open({ messageId: messageId('one') });
  assert.deepEqual(await marked(userId, 'opened'), ['one']);
  assert.deepEqual(await marked(userId, 'read'), []);
});

test('several messages are opened at once', async () => {
  const { userId, inbox, messageId } = await openInbox({ one: {}, two: {}, other: {} });
  await inbox.batchOpen(['one', 'two'].map(messageId));
  assert.deepEqual(await marked(userId, 'opened'), ['one', 'two']);
});

test('a click is visible in the Messages API', async () => {
  const { inbox, messageId } = await openInbox({ one: {} });
  const [{ trackingIds }] = await list(inbox);
  await inbox.click({ messageId: messageId('one'), trackingId: trackingIds.clickTrackingId });
  const { status, clicked } = await server.messages.retrieve(messageId('one'));
  assert.equal(status, 'CLICKED');
  assert.ok(Number.isInteger(clicked));
});

test('a message is archived and unarchived', async () => {
  const { inbox, messageId } = await openInbox({ one: {}, other: {} });
  await inbox.archive({ messageId: messageId('one') });
  assert.deepEqual(await titles(inbox), ['other']);
  assert.deepEqual(await titles(inbox, { archived: true }), ['one']);
  await inbox.unarchive({ messageId: messageId('one') });
  assert.deepEqual(await titles(inbox), ['one', 'other']);
  assert.deepEqual(await titles(inbox, { archived: true }), []);
});

test('marking all read does not change archived messages', async () => {
  const { userId, inbox } = await openInbox({ one: {}, two: {}, gone: { archived: THEN } });
  await inbox.readAll();
  assert.deepEqual(await marked(userId, 'read'), ['one', 'two']);
});

test('archiving read messages leaves unread ones', async () => {
  const { inbox } = await openInbox({ old: { read: THEN }, new: {} });
  await inbox.archiveRead();
  assert.deepEqual(await titles(inbox), ['new']);
  assert.deepEqual(await titles(inbox, { archived: true }), ['old']);
});

test('archiving all leaves an empty list', async () => {
  const { inbox } = await openInbox({ old: { read: THEN }, new: {} });
  await inbox.archiveAll();
  assert.deepEqual(await titles(inbox), []);
  assert.deepEqual(await titles(inbox, { archived: true }), ['old', 'new']);
});

test('a bulk mutation affects every tenant, whatever the tenant of the client', async () => {
  const { userId } = await openInbox({ acme: { accountId: 'acme' }, none: {} });
  const inbox = await inboxOf(userId, { tenantId: 'acme' });
  await inbox.readAll();
  assert.deepEqual(await marked(userId, 'read'), ['acme', 'none']);
});
