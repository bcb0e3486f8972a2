// The behaviors that `courier-auth explain clients` describes. A test has the name of its behavior.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';

import courierJs from '@trycourier/courier-js';
import courierJs1 from 'courier-js-1';

import {
  BASE_URL,
  CLIENT_KEY,
  CLIENT_URL,
  SOCKET_URL,
  arrivalsOf,
  clientOf,
  connect,
  eventsBefore,
  issue,
  marked,
  seedInbox,
  send,
  signatureOf,
  titled,
  unique,
} from './support.mjs';

test('deaf-after-reconnect', async (t) => {
  const userId = unique('user');
  const { inbox, arrivals } = await connect(t, userId);
  const { socket } = inbox;
  const closed = once(socket.webSocket, 'close');
  socket.webSocket.close(4000);
  await closed;
  // The client would wait half a minute before it does this.
  await socket.connect();

  const later = arrivalsOf((listener) => socket.addMessageEventListener(listener));
  const id = await send({ user_id: userId }, titled('After'));
  assert.deepEqual(await eventsBefore(id, { arrivals: later }), []);
  const first = await Promise.race([arrivals.next(), Promise.resolve('nothing')]);
  assert.equal(first, 'nothing', 'the listener of before the reconnection is gone');
});

/** Starts an Inbox API that answers every request with an error in a 200. */
async function failingInbox(t) {
  const headers = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    response.setHeader('content-type', 'application/json');
    response.end('{"errors":[{"message":"Internal error"}],"data":null}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const graphql = `http://127.0.0.1:${server.address().port}`;
  const apiUrls = {
    courier: { rest: BASE_URL, graphql: CLIENT_URL },
    inbox: { graphql, webSocket: SOCKET_URL },
  };
  return { apiUrls, headers };
}

test('errors-read-as-zero', async (t) => {
  const userId = unique('user');
  const { apiUrls, headers } = await failingInbox(t);
  const jwt = await issue(userId);
  const { inbox } = new courierJs.CourierClient({ userId, jwt, apiUrls });
  assert.equal(await inbox.getUnreadMessageCount(), 0);
  await inbox.read({ messageId: 'any' });
  assert.equal(headers.length, 2);
});

test('jwt-without-bearer', async (t) => {
  const userId = unique('user');
  const authorization = await issue(userId);
  const { inbox } = await clientOf(userId, { token: authorization });
  assert.equal(await inbox.getUnreadMessageCount(), 0);

  const { default: client } = courierJs1;
  client.init({ authorization, baseUrl: BASE_URL, clientKey: 'JWT_AUTH', debug: true, userId });
  const logged = t.mock.method(console, 'error', () => {});
  await client.identify(userId, { plan: 'free' });
  await client.subscribe(userId, 'news');
  const texts = logged.mock.calls.map(({ arguments: [text] }) => text);
  assert.equal(texts.filter((text) => text.includes(': 401 because')).length, 2, String(texts));
});

test('marks-in-every-tenant', async () => {
  const { userId } = await seedInbox({ acme: { accountId: 'acme' }, none: {} });
  const { inbox } = await clientOf(userId, { tenantId: 'acme' });
  await inbox.readAll();
  assert.deepEqual((await marked(userId, 'read')).sort(), ['acme', 'none']);
});

test('user-id-in-header', async () => {
  for (const userId of ['ユーザー', 'łukasz']) {
    const { inbox } = await clientOf(userId);
    await assert.rejects(inbox.getUnreadMessageCount(), TypeError, userId);
  }
});

test('no-signature', async (t) => {
  const userId = unique('user');
  const { apiUrls, headers } = await failingInbox(t);
  const userSignature = signatureOf(userId);
  const options = { userId, publicApiKey: CLIENT_KEY, userSignature, apiUrls };
  const { inbox } = new courierJs.CourierClient(options);
  await inbox.getUnreadMessageCount();
  assert.equal(headers[0].authorization, `Bearer ${CLIENT_KEY}`);
  assert.ok(!JSON.stringify(headers).includes(userSignature));
});
