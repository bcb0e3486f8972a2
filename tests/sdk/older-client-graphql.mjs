// The calls of older majors of client-graphql, each judged by what it shows or changes.

import assert from 'node:assert/strict';

import { plain, titlesOf } from './client-graphql.mjs';
import {
  marked,
  seed,
  seedSection,
  server,
  stateOf,
  unique,
  userOf,
} from './support.mjs';

const THEN = '2026-01-01T00:00:00.000Z';
const PINNED = { slotId: 'top' };

/** Messages that differ in every property that a filter can select, newest first. */
const MIXED = {
  news: { tags: ['news'] },
  read: { read: THEN },
  acme: { accountId: 'acme' },
  gone: { archived: THEN },
};

const TABS = [
  { id: 'all', filters: {} },
  { id: 'tagged', filters: { tags: ['news'] } },
];

/** Asserts the titles of both tabs in a list of at most two messages each. */
function assertTabs(lists, title) {
  const shown = Object.entries(lists).map(([id, { messages }]) => [id, messages.map(title)]);
  assert.deepEqual(Object.fromEntries(shown), { all: ['news', 'read'], tagged: ['news'] });
  assert.ok(lists.all.startCursor);
}

/** Returns a row of a call that marks the first of two messages, and only that. */
function marking(field, method, expected, { isUndo } = {}) {
  return async (open) => {
    const { userId, inbox, messageId } = await open({ one: isUndo && { [field]: THEN }, two: {} });
    assert.deepEqual(await inbox[method](messageId('one')), expected);
    assert.deepEqual(await marked(userId, field), isUndo ? [] : ['one']);
  };
}

/** Seeds a brand with everything that the clients show of it in an app. */
async function brand() {
  const inapp = { borderRadius: '4px', icons: { bell: 'https://example.com/bell.png' } };
  const settings = { colors: { primary: '#f00' }, inapp };
  const { id } = await server.brands.create({ id: unique('brand'), name: 'Acme', settings });
  return id;
}

/** Asserts that a page has the section that was seeded, with its topics. */
function assertPage(page, { sectionId, topic }) {
  const section = page.sections.nodes.find((section) => section.sectionId === sectionId);
  assert.deepEqual(
    section.topics.nodes.map(({ templateId }) => templateId),
    ['news', 'offers', 'alerts'].map(topic),
  );
}

const legacyTitle = ({ content }) => content.title;

/** A test of each exported call, with the version as its second argument. */
export const CALLS = {
  createCourierClient: async (open) => {
    const { userId, raw, messageId } = await open({ one: {}, two: {} });
    const query = 'mutation ($id: String!) { read(messageId: $id) }';
    await raw.mutation(query, { id: messageId('one') }).toPromise();
    assert.deepEqual(await marked(userId, 'read'), ['one']);
  },

  // --- Inbox ---

  'Inbox.getMessages': async (open, { hasClicks, hasTenants }) => {
    const { inbox } = await open({ ...MIXED, pin: { pinned: PINNED } });
    const first = await inbox.getMessages({ limit: 2 });
    assert.deepEqual(titlesOf(first.messages), ['news', 'read']);
    const { messages } = await inbox.getMessages({ limit: 2 }, first.startCursor);
    assert.deepEqual(titlesOf(messages), hasClicks ? ['acme'] : ['acme', 'pin']);
    assert.deepEqual(first.pinned && titlesOf(first.pinned), hasClicks ? ['pin'] : undefined);
    const filters = [
      [{ tags: ['news'] }, ['news']],
      [{ status: 'read' }, ['read']],
      ...(hasClicks ? [[{ archived: true }, ['gone']]] : []),
      ...(hasTenants ? [[{ tenantId: 'acme' }, ['acme']]] : []),
    ];
    for (const [filter, expected] of filters) {
      const { messages } = await inbox.getMessages(filter);
      assert.deepEqual(titlesOf(messages), expected, JSON.stringify(filter));
    }
  },
  'Inbox.getMessageLists': async (open) => {
    const { inbox } = await open(MIXED);
    assertTabs(await inbox.getMessageLists(TABS, 2), ({ title }) => title);
  },
  'Inbox.getMessage': async (open) => {
    const { inbox, messageId } = await open({ one: { preview: 'It is on its way' }, two: {} });
    const { message } = plain(await inbox.getMessage(messageId('one')));
    assert.equal(message.messageId, messageId('one'));
    const [{ content }] = message.content.elemental;
    assert.equal(content, 'It is on its way');
  },
  'Inbox.getInboxCount': async (open, { hasTenants }) => {
    const { inbox } = await open(MIXED);
    assert.deepEqual(await inbox.getInboxCount({ status: 'unread' }), { count: 2 });
    if (hasTenants) {
      assert.deepEqual(await inbox.getInboxCount({ tenantId: 'acme' }), { count: 1 });
    }
  },
  'Inbox.markAllRead': async (open) => {
    const { userId, inbox } = await open({ one: {}, two: {}, gone: { archived: THEN } });
    assert.deepEqual(await inbox.markAllRead(), { markAllRead: true });
    assert.deepEqual(await marked(userId, 'read'), ['one', 'two']);
  },
  'Inbox.markRead': marking('read', 'markRead', { read: true }),
  'Inbox.markUnread': marking('read', 'markUnread', { unread: true }, { isUndo: true }),
  'Inbox.markOpened': marking('opened', 'markOpened', { opened: true }),
  'Inbox.markArchive': marking('archived', 'markArchive', { archive: true }),
  'Inbox.trackClick': async (open, { hasTags }) => {
    const { inbox, messageId } = await open({ one: {} });
    const { messages } = await inbox.getMessages();
    const trackingId = messages[0].trackingIds.clickTrackingId;
    await inbox.trackClick(messageId('one'), hasTags ? { trackingId } : trackingId);
    const { status } = await server.messages.retrieve(messageId('one'));
    assert.equal(status, 'CLICKED');
  },
  'Inbox.unpinMessage': async (open) => {
    const { inbox, messageId } = await open({ one: { pinned: PINNED }, two: { pinned: PINNED } });
    assert.deepEqual(await inbox.unpinMessage(messageId('one')), { unpin: true });
    const { messages, pinned } = await inbox.getMessages();
    assert.deepEqual([titlesOf(messages), titlesOf(pinned)], [['one'], ['two']]);
  },
  'Inbox.addTag': async (open) => {
    const { userId, inbox, messageId } = await open({ one: { tags: ['old'] } });
    assert.deepEqual(await inbox.addTag(messageId('one'), { tag: 'new' }), { addTag: true });
    assert.deepEqual((await stateOf(userId)).one.tags, ['old', 'new']);
  },
  'Inbox.removeTag': async (open) => {
    const { userId, inbox, messageId } = await open({ one: { tags: ['old', 'new'] } });
    const removed = await inbox.removeTag(messageId('one'), { tag: 'old' });
    assert.deepEqual(removed, { removeTag: true });
    assert.deepEqual((await stateOf(userId)).one.tags, ['new']);
  },

  // --- The messages that were there before the Inbox ---

  'Messages.getMessages': async (open, { hasTenants }) => {
    const { messages } = await open(MIXED);
    const first = await messages.getMessages({ limit: 2 });
    assert.deepEqual(first.messages.map(legacyTitle), ['news', 'read']);
    const last = await messages.getMessages({ limit: 2 }, first.startCursor);
    assert.deepEqual(last.messages.map(legacyTitle), ['acme']);
    const unread = await messages.getMessages({ isRead: false });
    assert.deepEqual(unread.messages.map(legacyTitle), ['news', 'acme']);
    if (hasTenants) {
      const { messages: ofTenant } = await messages.getMessages({ tenantId: 'acme' });
      assert.deepEqual(ofTenant.map(legacyTitle), ['acme']);
    }
  },
  'Messages.getMessageLists': async (open) => {
    const { messages } = await open(MIXED);
    assertTabs(await messages.getMessageLists(TABS, 2), legacyTitle);
  },
  'Messages.getMessageCount': async (open) => {
    const { messages } = await open(MIXED);
    assert.equal(await messages.getMessageCount({ isRead: false }), 2);
  },

  // --- Preferences and brands ---

  'Preferences.getRecipientPreferences': async (open, { hasClicks, hasTenants }) => {
    const { topic } = await seedSection();
    const { userId, preferences } = await open();
    const choice = { templateId: topic('offers'), status: 'OPTED_IN', accountId: 'acme' };
    await seed({ [userId]: { preferences: [choice] } });
    const statusOf = async (tenantId) => {
      const held = await preferences.getRecipientPreferences(tenantId);
      const offers = held.find(({ templateId }) => templateId === topic('offers'));
      assert.equal('digestSchedule' in offers, Boolean(hasClicks));
      return offers.status;
    };
    assert.equal(await statusOf(), 'OPTED_OUT');
    assert.equal(await statusOf('acme'), hasTenants ? 'OPTED_IN' : 'OPTED_OUT');
  },
  'Preferences.updateRecipientPreferences': async (open, { hasClicks, hasTenants }) => {
    const { topic } = await seedSection();
    const { userId, preferences } = await open();
    const choice = {
      templateId: topic('news'),
      status: 'OPTED_OUT',
      hasCustomRouting: true,
      routingPreferences: ['email'],
    };
    const digest = { digestSchedule: 'weekly' };
    await preferences.updateRecipientPreferences({ ...choice, ...digest, tenantId: 'acme' });
    const held = { ...choice, ...(hasClicks && digest), ...(hasTenants && { accountId: 'acme' }) };
    assert.deepEqual((await userOf(userId)).preferences, [held]);
  },
  'Preferences.getPreferencePage': async (open) => {
    const section = await seedSection();
    const { preferences } = await open();
    assertPage(await preferences.getPreferencePage(), section);
  },
  'Preferences.getDraftPreferencePage': async (open) => {
    const section = await seedSection();
    const { preferences } = await open();
    assertPage(await preferences.getDraftPreferencePage(), section);
  },
  'Brands.getBrand': async (open) => {
    const id = await brand();
    const { brands } = await open();
    const { colors, inapp } = await brands.getBrand(id);
    assert.equal(colors.primary, '#f00');
    assert.equal(inapp.borderRadius, '4px');
    assert.equal(inapp.icons.bell, 'https://example.com/bell.png');
  },

  // --- Banners and events ---

  'Banner.getBanners': async (open) => {
    const { userId, banners } = await open();
    const texts = ['one', 'two', 'three'].map((title) => ({ title, tags: ['orders'] }));
    await seed({ [userId]: { banners: [...texts, { title: 'other' }] } });
    const params = { tags: ['orders'], limit: 2 };
    const first = await banners.getBanners(params);
    assert.deepEqual(first.banners.map(legacyTitle), ['one', 'two']);
    const last = await banners.getBanners(params, first.startCursor);
    assert.deepEqual(last.banners.map(legacyTitle), ['three']);
  },
  'Events.trackEvent': async (open) => {
    const { userId, inbox, events } = await open({ one: {}, two: {} });
    const { messages } = await inbox.getMessages();
    await events.trackEvent(messages[0].trackingIds.readTrackingId);
    assert.deepEqual(await marked(userId, 'read'), ['one']);
  },
  'Events.trackEventBatch': async (open) => {
    const { userId, events, messageId } = await open({ one: {}, two: {} });
    const ids = await events.trackEventBatch('read');
    assert.deepEqual(ids.sort(), ['one', 'two'].map(messageId).sort());
    assert.deepEqual(await marked(userId, 'read'), ['one', 'two']);
  },
};
