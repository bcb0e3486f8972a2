// The calls of major 2 of courier-js, each judged by what it shows or changes.

import assert from 'node:assert/strict';

import {
  API_URLS,
  BASE_URL,
  CLIENT_KEY,
  clientOf,
  connect,
  eventsBefore,
  issue,
  marked,
  pageFields,
  READ,
  seedInbox,
  seedSection,
  send,
  server,
  titled,
  UNAUTHORIZED,
  unique,
  userOf,
  workspaceId,
  WRITE,
} from './support.mjs';

const THEN = '2026-01-01T00:00:00.000Z';

const SCOPES = [
  READ,
  WRITE,
  'read:preferences',
  'write:preferences',
  'read:brands',
  'write:user-tokens',
];

/** Opens a client for a new user who has these messages. */
async function open(library, messages = {}, { tenantId } = {}) {
  const { userId, id } = await seedInbox(messages);
  const token = await issue(userId, { scopes: SCOPES });
  const client = await clientOf(userId, { token, tenantId, library });
  return { userId, messageId: id, ...client };
}

function titlesOf({ data }) {
  return data.messages.nodes.map((message) => message.title);
}

/** Returns a row of a call that marks the first of two messages, and only that. */
function marking(field, method, { isUndo } = {}) {
  return async (library) => {
    const one = isUndo && { [field]: THEN };
    const { userId, inbox, messageId } = await open(library, { one, two: {} });
    await inbox[method]({ messageId: messageId('one') });
    assert.deepEqual(await marked(userId, field), isUndo ? [] : ['one']);
  };
}

/** Returns a row of a call that marks several messages at once. */
function markingAll(field, method, expected) {
  return async (library) => {
    const messages = { one: {}, two: { read: THEN }, gone: { archived: THEN } };
    const { userId, inbox } = await open(library, messages);
    await inbox[method]();
    assert.deepEqual(await marked(userId, field), expected);
  };
}

/** Signs a new user in with the client that all components of a page share. */
async function signIn({ Courier }) {
  // A user who is signed in is signed out first, and the listener hears of it.
  Courier.shared.signOut();
  const userId = unique('user');
  const seen = [];
  const listener = Courier.shared.addAuthenticationListener(({ userId }) => seen.push(userId));
  Courier.shared.signIn({ userId, jwt: await issue(userId), apiUrls: API_URLS });
  return { userId, seen, listener, shared: Courier.shared };
}

/** Sends a message to a connection, and asserts that it arrives there. */
async function assertConnected({ userId, connection }) {
  const last = await send({ user_id: userId }, titled('Last'));
  assert.deepEqual(await eventsBefore(last, connection), []);
}

/** Returns a row of a call that ends what a listener of the socket hears. */
function silencing(silence) {
  return async (library, t) => {
    const userId = unique('user');
    const connection = await connect(t, userId, { library });
    const heard = [];
    const listener = ({ messageId }) => heard.push(messageId);
    const { socket } = connection.inbox;
    const other = await connect(t, userId, { library });
    socket.addMessageEventListener(listener);
    silence(socket, listener);
    // The socket reports this one only to a listener that was added afterwards.
    const arrived = new Promise((resolve) => socket.addMessageEventListener(resolve));
    await assertConnected({ userId, connection: other });
    await arrived;
    assert.deepEqual(heard, []);
  };
}

/** A test of each exported call. */
export const CALLS = {
  'inbox.getMessages': async (library) => {
    const { inbox } = await open(library, { one: {}, two: {}, gone: { archived: THEN } });
    const first = await inbox.getMessages({ paginationLimit: 1 });
    assert.deepEqual(titlesOf(first), ['one']);
    const { startCursor } = first.data.messages.pageInfo;
    const second = await inbox.getMessages({ paginationLimit: 1, startCursor });
    assert.deepEqual(titlesOf(second), ['two']);
    const messages = { acme: { accountId: 'acme' }, other: {} };
    const ofTenant = await open(library, messages, { tenantId: 'acme' });
    assert.deepEqual(titlesOf(await ofTenant.inbox.getMessages()), ['acme']);
  },
  'inbox.getArchivedMessages': async (library) => {
    const { inbox } = await open(library, { one: {}, gone: { archived: THEN } });
    assert.deepEqual(titlesOf(await inbox.getArchivedMessages()), ['gone']);
  },
  'inbox.getUnreadMessageCount': async (library) => {
    const { inbox } = await open(library, { one: {}, two: {}, read: { read: THEN } });
    assert.equal(await inbox.getUnreadMessageCount(), 2);
  },
  'inbox.click': async (library) => {
    const trackingIds = { clickTrackingId: unique('click') };
    const { inbox, messageId } = await open(library, { one: { trackingIds } });
    await inbox.click({ messageId: messageId('one'), trackingId: trackingIds.clickTrackingId });
    assert.equal((await server.messages.retrieve(messageId('one'))).status, 'CLICKED');
  },
  'inbox.read': marking('read', 'read'),
  'inbox.unread': marking('read', 'unread', { isUndo: true }),
  'inbox.open': marking('opened', 'open'),
  'inbox.archive': marking('archived', 'archive'),
  'inbox.unarchive': marking('archived', 'unarchive', { isUndo: true }),
  'inbox.readAll': markingAll('read', 'readAll', ['one', 'two']),
  'inbox.archiveRead': markingAll('archived', 'archiveRead', ['two', 'gone']),
  'inbox.archiveAll': markingAll('archived', 'archiveAll', ['one', 'two', 'gone']),

  'preferences.getUserPreferences': async (library) => {
    const { topic } = await seedSection();
    const { preferences } = await open(library);
    const { items } = await preferences.getUserPreferences();
    const { status } = items.find(({ topicId }) => topicId === topic('offers'));
    assert.equal(status, 'OPTED_OUT');
  },
  'preferences.getUserPreferenceTopic': async (library) => {
    const { topic } = await seedSection();
    const { preferences } = await open(library);
    const { topicName } = await preferences.getUserPreferenceTopic({ topicId: topic('news') });
    assert.equal(topicName, 'news');
  },
  'preferences.putUserPreferenceTopic': async (library) => {
    const { topic } = await seedSection();
    const { userId, preferences } = await open(library);
    const choice = { status: 'OPTED_OUT', hasCustomRouting: true, customRouting: ['email'] };
    await preferences.putUserPreferenceTopic({ topicId: topic('news'), ...choice });
    const [held] = (await userOf(userId)).preferences;
    assert.equal(held.templateId, topic('news'));
    assert.equal(held.status, 'OPTED_OUT');
    assert.deepEqual(held.routingPreferences, ['email']);
  },
  'preferences.getNotificationCenterUrl': async (library) => {
    const { userId, preferences } = await open(library, {}, { tenantId: 'acme' });
    const url = preferences.getNotificationCenterUrl({ clientKey: CLIENT_KEY });
    assert.deepEqual(pageFields(url), [workspaceId(), userId, 'acme', 'false']);
  },

  'brands.getBrand': async (library) => {
    const settings = { colors: { primary: '#f00' }, inapp: { borderRadius: '4px' } };
    const { id } = await server.brands.create({ id: unique('brand'), name: 'Acme', settings });
    const { brands } = await open(library);
    const { colors, inapp } = (await brands.getBrand({ brandId: id })).settings;
    assert.deepEqual([colors.primary, inapp.borderRadius], ['#f00', '4px']);
  },
  'tokens.putUserToken': async (library) => {
    const { userId, tokens } = await open(library);
    const token = unique('token');
    await tokens.putUserToken({ token, provider: 'apn', device: { platform: 'ios' } });
    const held = { provider_key: 'apn', device: { platform: 'ios' } };
    assert.deepEqual((await userOf(userId)).tokens, { [token]: held });
  },
  'tokens.deleteUserToken': async (library) => {
    const { userId, tokens } = await open(library);
    const [token, other] = ['token', 'other'].map(unique);
    await tokens.putUserToken({ token, provider: 'apn' });
    await tokens.putUserToken({ token: other, provider: 'apn' });
    await tokens.deleteUserToken({ token });
    assert.deepEqual(Object.keys((await userOf(userId)).tokens), [other]);
  },

  'lists.putSubscription': async (library) => {
    const { userId, lists } = await open(library);
    const listId = unique('list');
    await lists.putSubscription({ listId });
    assert.deepEqual((await userOf(userId)).lists, [listId]);
  },
  'lists.deleteSubscription': async (library) => {
    const { userId, lists } = await open(library);
    const [listId, other] = ['list', 'other'].map(unique);
    await lists.putSubscription({ listId });
    await lists.putSubscription({ listId: other });
    await lists.deleteSubscription({ listId });
    assert.deepEqual((await userOf(userId)).lists, [other]);
  },

  // Events need the client key, which this version does not send.
  'tracking.postInboundCourier': async (library) => {
    const { tracking } = await open(library);
    const event = { event: 'Ordered', messageId: unique('event'), type: 'track' };
    await assert.rejects(tracking.postInboundCourier(event), UNAUTHORIZED);
  },
  // The sandbox makes no tracking links.
  'tracking.postTrackingUrl': async (library) => {
    const { tracking } = await open(library);
    const url = `${BASE_URL}/t/${unique('link')}`;
    await assert.rejects(tracking.postTrackingUrl({ url, event: 'CLICKED' }), { code: 404 });
  },

  'socket.connect': async (library, t) => {
    const userId = unique('user');
    const connection = await connect(t, userId, { library });
    assert.equal(connection.inbox.socket.isOpen, true);
    await assertConnected({ userId, connection });
  },
  'socket.addMessageEventListener': async (library, t) => {
    const { userId, id } = await seedInbox({ one: {} });
    const [marking, connection] = [await connect(t, userId), await connect(t, userId, { library })];
    await marking.inbox.read({ messageId: id('one') });
    const last = await send({ user_id: userId }, titled('Last'));
    const [{ event, messageId }] = await eventsBefore(last, connection);
    assert.deepEqual([event, messageId], ['read', id('one')]);
  },
  'socket.removeMessageEventListener': silencing((socket, listener) =>
    socket.removeMessageEventListener(listener),
  ),
  'socket.clearMessageEventListeners': silencing((socket) => socket.clearMessageEventListeners()),
  'socket.close': async (library, t) => {
    const { inbox } = await connect(t, unique('user'), { library });
    const closed = new Promise((resolve) => inbox.socket.webSocket.on('close', resolve));
    inbox.socket.close();
    assert.equal(await closed, 1000);
  },

  'shared.signIn': async (library) => {
    const { shared, userId, seen } = await signIn(library);
    assert.deepEqual(seen, [userId]);
    assert.deepEqual(titlesOf(await shared.client.inbox.getMessages()), []);
  },
  'shared.signOut': async (library) => {
    const { shared, userId, seen } = await signIn(library);
    shared.signOut();
    assert.deepEqual(seen, [userId, undefined]);
    assert.equal(shared.client, undefined);
  },
  'shared.addAuthenticationListener': async (library) => {
    const { listener, shared, userId, seen } = await signIn(library);
    listener.remove();
    shared.signOut();
    assert.deepEqual(seen, [userId]);
  },
  'shared.removeAuthenticationListener': async (library) => {
    const { listener, shared, userId, seen } = await signIn(library);
    shared.removeAuthenticationListener(listener);
    shared.signOut();
    assert.deepEqual(seen, [userId]);
  },
};
