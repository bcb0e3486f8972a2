// The realtime protocol of courier-react up to version 7 and of the mobile SDKs: the query has no
// `iwpv`, frames are flat, and only errors get a response.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';

import { Inbox } from '@trycourier/client-graphql';
import WebSocket from 'ws';

import {
  API_KEY,
  arrivalsOf,
  CLIENT_KEY,
  deadline,
  DRAFT_API_KEY,
  eventsBefore,
  INBOX_URL,
  inboxOf,
  issue,
  READ,
  seed,
  seedInbox,
  send,
  setWorkspace,
  signatureOf,
  SOCKET_URL,
  titled,
  unique,
  WRITE,
} from './support.mjs';

const THEN = '2026-01-01T00:00:00.000Z';

async function withToken(userId, options) {
  return { auth: await issue(userId, options) };
}

function withClientKey() {
  return { clientKey: CLIENT_KEY };
}

/** The credentials of both kinds of clients. */
const CREDENTIALS = { 'a token': withToken, 'the client key': withClientKey };

// --- A client ---

/** Like the SDKs, encodes neither the token nor the key. */
function socketOf(credentials, options) {
  const [[name, value]] = Object.entries(credentials);
  return new WebSocket(`${SOCKET_URL}/?${name}=${value}`, options);
}

/** Opens a connection, without a subscription, until the test ends. */
async function open(test, credentials, options) {
  const socket = socketOf(credentials, options);
  test.after(() => socket.terminate());
  const arrivals = arrivalsOf((listener) => {
    socket.on('message', (frame) => listener(JSON.parse(frame)));
  });
  await once(socket, 'open', { signal: deadline() });
  return { socket, arrivals };
}

/**
 * Sends a frame and waits until the sandbox has processed it. The sandbox does not acknowledge it,
 * but it processes frames in order and replies to pings.
 */
async function sendFrame({ socket }, action, data) {
  socket.send(JSON.stringify({ action, data }));
  socket.ping();
  await once(socket, 'pong', { signal: deadline() });
}

function subscribe(connection, channel, data) {
  return sendFrame(connection, 'subscribe', { channel, event: '*', version: 5, ...data });
}

/** Opens a connection that subscribes to a user. */
async function connect(test, userId, { credentials, ...data } = {}) {
  const connection = await open(test, credentials ?? (await withToken(userId)));
  await subscribe(connection, userId, data);
  return connection;
}

function sendTo(userId) {
  return send({ user_id: userId }, titled('Last'));
}

/** Asserts that an error frame was received and nothing else. */
function assertOneError(frames) {
  assert.equal(frames.length, 1, JSON.stringify(frames));
  const [{ error, ...others }] = frames;
  assert.deepEqual(others, {});
  assert.match(error, /\S/);
}

// --- Events ---

for (const [kind, credentialsOf] of Object.entries(CREDENTIALS)) {
  test(`with ${kind}, a message arrives on every connection in a flat frame`, async (t) => {
    const userId = unique('user');
    const credentials = await credentialsOf(userId);
    const connections = await Promise.all([1, 2].map(() => connect(t, userId, { credentials })));
    const content = {
      version: '2022-01-01',
      elements: [
        { type: 'meta', title: 'Shipped' },
        { type: 'text', content: 'It is on its way' },
        { type: 'action', content: 'Track it', href: 'https://example.com' },
      ],
    };
    const metadata = { tags: ['orders'] };
    const messageId = await send({ user_id: userId }, { content, metadata, data: { order: 7 } });
    const last = await sendTo(userId);
    for (const connection of connections) {
      const [message, ...others] = await eventsBefore(last, connection);
      assert.deepEqual(others, []);
      assert.equal(message.type, 'message');
      assert.equal(message.messageId, messageId);
      assert.equal(message.title, 'Shipped');
      assert.equal(message.preview, 'It is on its way');
      assert.deepEqual(message.tags, ['orders']);
      assert.equal(message.actions[0].href, 'https://example.com');
      assert.equal(message.data.order, 7);
      assert.ok(message.data.trackingIds.clickTrackingId);
      // Android parses no other format.
      assert.match(message.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.ok(!('event' in message));
    }
  });
}

/** The mutations of courier-js, and the names of their events in this protocol, if any. */
const MARKS = {
  read: { event: 'read' },
  unread: { before: { read: THEN }, event: 'unread' },
  open: { event: 'opened' },
  click: { event: 'click' },
  archive: { event: 'archive' },
  unarchive: { before: { archived: THEN }, event: 'unarchive' },
  readAll: { event: 'mark-all-read', isOfAll: true },
  archiveAll: {},
  archiveRead: { before: { read: THEN } },
};

for (const [name, { before = {}, event, isOfAll }] of Object.entries(MARKS)) {
  test(`${name} sends ${event ? `\`${event}\`` : 'no event, as no client decodes one'}`, async (t) => {
    const { userId, id } = await seedInbox({ one: before });
    const connection = await connect(t, userId);
    const inbox = await inboxOf(userId);
    await inbox[name]({ messageId: id('one'), trackingId: 'click' });
    const last = await sendTo(userId);
    const ofOne = isOfAll ? {} : { messageId: id('one') };
    const expected = event ? [{ type: 'event', event, ...ofOne }] : [];
    assert.deepEqual(await eventsBefore(last, connection), expected);
  });
}

for (const [kind, credentialsOf] of Object.entries(CREDENTIALS)) {
  test(`with ${kind}, a client receives the events of others and not its own`, async (t) => {
    const { userId, id } = await seedInbox({ one: {} });
    const credentials = await credentialsOf(userId);
    const [own, others] = ['own', 'others'].map(unique);
    const connections = await Promise.all(
      [own, others].map((clientSourceId) => connect(t, userId, { credentials, clientSourceId })),
    );
    const inbox = Inbox({
      authorization: credentials.auth,
      clientKey: credentials.clientKey,
      userId,
      clientSourceId: own,
      apiUrl: INBOX_URL,
    });
    await inbox.markRead(id('one'));
    await inbox.markAllRead();
    const last = await sendTo(userId);
    const [ownEvents, otherEvents] = await Promise.all(
      connections.map((connection) => eventsBefore(last, connection)),
    );
    assert.deepEqual(ownEvents, []);
    assert.deepEqual(
      otherEvents.map(({ event }) => event),
      ['read', 'mark-all-read'],
    );
  });
}

test('a connection of a tenant receives only the events of that tenant', async (t) => {
  const [userId, acme, globex] = ['user', 'acme', 'globex'].map(unique);
  await seed({ [userId]: { tenants: [acme, globex] } });
  const [ofAcme, ofAll] = await Promise.all([
    connect(t, userId, { accountId: acme }),
    connect(t, userId),
  ]);
  const ids = {};
  for (const tenant of [globex, acme]) {
    ids[tenant] = `${await send({ tenant_id: tenant }, titled('Hello'))}:${userId}`;
  }
  const inbox = await inboxOf(userId);
  for (const tenant of [globex, acme]) {
    await inbox.read({ messageId: ids[tenant] });
  }
  const last = `${await send({ tenant_id: acme }, titled('Last'))}:${userId}`;
  const idsOf = (frames) => frames.map(({ type, messageId }) => `${type} ${messageId}`);
  assert.deepEqual(idsOf(await eventsBefore(last, ofAcme)), [
    `message ${ids[acme]}`,
    `event ${ids[acme]}`,
  ]);
  assert.deepEqual(idsOf(await eventsBefore(last, ofAll)), [
    `message ${ids[globex]}`,
    `message ${ids[acme]}`,
    `event ${ids[globex]}`,
    `event ${ids[acme]}`,
  ]);
});

test('a connection receives no events of another user', async (t) => {
  const { userId: alice, id } = await seedInbox({ one: {} });
  const bob = unique('bob');
  const connection = await connect(t, bob, { credentials: withClientKey() });
  await sendTo(alice);
  const inbox = await inboxOf(alice);
  await inbox.read({ messageId: id('one') });
  const last = await sendTo(bob);
  assert.deepEqual(await eventsBefore(last, connection), []);
});

test('a connection receives nothing before and after its subscription', async (t) => {
  const userId = unique('user');
  const connection = await open(t, await withToken(userId));
  await sendTo(userId);
  await subscribe(connection, userId);
  const received = await sendTo(userId);
  await sendFrame(connection, 'unsubscribe', { channel: userId, event: '*', version: 5 });
  await sendTo(userId);
  await subscribe(connection, userId);
  const last = await sendTo(userId);
  const frames = await eventsBefore(last, connection);
  assert.deepEqual(
    frames.map(({ messageId }) => messageId),
    [received],
  );
});

test('a keep-alive frame gets no response', async (t) => {
  const userId = unique('user');
  const connection = await connect(t, userId);
  await sendFrame(connection, 'keepAlive');
  const last = await sendTo(userId);
  assert.deepEqual(await eventsBefore(last, connection), []);
});

test('a malformed frame gets an error and leaves the connection open', async (t) => {
  for (const frame of ['not JSON', '[]', JSON.stringify({ action: 'nonsense' })]) {
    const userId = unique('user');
    const connection = await connect(t, userId);
    connection.socket.send(frame);
    await sendFrame(connection, 'keepAlive');
    const last = await sendTo(userId);
    assertOneError(await eventsBefore(last, connection));
  }
});

// --- Renewal ---

test('a session is renewed with a new token without a response', async (t) => {
  const userId = unique('user');
  const connection = await connect(t, userId);
  await sendFrame(connection, 'renewSession', { ...(await withToken(userId)), version: 5 });
  const last = await sendTo(userId);
  assert.deepEqual(await eventsBefore(last, connection), []);
});

const BAD_RENEWALS = {
  'an expired token': (userId) => withToken(userId, { expiresIn: '-1d' }),
  'a token that may write only': (userId) => withToken(userId, { scopes: [WRITE] }),
  'a token of another user': () => withToken(unique('somebody')),
  'an API key': () => ({ auth: API_KEY }),
  'no token': () => ({}),
};

for (const [name, credentialsOf] of Object.entries(BAD_RENEWALS)) {
  test(`${name} does not renew a session`, async (t) => {
    const userId = unique('user');
    const connection = await connect(t, userId);
    await sendFrame(connection, 'renewSession', { ...(await credentialsOf(userId)), version: 5 });
    const last = await sendTo(userId);
    assertOneError(await eventsBefore(last, connection));
  });
}

// --- Refusals ---

test('a token subscribes to its own user only', async (t) => {
  const [userId, other] = ['user', 'other'].map(unique);
  const connection = await connect(t, userId);
  await subscribe(connection, other);
  await sendTo(other);
  const last = await sendTo(userId);
  assertOneError(await eventsBefore(last, connection));
});

/** Subscribes with a signature, then with a valid one. Returns the frames received meanwhile. */
async function framesAfterSubscribing(t, userId, userSignature) {
  const connection = await open(t, withClientKey());
  await subscribe(connection, userId, { clientKey: CLIENT_KEY, userSignature });
  await sendTo(userId);
  await subscribe(connection, userId, { userSignature: signatureOf(userId) });
  const last = await sendTo(userId);
  return eventsBefore(last, connection);
}

const BAD_SIGNATURES = {
  'no signature': () => undefined,
  'the signature of another user': () => signatureOf(unique('somebody')),
  'a signature by another key': (userId) => signatureOf(userId, 'sandbox_wrong_key'),
  'a signature in capitals': (userId) => signatureOf(userId).toUpperCase(),
};

for (const [name, signature] of Object.entries(BAD_SIGNATURES)) {
  test(`if signatures are required, ${name} does not subscribe`, async (t) => {
    await setWorkspace(t, { hmac_required: true });
    const userId = unique('user');
    assertOneError(await framesAfterSubscribing(t, userId, signature(userId)));
  });
}

test('if signatures are required, those of the published and the draft key are accepted', async (t) => {
  await setWorkspace(t, { hmac_required: true });
  for (const key of [API_KEY, DRAFT_API_KEY]) {
    const userId = unique('user');
    const frames = await framesAfterSubscribing(t, userId, signatureOf(userId, key));
    assert.deepEqual(
      frames.map(({ type }) => type),
      ['message'],
    );
  }
});

test('if signatures are required, a token needs none', async (t) => {
  await setWorkspace(t, { hmac_required: true });
  const userId = unique('user');
  const connection = await connect(t, userId);
  const last = await sendTo(userId);
  assert.deepEqual(await eventsBefore(last, connection), []);
});

/** Asserts that the upgrade is refused. */
async function assertNoSocket(credentials, options) {
  const socket = socketOf(credentials, options);
  try {
    await assert.rejects(once(socket, 'open', { signal: deadline() }), /\b401\b/);
  } finally {
    socket.terminate();
  }
}

const BAD_CREDENTIALS = {
  'an expired token': (userId) => withToken(userId, { expiresIn: '-1d' }),
  'a token that may write only': (userId) => withToken(userId, { scopes: [WRITE] }),
  'a token without a user': async () => ({ auth: await issue('', { scopes: [READ] }) }),
  'an API key for a token': () => ({ auth: API_KEY }),
  'a client key for a token': () => ({ auth: CLIENT_KEY }),
  'an API key for a client key': () => ({ clientKey: API_KEY }),
  'the client key of another workspace': () => {
    const key = Buffer.from('11111111-1111-4111-8111-111111111111').toString('base64');
    return { clientKey: key };
  },
  'garbage for a client key': () => ({ clientKey: 'no-client-key' }),
  'an empty client key': () => ({ clientKey: '' }),
  nothing: () => ({ version: 5 }),
};

for (const [name, credentialsOf] of Object.entries(BAD_CREDENTIALS)) {
  test(`${name} does not connect`, async () => {
    await assertNoSocket(await credentialsOf(unique('user')));
  });
}

for (const settings of [{ jwt_required: true }, { draft_key: false }]) {
  test(`a token connects, the client key does not, with ${JSON.stringify(settings)}`, async (t) => {
    await setWorkspace(t, settings);
    await assertNoSocket(withClientKey());
    await connect(t, unique('user'));
  });
}

test('if domains are set, the client key connects only from their pages', async (t) => {
  await setWorkspace(t, { domains: ['^https://app\\.example\\.com$'] });
  await assertNoSocket(withClientKey());
  await assertNoSocket(withClientKey(), { origin: 'https://example.com' });
  const userId = unique('user');
  const connection = await open(t, withClientKey(), { origin: 'https://app.example.com' });
  await subscribe(connection, userId);
  const last = await sendTo(userId);
  assert.deepEqual(await eventsBefore(last, connection), []);
});
