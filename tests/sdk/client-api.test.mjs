// courier-js apart from the Inbox: preferences, brands, push tokens, lists and tracking. The server
// SDK sees its changes, and the other way round.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NotFoundError } from '@trycourier/courier';

import {
  BASE_URL,
  CLIENT_KEY,
  clientOf,
  inboxOf,
  issue,
  seedSection,
  send,
  server,
  setWorkspace,
  signatureOf,
  titled,
  titles,
  UNAUTHORIZED,
  unique,
  userOf,
} from './support.mjs';

const READ_PREFERENCES = 'read:preferences';
const WRITE_PREFERENCES = 'write:preferences';
const READ_BRANDS = 'read:brands';
const WRITE_TOKENS = 'write:user-tokens';
const SCOPES = [READ_PREFERENCES, WRITE_PREFERENCES, READ_BRANDS, WRITE_TOKENS];

/** Creates a client of courier-js for a new user. */
async function open({ scopes = SCOPES, tenantId } = {}) {
  const userId = unique('user');
  const client = await clientOf(userId, { token: await issue(userId, { scopes }), tenantId });
  return { userId, client };
}

// --- Preferences ---

/** A preference in the format of courier-js. */
const CHOICE = {
  status: 'OPTED_OUT',
  hasCustomRouting: true,
  customRouting: ['inbox', 'email'],
  digestSchedule: 'weekly',
};

test('a topic has the default of the workspace until the user sets a preference', async () => {
  const { sectionId, topic } = await seedSection();
  const { client } = await open();
  const { items, paging } = await client.preferences.getUserPreferences();
  assert.equal(paging.more, false);
  const ofSection = items.filter((item) => item.sectionId === sectionId);
  assert.deepEqual(
    ofSection.map(({ topicId, status }) => [topicId, status]),
    [
      [topic('news'), 'OPTED_IN'],
      [topic('offers'), 'OPTED_OUT'],
      [topic('alerts'), 'OPTED_IN'],
    ],
  );
  assert.deepEqual(ofSection[0], {
    topicId: topic('news'),
    topicName: 'news',
    sectionId,
    sectionName: 'Mail',
    status: 'OPTED_IN',
    defaultStatus: 'OPTED_IN',
    hasCustomRouting: false,
    customRouting: [],
    digestSchedule: null,
  });
});

test('the backend sees the preference of a user', async () => {
  const { sectionId, topic } = await seedSection();
  const topicId = topic('news');
  const { userId, client } = await open();
  const chosen = await client.preferences.putUserPreferenceTopic({ topicId, ...CHOICE });
  assert.deepEqual(chosen, {
    topicId,
    topicName: 'news',
    sectionId,
    sectionName: 'Mail',
    defaultStatus: 'OPTED_IN',
    ...CHOICE,
  });
  assert.deepEqual(await client.preferences.getUserPreferenceTopic({ topicId }), chosen);

  const seen = await server.users.preferences.retrieveTopic(topicId, { user_id: userId });
  assert.deepEqual(seen.topic, {
    topic_id: topicId,
    topic_name: 'news',
    section_id: sectionId,
    section_name: 'Mail',
    status: 'OPTED_OUT',
    default_status: 'OPTED_IN',
    has_custom_routing: true,
    custom_routing: ['inbox', 'email'],
  });
  const { items } = await server.users.preferences.retrieve(userId);
  assert.deepEqual(
    items.find((item) => item.topic_id === topicId),
    seen.topic,
  );
});

test('the user sees a preference that the backend has set', async () => {
  const { topic } = await seedSection();
  const topicId = topic('offers');
  const { userId, client } = await open();
  const { message } = await server.users.preferences.updateOrCreateTopic(topicId, {
    user_id: userId,
    topic: { status: 'OPTED_IN', has_custom_routing: true, custom_routing: ['email'] },
  });
  assert.ok(message);
  const seen = await client.preferences.getUserPreferenceTopic({ topicId });
  assert.equal(seen.status, 'OPTED_IN');
  assert.equal(seen.hasCustomRouting, true);
  assert.deepEqual(seen.customRouting, ['email']);
});

test('a preference applies to its tenant only', async () => {
  const { topic } = await seedSection();
  const topicId = topic('news');
  const tenantId = unique('acme');
  const { userId, client } = await open({ tenantId });
  await client.preferences.putUserPreferenceTopic({ topicId, ...CHOICE });

  const statusIn = async (tenant) => {
    const params = { user_id: userId, tenant_id: tenant };
    const { topic } = await server.users.preferences.retrieveTopic(topicId, params);
    return topic.status;
  };
  assert.equal(await statusIn(tenantId), 'OPTED_OUT');
  assert.equal(await statusIn(undefined), 'OPTED_IN');

  const ofAnother = { user_id: userId, tenant_id: unique('globex'), topic: { status: 'OPTED_IN' } };
  await server.users.preferences.updateOrCreateTopic(topicId, ofAnother);
  const { items } = await server.users.preferences.retrieve(userId, { tenant_id: tenantId });
  assert.equal(items.find((item) => item.topic_id === topicId).status, 'OPTED_OUT');
});

test('opting out of a required or unknown topic is refused', async () => {
  const { topic } = await seedSection();
  const { userId, client } = await open();
  for (const topicId of [topic('alerts'), topic('nothing')]) {
    await assert.rejects(client.preferences.putUserPreferenceTopic({ topicId, ...CHOICE }));
  }
  const params = { user_id: userId };
  const alerts = await server.users.preferences.retrieveTopic(topic('alerts'), params);
  assert.equal(alerts.topic.status, 'REQUIRED');
  await assert.rejects(
    client.preferences.getUserPreferenceTopic({ topicId: topic('nothing') }),
    /not found/,
  );
  const nothing = server.users.preferences.retrieveTopic(topic('nothing'), params);
  await assert.rejects(nothing, NotFoundError);
});

test('the preference page has the preferences of the user', async () => {
  const { sectionId, topic } = await seedSection();
  const { client } = await open();
  await client.preferences.putUserPreferenceTopic({ topicId: topic('news'), ...CHOICE });
  const page = await client.preferences.getPreferencePage();

  const section = page.sections.find((section) => section.sectionId === sectionId);
  assert.equal(section.name, 'Mail');
  assert.deepEqual(section.routingOptions, ['inbox', 'email']);
  assert.deepEqual(
    section.topics.map((topic) => topic.templateName),
    ['news', 'offers', 'alerts'],
  );
  const chosen = page.recipientPreferences.find((held) => held.templateId === topic('news'));
  assert.deepEqual(chosen, {
    templateId: topic('news'),
    status: 'OPTED_OUT',
    hasCustomRouting: true,
    routingPreferences: ['inbox', 'email'],
    digestSchedule: 'weekly',
  });
  const labels = page.channelConfigs.channelLabels;
  assert.ok(labels.some(({ channel, name }) => channel === 'sms' && name === 'SMS'));
});

test('the preference page has the requested brand', async () => {
  const brandId = unique('brand');
  const settings = { colors: { primary: '#f00' } };
  await server.brands.create({ id: brandId, name: 'Acme', settings });
  const { client } = await open();
  const { brand } = await client.preferences.getPreferencePage({ brandId });
  assert.equal(brand.settings.colors.primary, '#f00');
});

test('a topic has its digest schedules', async () => {
  const { topic } = await seedSection();
  const { client } = await open();
  const schedules = await client.preferences.getDigestSchedules({ topicId: topic('news') });
  assert.deepEqual(
    schedules.map((schedule) => [schedule.scheduleId, schedule.period, schedule.default]),
    [
      ['daily', '1d', true],
      ['weekly', '7d', false],
    ],
  );
});

// --- Brands ---

test('a user sees a brand that the backend has created', async () => {
  const brandId = unique('brand');
  const logo = { href: 'https://example.com', image: 'https://example.com/logo.png' };
  await server.brands.create({
    id: brandId,
    name: 'Acme',
    settings: {
      colors: { primary: '#f00', secondary: '#0f0', tertiary: '#00f' },
      inapp: { borderRadius: '4px', disableCourierFooter: true },
      email: { header: { logo } },
    },
  });
  const { client } = await open();
  assert.deepEqual(await client.brands.getBrand({ brandId }), {
    settings: {
      colors: { primary: '#f00', secondary: '#0f0', tertiary: '#00f' },
      inapp: { borderRadius: '4px', disableCourierFooter: true },
    },
    logo,
    links: null,
  });
});

test('the scope of one brand allows that brand only', async () => {
  const [brandId, otherId] = ['brand', 'other'].map(unique);
  for (const id of [brandId, otherId]) {
    await server.brands.create({ id, name: id, settings: { colors: { primary: '#f00' } } });
  }
  const { client } = await open({ scopes: [`${READ_BRANDS}:${brandId}`] });
  const { settings } = await client.brands.getBrand({ brandId });
  assert.equal(settings.colors.primary, '#f00');
  await assert.rejects(client.brands.getBrand({ brandId: otherId }), UNAUTHORIZED);
});

test('a brand is created, replaced and deleted by the backend', async () => {
  const id = unique('brand');
  const settings = { colors: { primary: '#f00' } };
  const snippets = { items: [{ name: 'hello', value: 'Hello {{name}}' }] };
  const created = await server.brands.create({ id, name: 'Acme', settings, snippets });
  assert.equal(created.id, id);
  assert.equal(created.name, 'Acme');
  assert.deepEqual(created.settings, settings);
  assert.deepEqual(created.snippets, snippets);
  assert.ok(Number.isInteger(created.created));
  assert.deepEqual(await server.brands.retrieve(id), created);

  const update = { name: 'Acme & Co', settings: { colors: { secondary: '#0f0' } } };
  const updated = await server.brands.update(id, update);
  assert.equal(updated.id, id);
  assert.equal(updated.name, 'Acme & Co');
  // An update replaces the brand, so omitted settings are gone.
  assert.deepEqual(updated.settings, update.settings);
  assert.equal(updated.created, created.created);
  assert.ok(updated.updated >= created.updated);

  const listed = async () => {
    const { results, paging } = await server.brands.list();
    assert.equal(paging.more, false);
    return results.find((brand) => brand.id === id);
  };
  assert.deepEqual(await listed(), updated);

  await server.brands.delete(id);
  assert.equal(await listed(), undefined);
  await assert.rejects(server.brands.retrieve(id), NotFoundError);
  await assert.rejects(server.brands.update(id, update), NotFoundError);
});

test('a brand without an id gets one', async () => {
  const { id } = await server.brands.create({ name: 'Acme' });
  assert.ok(id);
  const { name } = await server.brands.retrieve(id);
  assert.equal(name, 'Acme');
});

// --- Push tokens ---

test('a push token of an app is visible to the backend until the app deletes it', async () => {
  const { userId, client } = await open();
  const [token, other] = ['token', 'other'].map(unique);
  await client.tokens.putUserToken({
    token,
    provider: 'firebase-fcm',
    device: { appId: 'com.example', deviceId: 'd-1', platform: 'android', model: 'X' },
  });
  await client.tokens.putUserToken({ token: other, provider: 'apn' });

  const told = await server.users.tokens.retrieve(token, { user_id: userId });
  assert.equal(told.token, token);
  assert.equal(told.provider_key, 'firebase-fcm');
  assert.equal(told.status, 'active');
  assert.deepEqual(told.device, {
    app_id: 'com.example',
    device_id: 'd-1',
    platform: 'android',
    model: 'X',
  });

  await client.tokens.deleteUserToken({ token });
  const { tokens } = await server.users.tokens.list(userId);
  assert.deepEqual(
    tokens.map(({ token, provider_key: provider }) => [token, provider]),
    [[other, 'apn']],
  );
});

test('the backend adds, changes and deletes a push token', async () => {
  const userId = unique('user');
  const token = unique('token');
  const params = { user_id: userId };
  const device = { platform: 'ios', model: 'X' };
  await server.users.tokens.addSingle(token, { ...params, provider_key: 'apn', device });
  assert.deepEqual((await userOf(userId)).tokens, { [token]: { provider_key: 'apn', device } });

  const patch = [
    { op: 'replace', path: '/device/model', value: 'Y' },
    { op: 'add', path: '/expiry_date', value: '2027-01-01T00:00:00.000Z' },
  ];
  await server.users.tokens.update(token, { ...params, patch });
  const changed = await server.users.tokens.retrieve(token, params);
  assert.deepEqual(changed.device, { platform: 'ios', model: 'Y' });
  assert.equal(changed.expiry_date, '2027-01-01T00:00:00.000Z');
  const { tokens } = await server.users.tokens.list(userId);
  assert.deepEqual(
    tokens.map((told) => told.token),
    [token],
  );

  await server.users.tokens.delete(token, params);
  await assert.rejects(server.users.tokens.retrieve(token, params), NotFoundError);
  await assert.rejects(server.users.tokens.update(token, { ...params, patch }), NotFoundError);
  assert.deepEqual((await server.users.tokens.list(userId)).tokens, []);
});

test("an app cannot change another user's push token", async () => {
  const { userId } = await open();
  const token = unique('token');
  const params = { user_id: userId, provider_key: 'expo' };
  await server.users.tokens.addSingle(token, params);
  const stranger = unique('stranger');
  const jwt = await issue(stranger, { scopes: SCOPES });
  const client = await clientOf(userId, { token: jwt });
  await assert.rejects(client.tokens.deleteUserToken({ token }), UNAUTHORIZED);
  await assert.rejects(client.preferences.getUserPreferences(), UNAUTHORIZED);
  assert.deepEqual(Object.keys((await userOf(userId)).tokens), [token]);
});

// --- Lists ---

test('a message to a list reaches its subscribers', async () => {
  const listId = unique('list');
  const [alice, bob] = await Promise.all([open(), open()]);
  for (const { client } of [alice, bob]) {
    await client.lists.putSubscription({ listId, clientKey: CLIENT_KEY });
  }
  assert.deepEqual((await userOf(alice.userId)).lists, [listId]);
  const first = await send({ list_id: listId }, titled('First'));
  await bob.client.lists.deleteSubscription({ listId, clientKey: CLIENT_KEY });
  await send({ list_id: listId }, titled('Second'));
  assert.deepEqual(await titles(await inboxOf(alice.userId)), ['Second', 'First']);
  assert.deepEqual(await titles(await inboxOf(bob.userId)), ['First']);
  // Each recipient of a message has a message ID of their own.
  const { recipient } = await server.messages.retrieve(`${first}:${alice.userId}`);
  assert.equal(recipient, alice.userId);
});

test('a token subscribes although the client key would need a signature', async (t) => {
  await setWorkspace(t, { jwt_required: true, hmac_required: true });
  const listId = unique('list');
  const { userId, client } = await open();
  await client.lists.putSubscription({ listId, clientKey: CLIENT_KEY });
  assert.deepEqual((await userOf(userId)).lists, [listId]);
});

test('subscribing requires a valid token and a valid client key', async () => {
  const listId = unique('list');
  const { userId, client } = await open();
  const strangers = await clientOf(userId, { token: await issue(unique('stranger')) });
  const rows = [
    [client, 'no client key'],
    [client, ''],
    [strangers, CLIENT_KEY],
  ];
  for (const [from, clientKey] of rows) {
    await assert.rejects(from.lists.putSubscription({ listId, clientKey }), UNAUTHORIZED);
  }
  await send({ list_id: listId }, titled('No'));
  assert.deepEqual(await titles(await inboxOf(userId)), []);
});

// --- Tracking ---

function order(messageId) {
  const properties = { total: 7 };
  return { clientKey: CLIENT_KEY, event: 'Ordered', messageId, type: 'track', properties };
}

test('an event is tracked once', async () => {
  const { client } = await open();
  const [messageId, other] = ['event', 'other'].map(unique);
  assert.deepEqual(await client.tracking.postInboundCourier(order(messageId)), { messageId });
  const again = client.tracking.postInboundCourier(order(messageId));
  await assert.rejects(again, { code: 409, type: 'invalid_request_error' });
  assert.deepEqual(await client.tracking.postInboundCourier(order(other)), { messageId: other });
});

test('an event without a valid client key is not tracked', async () => {
  const { client } = await open();
  const messageId = unique('event');
  const bad = { ...order(messageId), clientKey: 'no client key' };
  await assert.rejects(client.tracking.postInboundCourier(bad), UNAUTHORIZED);
  assert.deepEqual(await client.tracking.postInboundCourier(order(messageId)), { messageId });
});

/** Sends an event with headers that no SDK combines; returns the status of the response. */
async function trackedWith(headers) {
  const { clientKey, ...event } = order(unique('event'));
  const response = await fetch(`${BASE_URL}/inbound/courier`, {
    method: 'POST',
    headers: { 'x-courier-client-key': clientKey, ...headers },
    body: JSON.stringify(event),
  });
  return response.status;
}

test('if tokens are required, the client key tracks nothing, whatever the other headers', async (t) => {
  await setWorkspace(t, { jwt_required: true });
  const { client } = await open();
  await assert.rejects(client.tracking.postInboundCourier(order(unique('event'))), UNAUTHORIZED);
  const expired = await issue(unique('user'), { scopes: SCOPES, expiresIn: '-1d' });
  for (const authorization of ['garbage', 'Bearer garbage', `Bearer ${expired}`]) {
    assert.equal(await trackedWith({ authorization }), 401, authorization);
  }
});

test('if signatures are required, the client key tracks nothing without one', async (t) => {
  await setWorkspace(t, { hmac_required: true });
  const { userId, client } = await open();
  await assert.rejects(client.tracking.postInboundCourier(order(unique('event'))), UNAUTHORIZED);
  const signed = (signature) => {
    return { 'x-courier-user-id': userId, 'x-courier-user-signature': signature };
  };
  assert.equal(await trackedWith(signed(signatureOf(unique('somebody')))), 401);
  assert.equal(await trackedWith(signed(signatureOf(userId))), 202);
});

// --- Scopes ---

const topicId = 'updates';

const REQUIRED_SCOPES = {
  'list preferences': [READ_PREFERENCES, ({ preferences }) => preferences.getUserPreferences()],
  'show a topic': [
    READ_PREFERENCES,
    ({ preferences }) => preferences.getUserPreferenceTopic({ topicId }),
  ],
  'show the preference page': [
    READ_PREFERENCES,
    ({ preferences }) => preferences.getPreferencePage(),
  ],
  'list digests': [
    READ_PREFERENCES,
    ({ preferences }) => preferences.getDigestSchedules({ topicId }),
  ],
  'choose a topic': [
    WRITE_PREFERENCES,
    ({ preferences }) =>
      preferences.putUserPreferenceTopic({ topicId, ...CHOICE, digestSchedule: undefined }),
  ],
  'find a brand': [READ_BRANDS, ({ brands }) => brands.getBrand({ brandId: 'sandbox' })],
  'store a push token': [
    WRITE_TOKENS,
    ({ tokens }) => tokens.putUserToken({ token: unique('token'), provider: 'apn' }),
  ],
  'delete a push token': [
    WRITE_TOKENS,
    ({ tokens }) => tokens.deleteUserToken({ token: unique('token') }),
  ],
};

for (const [name, [scope, call]] of Object.entries(REQUIRED_SCOPES)) {
  test(`\`${scope}\` is the only scope that allows an app to ${name}`, async () => {
    await call((await open({ scopes: [scope] })).client);
    const scopes = SCOPES.filter((other) => other !== scope);
    const { client } = await open({ scopes });
    await assert.rejects(call(client), UNAUTHORIZED);
  });
}
