// When a client key is sufficient, when a signature or a token is required, and with which scopes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  clientsOf,
  READ_BRANDS,
  READ_MESSAGES,
  READ_PREFERENCES,
  SCOPES,
  withClientKey,
  withToken,
  WRITE_PREFERENCES,
} from './client-graphql.mjs';
import {
  DRAFT_API_KEY,
  issue,
  READ,
  responsesOf,
  seedInbox,
  setWorkspace,
  signatureOf,
  unique,
  userOf,
  WRITE,
} from './support.mjs';

const CALLS = {
  'list messages': ({ inbox }) => inbox.getMessages(),
  'count messages': ({ inbox }) => inbox.getInboxCount(),
  'list tabs': ({ inbox }) => inbox.getMessageLists([{ id: 'all', filters: {} }]),
  'show a message': ({ inbox }, messageId) => inbox.getMessage(messageId),
  'read a message': ({ inbox }, messageId) => inbox.markRead(messageId),
  'tag a message': ({ inbox }, messageId) => inbox.addTag(messageId, { tag: 'x' }),
  'unpin a message': ({ inbox }, messageId) => inbox.unpinMessage(messageId),
  'read all': ({ inbox }) => inbox.markAllRead(),
  'list preferences': ({ preferences }) => preferences.getRecipientPreferences(),
  'show the preference page': ({ preferences }) => preferences.getPreferencePage(),
  'choose a topic': ({ preferences }) =>
    preferences.updateRecipientPreferences({ templateId: 'updates', status: 'OPTED_OUT' }),
  'find a brand': ({ brands }) => brands.getBrand('sandbox'),
  'list banners': ({ banners }) => banners.getBanners(),
  'track an event': ({ events }) => events.trackEventBatch('opened'),
};

/** Returns the HTTP status of a call, which most methods of the client do not report. */
async function statusOf(t, credentials, call, messageId) {
  const responses = await responsesOf(t, () => call(clientsOf(credentials), messageId));
  assert.equal(responses.length, 1);
  return responses[0].status;
}

/** Asserts that every call has this status. */
async function assertAllStatuses(t, status, credentials, messageId) {
  for (const [name, call] of Object.entries(CALLS)) {
    assert.equal(await statusOf(t, credentials, call, messageId), status, name);
  }
}

/** Asserts that every call is refused and changes nothing. */
async function assertRefused(t, credentialsOf) {
  const { userId, id } = await seedInbox({ one: { pinned: { slotId: 'top' } } });
  const before = await userOf(userId);
  await assertAllStatuses(t, 401, await credentialsOf(userId), id('one'));
  assert.deepEqual(await userOf(userId), before);
}

/** Asserts that every call succeeds. */
async function assertAccepted(t, credentialsOf) {
  const { userId, id } = await seedInbox({ one: { pinned: { slotId: 'top' } } });
  await assertAllStatuses(t, 200, await credentialsOf(userId), id('one'));
  const { messages, preferences } = await userOf(userId);
  const [{ read, opened, tags, pinned }] = messages;
  assert.ok(read);
  assert.ok(opened);
  assert.deepEqual(tags, ['x']);
  assert.equal(pinned, undefined);
  assert.equal(preferences[0].status, 'OPTED_OUT');
}

const BAD_SIGNATURES = {
  'no signature': () => undefined,
  'the signature of another user': () => signatureOf(unique('somebody')),
  'a signature by another key': (userId) => signatureOf(userId, 'sandbox_wrong_key'),
  'a signature in capitals': (userId) => signatureOf(userId).toUpperCase(),
  'the user id for a signature': (userId) => userId,
};

for (const [name, signature] of Object.entries(BAD_SIGNATURES)) {
  test(`if signatures are required, ${name} is refused everywhere`, async (t) => {
    await setWorkspace(t, { hmac_required: true });
    await assertRefused(t, (userId) => withClientKey(userId, signature(userId)));
  });

  test(`if no signature is required, ${name} is ignored`, async (t) => {
    await assertAccepted(t, (userId) => withClientKey(userId, signature(userId)));
  });
}

test('a signature with the draft key is accepted too', async (t) => {
  await setWorkspace(t, { hmac_required: true });
  await assertAccepted(t, (userId) => withClientKey(userId, signatureOf(userId)));
  await assertAccepted(t, (userId) => withClientKey(userId, signatureOf(userId, DRAFT_API_KEY)));
});

test('if signatures are required, a token needs none', async (t) => {
  await setWorkspace(t, { hmac_required: true });
  await assertAccepted(t, withToken);
});

test('if tokens are required, the client key is refused, signed or not', async (t) => {
  await setWorkspace(t, { jwt_required: true });
  await assertRefused(t, (userId) => withClientKey(userId));
  await assertRefused(t, (userId) => withClientKey(userId, signatureOf(userId)));
  await assertAccepted(t, withToken);
});

test('if the workspace has no draft key, the client key is refused', async (t) => {
  await setWorkspace(t, { draft_key: false });
  await assertRefused(t, (userId) => withClientKey(userId));
  await assertAccepted(t, withToken);
});

test('the client key of another workspace is refused', async (t) => {
  const stranger = Buffer.from('11111111-1111-4111-8111-111111111111').toString('base64');
  for (const clientKey of [stranger, 'no client key']) {
    await assertRefused(t, (userId) => ({ ...withClientKey(userId), clientKey }));
  }
});

test('a bad token is refused even with a valid client key', async (t) => {
  await assertRefused(t, async (userId) => {
    const authorization = await issue(userId, { scopes: SCOPES, expiresIn: '-1d' });
    return { ...withClientKey(userId), authorization };
  });
});

test('if domains are set, the client key is accepted only from their pages', async (t) => {
  await setWorkspace(t, { domains: ['^https://app\\.example\\.com$'] });
  const { userId } = await seedInbox({ one: {} });
  const { inbox } = clientsOf(withClientKey(userId));
  // A browser would add the header itself.
  const { fetch } = globalThis;
  const listedFrom = async (origin) => {
    const { mock } = t.mock.method(globalThis, 'fetch', (url, { headers, ...options }) =>
      fetch(url, { ...options, headers: { ...headers, origin } }),
    );
    const { messages } = await inbox.getMessages();
    mock.restore();
    return messages && messages.map((message) => message.title);
  };
  assert.deepEqual(await listedFrom('https://app.example.com'), ['one']);
  assert.equal(await listedFrom('https://example.com'), undefined);
  assert.equal((await inbox.getMessages()).messages, undefined);
});

const NEEDS = {
  [READ]: 'list messages',
  [WRITE]: 'read a message',
  [READ_MESSAGES]: 'list banners',
  [READ_PREFERENCES]: 'list preferences',
  [WRITE_PREFERENCES]: 'choose a topic',
  [READ_BRANDS]: 'find a brand',
};

for (const [scope, name] of Object.entries(NEEDS)) {
  test(`\`${scope}\` is what a token needs to ${name}`, async (t) => {
    const { userId, id } = await seedInbox({ one: {} });
    const others = SCOPES.filter((other) => other !== scope);
    const rows = [
      [[scope], 200],
      [others, 401],
    ];
    for (const [scopes, expected] of rows) {
      const credentials = await withToken(userId, scopes);
      assert.equal(await statusOf(t, credentials, CALLS[name], id('one')), expected);
    }
  });
}
