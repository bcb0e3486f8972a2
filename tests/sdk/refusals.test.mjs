// Refused credentials, and the errors of the clients.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import Courier, { AuthenticationError } from '@trycourier/courier';

import {
  API_KEY,
  CLIENT_KEY,
  INBOX_URL,
  inboxOf,
  issue,
  READ,
  seedInbox,
  server,
  titled,
  titles,
  UNAUTHORIZED,
  unique,
  WRITE,
} from './support.mjs';

/** Asserts that the upgrade is refused. The client is closed, or it would retry for minutes. */
async function assertNoSocket({ socket }) {
  try {
    await assert.rejects(socket.connect(), ({ message }) => /\b401\b/.test(message));
  } finally {
    socket.close();
  }
}

/** Returns a token with the signature of another one. */
async function forged(userId) {
  const [header, , signature] = (await issue(unique('somebody'))).split('.');
  const [, claims] = (await issue(userId)).split('.');
  return [header, claims, signature].join('.');
}

const BAD_TOKENS = {
  'an expired token': (userId) => issue(userId, { expiresIn: '-1d' }),
  'a token of another user': () => issue(unique('somebody')),
  'a forged token': forged,
  'a token that may write only': (userId) => issue(userId, { scopes: [WRITE] }),
  'a token without permissions': (userId) => issue(userId, { scopes: [] }),
  'an API key': () => API_KEY,
  'a client key': () => CLIENT_KEY,
  garbage: () => 'not.a.token',
};

for (const [name, tokenFor] of Object.entries(BAD_TOKENS)) {
  test(`${name} neither lists nor connects`, async () => {
    const userId = unique('user');
    const inbox = await inboxOf(userId, { token: await tokenFor(userId) });
    await assert.rejects(inbox.getMessages(), UNAUTHORIZED);
    await assert.rejects(inbox.getUnreadMessageCount(), UNAUTHORIZED);
    await assertNoSocket(inbox);
  });
}

test('a read-only token lists messages and cannot mark them', async () => {
  const { userId, id } = await seedInbox({ one: {} });
  const inbox = await inboxOf(userId, { token: await issue(userId, { scopes: [READ] }) });
  await assert.rejects(inbox.read({ messageId: id('one') }), UNAUTHORIZED);
  await assert.rejects(inbox.readAll(), UNAUTHORIZED);
  assert.deepEqual(await titles(inbox, { status: 'unread' }), ['one']);
});

test('a write-only token marks messages', async () => {
  const { userId, id } = await seedInbox({ one: {} });
  const writing = await inboxOf(userId, { token: await issue(userId, { scopes: [WRITE] }) });
  await writing.read({ messageId: id('one') });
  assert.deepEqual(await titles(await inboxOf(userId), { status: 'read' }), ['one']);
});

test('a message of another user is not marked', async () => {
  const { userId, id } = await seedInbox({ one: {} });
  const stranger = await inboxOf(unique('stranger'));
  await stranger.read({ messageId: id('one') });
  assert.deepEqual(await titles(await inboxOf(userId), { status: 'unread' }), ['one']);
});

test('an unknown message is an error in a 200 response, which courier-js ignores', async () => {
  const userId = unique('user');
  const token = await issue(userId);
  const messageId = unique('nothing');
  await (await inboxOf(userId, { token })).read({ messageId });

  const response = await fetch(INBOX_URL, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($messageId: String!) { read(messageId: $messageId) }',
      variables: { messageId },
    }),
  });
  assert.equal(response.status, 200);
  const { data, errors } = await response.json();
  assert.deepEqual(data, { read: null });
  assert.deepEqual(errors[0].path, ['read']);
});

const SERVER_CALLS = {
  'issue a token': ({ auth }) => auth.issueToken({ scope: READ, expires_in: '1h' }),
  send: ({ send }) => send.message({ message: { to: { user_id: 'u' }, ...titled('No') } }),
  'list messages': ({ messages }) => messages.list(),
  'retrieve a message': ({ messages }) => messages.retrieve('m'),
  'archive a request': ({ requests }) => requests.archive('r'),
};

for (const [name, call] of Object.entries(SERVER_CALLS)) {
  test(`neither a wrong key nor a user's token can ${name}`, async () => {
    for (const apiKey of ['sandbox_wrong_key', await issue(unique('user'))]) {
      const client = new Courier({ apiKey, baseURL: server.baseURL });
      await assert.rejects(call(client), AuthenticationError);
    }
  });
}
