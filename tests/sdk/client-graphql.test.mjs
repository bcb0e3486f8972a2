// The client of courier-react up to version 7, which works the same with all kinds of credentials.

import assert from 'node:assert/strict';

import { plain, testWithEach, titlesOf } from './client-graphql.mjs';
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

testWithEach('a message has every field that an Inbox shows', async (open) => {
  const fields = {
    preview: 'It is on its way',
    created: '2026-01-01T00:00:00.000Z',
    opened: '2026-01-02T00:00:00.000Z',
    read: '2026-01-03T00:00:00.500Z',
    archived: null,
    pinned: { slotId: 'top' },
    tags: ['orders'],
    data: { icon: 'https://example.com/icon.png', order: { id: 7 } },
    trackingIds: {
      openTrackingId: unique('open'),
      archiveTrackingId: unique('archive'),
      clickTrackingId: unique('click'),
      deliverTrackingId: unique('deliver'),
      readTrackingId: unique('read'),
      unreadTrackingId: unique('unread'),
    },
    actions: [
      {
        background_color: '#000000',
        content: 'Track it',
        data: { id: 7 },
        href: 'https://example.com',
        style: 'button',
      },
    ],
  };
  const { inbox, messageId } = await open({ Shipped: fields });
  const { pinned } = plain(await inbox.getMessages());
  assert.deepEqual(pinned, [
    {
      messageId: messageId('Shipped'),
      title: 'Shipped',
      icon: 'https://example.com/icon.png',
      ...fields,
    },
  ]);
});

testWithEach('cursors page through all messages, and pinned messages are separate', async (open) => {
  const pinned = { slotId: 'top' };
  const { inbox } = await open({
    one: {},
    pin: { pinned },
    two: {},
    three: {},
    four: {},
    five: {},
  });

  const first = await inbox.getMessages({ limit: 2 });
  assert.equal(first.appendMessages, false);
  assert.deepEqual(titlesOf(first.pinned), ['pin']);
  assert.deepEqual(titlesOf(first.messages), ['one', 'two']);

  const second = await inbox.getMessages({ limit: 2 }, first.startCursor);
  assert.equal(second.appendMessages, true);
  assert.equal(second.pinned, undefined);
  assert.deepEqual(titlesOf(second.messages), ['three', 'four']);

  const last = await inbox.getMessages({ limit: 2 }, second.startCursor);
  assert.deepEqual(titlesOf(last.messages), ['five']);
  assert.equal(last.startCursor, null);
});

testWithEach('a page has ten messages by default', async (open) => {
  const names = Array.from({ length: 12 }, (_, index) => `m${index}`);
  const { inbox } = await open(Object.fromEntries(names.map((name) => [name, {}])));
  const { messages } = await inbox.getMessages();
  assert.deepEqual(titlesOf(messages), names.slice(0, 10));
});

/** Messages that differ in every property that a filter can select. */
const MIXED = {
  news: { tags: ['news'], created: '2026-01-04T00:00:00.000Z' },
  read: { tags: ['news', 'x-y_z'], created: '2026-01-03T00:00:00.000Z', read: THEN },
  acme: { accountId: 'acme', created: '2026-01-02T00:00:00.000Z' },
  archived: { created: '2026-01-01T00:00:00.000Z', archived: THEN },
};

const FILTERS = [
  [{}, ['news', 'read', 'acme']],
  [{ tags: ['x-y_z', 'other'] }, ['read']],
  [{ status: 'read' }, ['read']],
  [{ status: 'unread' }, ['news', 'acme']],
  [{ from: '2026-01-03T00:00:00.000Z' }, ['news', 'read']],
  [{ from: Date.parse('2026-01-03T00:00:00.001Z') }, ['news']],
  [{ archived: true }, ['archived']],
  [{ tenantId: 'acme' }, ['acme']],
  [{ tenantId: 'globex' }, []],
  [{ tags: ['news'], status: 'unread' }, ['news']],
];

testWithEach('filters narrow the list and the count', async (open) => {
  const { inbox } = await open(MIXED);
  for (const [filter, expected] of FILTERS) {
    const { messages } = await inbox.getMessages(filter);
    assert.deepEqual(titlesOf(messages), expected, JSON.stringify(filter));
    const count = await inbox.getInboxCount(filter);
    assert.deepEqual(count, { count: expected.length }, JSON.stringify(filter));
  }
});

testWithEach('the messages of several tabs are in one response', async (open) => {
  const { inbox } = await open(MIXED);
  const tabs = [
    { id: 'all', filters: {} },
    { id: 'unread', filters: { status: 'unread' } },
    { id: 'tagged', filters: { tags: ['news'] } },
    { id: 'archive', filters: { archived: true } },
  ];
  const lists = await inbox.getMessageLists(tabs, 2);
  const shown = Object.entries(lists).map(([id, { messages }]) => [id, titlesOf(messages)]);
  assert.deepEqual(Object.fromEntries(shown), {
    all: ['news', 'read'],
    unread: ['news', 'acme'],
    tagged: ['news', 'read'],
    archive: ['archived'],
  });
  assert.ok(lists.all.startCursor);
  assert.equal(lists.unread.startCursor, null);
});

testWithEach('a single message has its content', async (open) => {
  const { inbox, messageId } = await open({
    Shipped: {
      preview: 'It is on its way',
      created: '2026-01-01T00:00:00.000Z',
      read: THEN,
      actions: [{ content: 'Track it', href: 'https://example.com' }],
    },
  });
  const { message } = plain(await inbox.getMessage(messageId('Shipped')));
  const { elemental, actions } = message.content;
  assert.equal(message.messageId, messageId('Shipped'));
  assert.equal(message.created, '2026-01-01T00:00:00.000Z');
  assert.equal(message.read, THEN);
  assert.deepEqual(elemental, [
    { type: 'text', content: 'It is on its way' },
    { type: 'action', content: 'Track it', href: 'https://example.com' },
  ]);
  assert.equal(actions[0].content, 'Track it');
  assert.equal(actions[0].href, 'https://example.com');
});

testWithEach('a message of another user is neither shown nor marked', async (open) => {
  const { userId, messageId } = await open({ one: {} });
  const { inbox } = await open();
  assert.deepEqual(await inbox.getMessage(messageId('one')), { message: null });
  assert.deepEqual(await inbox.markRead(messageId('one')), { read: null });
  assert.deepEqual(await marked(userId, 'read'), []);
});

testWithEach('read and unread', async (open) => {
  const { userId, inbox, messageId } = await open({ one: {}, other: {} });
  assert.deepEqual(await inbox.markRead(messageId('one')), { read: true });
  assert.deepEqual(await marked(userId, 'read'), ['one']);
  assert.deepEqual(await inbox.markUnread(messageId('one')), { unread: true });
  assert.deepEqual(await marked(userId, 'read'), []);
});

testWithEach('opening a message does not read it', async (open) => {
  const { userId, inbox, messageId } = await open({ one: {}, other: {} });
  assert.deepEqual(await inbox.markOpened(messageId('one')), { opened: true });
  assert.deepEqual(await marked(userId, 'opened'), ['one']);
  assert.deepEqual(await marked(userId, 'read'), []);
});

testWithEach('a message is archived', async (open) => {
  const { userId, inbox, messageId } = await open({ one: {}, other: {} });
  assert.deepEqual(await inbox.markArchive(messageId('one')), { archive: true });
  assert.deepEqual(await marked(userId, 'archived'), ['one']);
  const { messages } = await inbox.getMessages();
  assert.deepEqual(titlesOf(messages), ['other']);
});

testWithEach('a tag is added once, and removed', async (open) => {
  const { userId, inbox, messageId } = await open({ one: { tags: ['old'] }, other: {} });
  const tagsOf = async (title) => (await stateOf(userId))[title].tags;
  const add = () => inbox.addTag(messageId('one'), { tag: 'new' });
  assert.deepEqual(await add(), { addTag: true });
  assert.deepEqual(await add(), { addTag: true });
  assert.deepEqual(await tagsOf('one'), ['old', 'new']);
  const removed = await inbox.removeTag(messageId('one'), { tag: 'old' });
  assert.deepEqual(removed, { removeTag: true });
  assert.deepEqual(await tagsOf('one'), ['new']);
  assert.deepEqual(await tagsOf('other'), []);
});

testWithEach('a message is unpinned', async (open) => {
  const pinned = { slotId: 'top' };
  const { inbox, messageId } = await open({ one: { pinned }, other: { pinned } });
  assert.deepEqual(await inbox.unpinMessage(messageId('one')), { unpin: true });
  const listed = await inbox.getMessages();
  assert.deepEqual(titlesOf(listed.pinned), ['other']);
  assert.deepEqual(titlesOf(listed.messages), ['one']);
});

testWithEach('a click shows in the Messages API', async (open) => {
  const { inbox, messageId } = await open({ one: {} });
  const { messages } = await inbox.getMessages();
  const trackingId = messages[0].trackingIds.clickTrackingId;
  assert.deepEqual(await inbox.trackClick(messageId('one'), { trackingId }), { clicked: true });
  const { status } = await server.messages.retrieve(messageId('one'));
  assert.equal(status, 'CLICKED');
});

testWithEach('reading all leaves archived messages as they are', async (open) => {
  const { userId, inbox } = await open({ one: {}, two: {}, gone: { archived: THEN } });
  assert.deepEqual(await inbox.markAllRead(), { markAllRead: true });
  assert.deepEqual(await marked(userId, 'read'), ['one', 'two']);
});

testWithEach('marking an unknown message changes nothing', async (open) => {
  const { inbox } = await open();
  assert.deepEqual(await inbox.markRead(unique('nothing')), { read: null });
});

testWithEach('a preference applies to its tenant only', async (open) => {
  const { topic } = await seedSection();
  const { userId, preferences } = await open();
  const tenantId = unique('acme');
  const choice = {
    templateId: topic('news'),
    status: 'OPTED_OUT',
    hasCustomRouting: true,
    routingPreferences: ['inbox', 'email'],
    digestSchedule: 'weekly',
  };
  const chosen = plain(await preferences.updateRecipientPreferences({ ...choice, tenantId }));
  assert.deepEqual(chosen, { ...choice, templateName: 'news', defaultStatus: 'OPTED_IN' });

  const held = async (tenant) => {
    const topics = plain(await preferences.getRecipientPreferences(tenant));
    return topics.find((held) => held.templateId === topic('news'));
  };
  assert.deepEqual(await held(tenantId), choice);
  assert.deepEqual(await held(), {
    templateId: topic('news'),
    status: 'OPTED_IN',
    hasCustomRouting: false,
    routingPreferences: [],
    digestSchedule: null,
  });
  const known = await userOf(userId);
  assert.deepEqual(known.preferences, [{ ...choice, accountId: tenantId }]);
});

testWithEach('opting out of a required topic is refused', async (open) => {
  const { topic } = await seedSection();
  const { userId, preferences } = await open();
  const choice = { templateId: topic('alerts'), status: 'OPTED_OUT' };
  await assert.rejects(preferences.updateRecipientPreferences(choice), /required/);
  assert.equal((await userOf(userId)).preferences, undefined);
});

testWithEach('the preference page shows the sections, published or not', async (open) => {
  const { sectionId, topic } = await seedSection();
  const { preferences } = await open();
  const published = plain(await preferences.getPreferencePage());
  const section = published.sections.nodes.find((section) => section.sectionId === sectionId);
  assert.equal(section.name, 'Mail');
  assert.equal(section.hasCustomRouting, true);
  assert.deepEqual(section.routingOptions, ['inbox', 'email']);
  const [news, ...others] = section.topics.nodes;
  assert.equal(news.templateId, topic('news'));
  assert.equal(news.defaultStatus, 'OPTED_IN');
  assert.deepEqual(
    news.digestSchedules.map((schedule) => schedule.scheduleId),
    ['daily', 'weekly'],
  );
  assert.deepEqual(
    others.map(({ templateName, defaultStatus }) => [templateName, defaultStatus]),
    [
      ['offers', 'OPTED_OUT'],
      ['alerts', 'REQUIRED'],
    ],
  );
  const labels = published.channelConfigs.channelLabels;
  assert.ok(labels.some(({ channel, name }) => channel === 'email' && name === 'Email'));
  assert.ok(published.brand.settings.colors.primary);
  assert.deepEqual(plain(await preferences.getDraftPreferencePage()), published);
});

testWithEach('a brand is found by its ID, or the default brand without one', async (open) => {
  const { topic } = await seedSection();
  const id = unique('brand');
  const inapp = {
    borderRadius: '4px',
    colors: { invertHeader: true },
    icons: { bell: 'https://example.com/bell.png' },
    toast: { timerAutoClose: 5000 },
  };
  await server.brands.create({
    id,
    name: 'Acme',
    settings: { colors: { primary: '#f00' }, inapp },
  });
  const { brands } = await open();

  const brand = plain(await brands.getBrand(id));
  assert.deepEqual(brand.colors, { primary: '#f00', secondary: null, tertiary: null });
  assert.equal(brand.inapp.borderRadius, '4px');
  assert.equal(brand.inapp.colors.invertHeader, true);
  assert.equal(brand.inapp.icons.bell, 'https://example.com/bell.png');
  assert.equal(brand.inapp.toast.timerAutoClose, 5000);
  const template = brand.preferenceTemplates.find(({ templateId }) => templateId === topic('news'));
  assert.deepEqual(template, {
    templateId: topic('news'),
    templateName: 'news',
    defaultStatus: 'OPTED_IN',
  });

  const { settings } = await server.brands.retrieve('sandbox');
  const { colors } = plain(await brands.getBrand());
  assert.deepEqual(colors, settings.colors);
});

testWithEach('banners have their blocks, and are filtered by tag and paged', async (open) => {
  const { userId, banners } = await open({ 'no banner': {} });
  const shipped = {
    messageId: unique('banner'),
    title: 'Shipped',
    preview: 'It is on its way',
    created: THEN,
    tags: ['orders'],
    data: { order: 7 },
    actions: [{ content: 'Track it', href: 'https://example.com' }],
  };
  const others = ['two', 'three'].map((title) => ({ title, tags: ['news'] }));
  await seed({ [userId]: { banners: [shipped, ...others] } });

  const tagged = plain(await banners.getBanners({ tags: ['orders'] }));
  assert.deepEqual(tagged.banners, [
    {
      id: shipped.messageId,
      messageId: shipped.messageId,
      userId,
      created: THEN,
      tags: ['orders'],
      content: {
        title: 'Shipped',
        body: 'It is on its way',
        data: { order: 7 },
        blocks: [
          { type: 'text', text: 'It is on its way' },
          { type: 'action', text: 'Track it', url: 'https://example.com' },
        ],
      },
    },
  ]);

  const shown = ({ banners }) => banners.map(({ content }) => content.title);
  const first = await banners.getBanners({ limit: 2 });
  assert.deepEqual(shown(first), ['Shipped', 'two']);
  const last = await banners.getBanners({ limit: 2 }, first.startCursor);
  assert.deepEqual(shown(last), ['three']);
  assert.equal(last.startCursor, null);
});

testWithEach('a banner that is dismissed does not come back', async (open) => {
  const { userId, banners, events } = await open();
  await seed({ [userId]: { banners: [{ title: 'one' }, { title: 'other' }] } });
  const shown = await banners.getBanners({ getTrackindIds: true });
  await events.trackEvent(shown.banners[0].content.trackingIds.archiveTrackingId);
  const left = await banners.getBanners();
  assert.deepEqual(
    left.banners.map(({ content }) => content.title),
    ['other'],
  );
});

testWithEach('a tracking ID triggers its event', async (open) => {
  const { userId, inbox, events } = await open({ one: {}, other: {} });
  const { messages } = await inbox.getMessages();
  const { readTrackingId, unreadTrackingId, openTrackingId, archiveTrackingId } =
    messages[0].trackingIds;
  await events.trackEvent(readTrackingId);
  assert.deepEqual(await marked(userId, 'read'), ['one']);
  await events.trackEvent(unreadTrackingId);
  assert.deepEqual(await marked(userId, 'read'), []);
  await events.trackEvent(openTrackingId);
  assert.deepEqual(await marked(userId, 'opened'), ['one']);
  await events.trackEvent(archiveTrackingId);
  assert.deepEqual(await marked(userId, 'archived'), ['one']);
});

testWithEach('an event is tracked of all messages at once', async (open) => {
  const { userId, events, messageId } = await open({ one: {}, two: {}, gone: { archived: THEN } });
  const ids = await events.trackEventBatch('read');
  assert.deepEqual(ids.sort(), ['one', 'two'].map(messageId).sort());
  assert.deepEqual(await marked(userId, 'read'), ['one', 'two']);
});
