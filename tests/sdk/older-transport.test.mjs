// The socket client of courier-react in majors 6 and 7. Every exported call is made once with every
// kind of credentials, and judged by the frames that arrive. `legacy-socket.test.mjs` tests the
// protocol in detail.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { CREDENTIALS, withClientKey } from './client-graphql.mjs';
import {
  arrivalsOf,
  deadline,
  eventsBefore,
  inboxOf,
  issue,
  seedInbox,
  send,
  setWorkspace,
  signatureOf,
  SOCKET_URL,
  titled,
  unique,
} from './support.mjs';

const require = createRequire(import.meta.url);

const VERSIONS = { '6.3.1': 'transport-6', '7.4.8': 'transport-7' };

/** Waits until the sandbox has processed every frame that was sent: it answers pings in order. */
function processed(transport) {
  const socket = transport.ws.connection._ws;
  socket.ping();
  return once(socket, 'pong', { signal: deadline() });
}

/** Waits until the client has opened a connection. */
function opened(transport) {
  return new Promise((resolve) => transport.ws.connection.addEventListener('open', resolve));
}

/** Creates a client that records what it passes on and what it prints as an error. */
function create(t, { CourierTransport }, options) {
  const errors = [];
  t.mock.method(console, 'error', (error) => errors.push(error));
  const transport = new CourierTransport({ ...options, wsOptions: { url: SOCKET_URL } });
  t.after(() => transport.closeConnection());
  const arrivals = arrivalsOf((listener) => {
    for (const type of ['message', 'event']) {
      transport.listen({ id: type, type, listener: ({ data }) => listener(data) });
    }
  });
  return { transport, arrivals, errors };
}

/** Opens a connection without a subscription until the test ends. */
async function open(t, library, options) {
  const connection = create(t, library, options);
  connection.transport.connect();
  await opened(connection.transport);
  return connection;
}

/** Opens a connection that is subscribed to the user. */
async function connect(t, library, userId, options) {
  const connection = await open(t, library, options);
  connection.transport.subscribe(userId);
  await processed(connection.transport);
  return connection;
}

function sendTo(userId, title) {
  return send({ user_id: userId }, titled(title));
}

/** Returns the titles, or else the names of the events, that arrived before a last message. */
async function heard(userId, connection) {
  const frames = await eventsBefore(await sendTo(userId, 'Last'), connection);
  return frames.map(({ title, event }) => title ?? event);
}

/** A test of each exported call. */
const CALLS = {
  connect: async ({ t, library, options }) => {
    const { transport, errors } = await open(t, library, options);
    await processed(transport);
    assert.deepEqual(errors, []);
    assert.equal(transport.isConnected(), true);
  },
  isConnected: async ({ t, library, options }) => {
    const { transport } = create(t, library, options);
    assert.equal(transport.isConnected(), false);
    transport.connect();
    await opened(transport);
    assert.equal(transport.isConnected(), true);
  },
  subscribe: async ({ t, library, userId, id, options }) => {
    const connection = await connect(t, library, userId, options);
    await sendTo(userId, 'First');
    const inbox = await inboxOf(userId);
    await inbox.read({ messageId: id('one') });
    assert.deepEqual(await heard(userId, connection), ['First', 'read']);
  },
  unsubscribe: async ({ t, library, userId, options }) => {
    const connection = await connect(t, library, userId, options);
    const { transport } = connection;
    transport.unsubscribe(userId);
    await processed(transport);
    await sendTo(userId, 'First');
    transport.subscribe(userId);
    await processed(transport);
    assert.deepEqual(await heard(userId, connection), []);
  },
  listen: async ({ t, library, userId, options }) => {
    const connection = await connect(t, library, userId, options);
    const replaced = arrivalsOf((listener) => {
      const { transport } = connection;
      transport.listen({ id: 'message', listener: ({ data }) => listener(data) });
    });
    await sendTo(userId, 'First');
    assert.deepEqual(await heard(userId, { arrivals: replaced }), ['First']);
  },
  emit: async ({ t, library, options }) => {
    const { transport, arrivals } = create(t, library, options);
    transport.emit({ data: { messageId: 'one', title: 'Local' } });
    transport.emit({ data: { messageId: 'last' } });
    assert.deepEqual(await eventsBefore('last', { arrivals }), [
      { messageId: 'one', title: 'Local' },
    ]);
  },
  intercept: async ({ t, library, userId, options }) => {
    const connection = await connect(t, library, userId, options);
    connection.transport.intercept((message) => {
      return message.title === 'Hidden' ? undefined : { ...message, title: `${message.title}!` };
    });
    await sendTo(userId, 'Hidden');
    await sendTo(userId, 'Shown');
    assert.deepEqual(await heard(userId, connection), ['Shown!']);
  },
  keepAlive: async ({ t, library, userId, options }) => {
    const connection = await connect(t, library, userId, options);
    connection.transport.keepAlive();
    await processed(connection.transport);
    assert.deepEqual(await heard(userId, connection), []);
    assert.deepEqual(connection.errors, []);
  },
  send: async ({ t, library, options }) => {
    const { transport, errors } = await open(t, library, options);
    transport.send({ action: 'nonsense' });
    await processed(transport);
    assert.equal(errors.length, 1);
  },
  onReconnection: async ({ t, library, userId, options }) => {
    const connection = await connect(t, library, userId, options);
    const { transport } = connection;
    const reconnected = new Promise((resolve) => {
      transport.onReconnection({ id: 'test', callback: resolve });
    });
    transport.ws.connection.reconnect();
    await reconnected;
    // The client has subscribed again by itself.
    await processed(transport);
    assert.deepEqual(await heard(userId, connection), []);
  },
  renewSession: async ({ t, library, userId, options }) => {
    const connection = await connect(t, library, userId, options);
    const { transport, errors } = connection;
    const hasToken = 'authorization' in options;
    transport.renewSession(await issue(userId));
    await processed(transport);
    // A connection of the client key has no session that a token could renew.
    assert.equal(errors.length, hasToken ? 0 : 1);
    transport.renewSession(await issue(unique('somebody')));
    await processed(transport);
    assert.equal(errors.length, hasToken ? 1 : 2);
    assert.deepEqual(await heard(userId, connection), []);
  },
  closeConnection: async ({ t, library, userId, options }) => {
    const { transport } = await connect(t, library, userId, options);
    const closed = once(transport.ws.connection._ws, 'close', { signal: deadline() });
    transport.closeConnection();
    await closed;
    assert.equal(transport.isConnected(), false);
  },
};

/** Returns the names of the methods, which the client has itself or from its class. */
function methodsOf({ CourierTransport }, options) {
  const transport = new CourierTransport(options);
  const names = [
    ...Object.getOwnPropertyNames(transport),
    ...Object.getOwnPropertyNames(CourierTransport.prototype),
  ];
  return names.filter((name) => name !== 'constructor' && typeof transport[name] === 'function');
}

for (const [number, alias] of Object.entries(VERSIONS)) {
  const library = require(alias);

  test(`every call that ${number} exports is tested`, () => {
    assert.equal(require(`${alias}/package.json`).version, number);
    const methods = methodsOf(library, withClientKey('user'));
    assert.deepEqual(methods.sort(), Object.keys(CALLS).sort());
  });

  for (const [kind, { settings, credentials }] of Object.entries(CREDENTIALS)) {
    for (const [name, work] of Object.entries(CALLS)) {
      test(`with ${kind}, ${name} of ${number} works`, async (t) => {
        await setWorkspace(t, settings);
        const { userId, id } = await seedInbox({ one: {} });
        await work({ t, library, userId, id, options: await credentials(userId) });
      });
    }
  }

  test(`${number} connects by itself if a token is renewed before`, async (t) => {
    const userId = unique('user');
    const expired = await issue(userId, { expiresIn: '-1d' });
    const connection = create(t, library, { authorization: expired });
    connection.transport.subscribe(userId);
    connection.transport.renewSession(await issue(userId));
    await opened(connection.transport);
    await processed(connection.transport);
    assert.deepEqual(await heard(userId, connection), []);
  });

  test(`${number} hears nothing without the signature that the workspace requires`, async (t) => {
    await setWorkspace(t, { hmac_required: true });
    const userId = unique('user');
    const connection = await connect(t, library, userId, withClientKey(userId));
    assert.equal(connection.errors.length, 1);
    await sendTo(userId, 'First');
    connection.transport.ws.userSignature = signatureOf(userId);
    connection.transport.subscribe(userId);
    await processed(connection.transport);
    assert.deepEqual(await heard(userId, connection), []);
  });
}
