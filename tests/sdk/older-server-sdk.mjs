// The calls of older majors of the server SDK that the sandbox serves, each judged by what it
// returns or changes.

import assert from 'node:assert/strict';

import {
  claimsOf,
  inboxOf,
  READ,
  seed,
  seedInbox,
  seedSection,
  server,
  titled,
  titles,
  unique,
  userOf,
} from './support.mjs';

const ACME = { name: 'Acme', settings: { colors: { primary: '#f00' } } };
const TO_EXPO = [{ op: 'replace', path: '/provider_key', value: 'expo' }];

// --- What the calls of all majors have in common ---

/** Sends a message with the present request, which is an object with the key `message`. */
async function assertSends(client) {
  const userId = unique('user');
  await client.send({ message: { to: { user_id: userId }, ...titled('One') } });
  assert.deepEqual(await titles(await inboxOf(userId)), ['One']);
}

async function assertIssues(call) {
  const scope = `user_id:${unique('user')} ${READ}`;
  const { token } = await call(scope);
  const claims = claimsOf(token);
  assert.equal(claims.scope, scope);
  assert.equal(claims.exp - claims.iat, 3600);
}

/** Asserts what a call returns of a message that is in an Inbox. */
function showing(call, pattern) {
  return async (client) => {
    const { userId, id } = await seedInbox({ one: { preview: 'It is on its way' } });
    const shown = JSON.stringify(await call(client, id('one'), userId));
    assert.match(shown, pattern ?? new RegExp(`"id":"${id('one')}"`));
  };
}

/** Cancels a message that was delivered already, which is refused. */
function cancelling(call) {
  return async (client) => {
    const { id } = await seedInbox({ one: {} });
    const refusal = await call(client, id('one')).catch((error) => error);
    assert.equal(statusOf(refusal), 409);
  };
}

/** Creates a brand, calls, and passes on what became of the brand. */
function onBrand(call, check) {
  return async (client) => {
    const { id } = await server.brands.create({ id: unique('brand'), ...ACME });
    const result = await call(client, id);
    const { results } = await server.brands.list();
    check(results.find((brand) => brand.id === id), result, id);
  };
}

function assertName(name) {
  return (brand) => assert.equal(brand.name, name);
}

function assertShown(brand, result) {
  assert.match(JSON.stringify(result), new RegExp(`"id":"${brand.id}"`));
}

/** Stores a push token, calls, and asserts the tokens and providers that the user has then. */
function onToken(call, expected) {
  return async (client) => {
    const user_id = unique('user');
    await server.users.tokens.addSingle('old', { user_id, provider_key: 'apn' });
    const result = await call(client, user_id);
    const { tokens } = await userOf(user_id);
    const held = Object.entries(tokens ?? {}).map(([name, token]) => [name, token.provider_key]);
    assert.deepEqual(Object.fromEntries(held), expected);
    return result;
  };
}

/** Calls with a topic of the user, and asserts the status that the user has chosen then. */
function onTopic(call, status) {
  return async (client) => {
    const { topic } = await seedSection();
    const userId = unique('user');
    const result = await call(client, userId, topic('offers'));
    const [chosen] = (await userOf(userId)).preferences ?? [];
    assert.equal(chosen?.status, status);
    if (!status) {
      assert.match(JSON.stringify(result), new RegExp(`"topic_id":"${topic('offers')}"`));
    }
  };
}

/** Subscribes a user to a list, calls, and asserts the lists that the user has then. */
function onList(call, expected) {
  return async (client) => {
    const { userId } = await seedInbox({});
    await seed({ [userId]: { lists: ['old'] } });
    await call(client, userId);
    assert.deepEqual((await userOf(userId)).lists, expected);
  };
}

const LIST_CALLS = {
  'lists.subscribe': onList(({ lists }, user) => lists.subscribe('new', user), ['new', 'old']),
  'lists.unsubscribe': onList(({ lists }, user) => lists.unsubscribe('old', user)),
};

/** Returns the HTTP status of an error of any major. */
export function statusOf(error) {
  return error.statusCode ?? error.response?.status;
}

// --- The calls ---

/** The calls of majors 1 to 5, as far as each has them. */
export const FLAT_CALLS = {
  ...LIST_CALLS,
  send: async (client, { sendsEvents }) => {
    if (!sendsEvents) {
      return assertSends(client);
    }
    // The sandbox has no templates, which the request of majors 1 and 2 would name.
    const request = { eventId: 'WELCOME', recipientId: unique('user'), profile: {} };
    const refusal = await client.send(request).catch((error) => error);
    assert.equal(statusOf(refusal), 400);
  },
  issueToken: (client) => {
    return assertIssues((scope) => client.issueToken({ scope, expiresIn: '1h' }));
  },
  getMessage: showing((client, id) => client.getMessage(id)),
  // Majors 4 and 5 send the text `undefined` for each filter that is missing, also for the cursor.
  getMessages: async (client, { sendsUndefined }) => {
    const list = showing((client, id, recipientId) => client.getMessages({ recipientId }));
    await (sendsUndefined ? assert.rejects(list(client), /"cursor"/) : list(client));
  },
  getMessageHistory: showing((client, id) => client.getMessageHistory(id), /"DELIVERED"/),
  getMessageOutput: showing((client, id) => client.getMessageOutput(id), /It is on its way/),
  cancelMessage: cancelling((client, id) => client.cancelMessage(id)),
  createBrand: async (client) => {
    const id = unique('brand');
    await client.createBrand({ id, ...ACME });
    assert.equal((await server.brands.retrieve(id)).name, 'Acme');
  },
  getBrand: onBrand((client, id) => client.getBrand(id), assertShown),
  getBrands: onBrand((client) => client.getBrands(), assertShown),
  replaceBrand: onBrand(
    (client, id) => client.replaceBrand({ id, ...ACME, name: 'New' }),
    assertName('New'),
  ),
  deleteBrand: onBrand(
    (client, id) => client.deleteBrand(id),
    (brand) => assert.equal(brand, undefined),
  ),
  'tokenManagement.putUserToken': onToken(
    ({ tokenManagement }, user_id) =>
      tokenManagement.putUserToken({ user_id, token: { token: 'new', provider_key: 'expo' } }),
    { old: 'apn', new: 'expo' },
  ),
  'tokenManagement.putUserTokens': onToken(
    ({ tokenManagement }, user_id) =>
      tokenManagement.putUserTokens({ user_id, tokens: [{ token: 'new', provider_key: 'expo' }] }),
    { old: 'apn', new: 'expo' },
  ),
  'tokenManagement.patchUserToken': async (client, { patchesInLowerCase }) => {
    const patch = onToken(
      ({ tokenManagement }, user_id) =>
        tokenManagement.patchUserToken({ user_id, token: 'old', patch: TO_EXPO }),
      { old: 'expo' },
    );
    // Methods of HTTP are case-sensitive: `patch` is not `PATCH`.
    await (patchesInLowerCase ? assert.rejects(patch(client), /Not Found/) : patch(client));
  },
  'tokenManagement.getUserToken': onToken(
    async ({ tokenManagement }, user_id) => {
      const { provider_key } = await tokenManagement.getUserToken({ user_id, token: 'old' });
      assert.equal(provider_key, 'apn');
    },
    { old: 'apn' },
  ),
  'tokenManagement.getUserTokens': onToken(
    async ({ tokenManagement }, user_id) => {
      const { tokens } = await tokenManagement.getUserTokens({ user_id });
      assert.equal(tokens[0].token, 'old');
    },
    { old: 'apn' },
  ),
  'tokenManagement.deleteUserToken': onToken(
    ({ tokenManagement }, user_id) => tokenManagement.deleteUserToken({ user_id, token: 'old' }),
    {},
  ),
  'users.putUserPreferenceByTopic': onTopic(
    ({ users }, user, topic) => users.putUserPreferenceByTopic(user, topic, { status: 'OPTED_IN' }),
    'OPTED_IN',
  ),
  'users.getUserPreferenceByTopic': onTopic(({ users }, user, topic) =>
    users.getUserPreferenceByTopic(user, topic),
  ),
  'users.getUserPreferenceByTopics': onTopic(({ users }, user) =>
    users.getUserPreferenceByTopics(user),
  ),
};

/** The calls of major 6, which are methods of resources. */
export const RESOURCE_CALLS = {
  ...LIST_CALLS,
  send: assertSends,
  'authTokens.issueToken': ({ authTokens }) => {
    return assertIssues((scope) => authTokens.issueToken({ scope, expires_in: '1h' }));
  },
  'inbound.track': async ({ inbound }) => {
    const messageId = unique('event');
    const event = { event: 'Ordered', messageId, type: 'track', properties: {} };
    assert.deepEqual(await inbound.track(event), { messageId });
    const again = await inbound.track(event, { maxRetries: 0 }).catch((error) => error);
    assert.equal(statusOf(again), 409);
  },
  'messages.get': showing(({ messages }, id) => messages.get(id)),
  'messages.list': showing(({ messages }, id, recipient) => messages.list({ recipient })),
  'messages.getHistory': showing(({ messages }, id) => messages.getHistory(id), /"DELIVERED"/),
  'messages.getContent': showing(({ messages }, id) => messages.getContent(id), /It is on its way/),
  'messages.cancel': cancelling(({ messages }, id) => messages.cancel(id, { maxRetries: 0 })),
  'messages.archive': async ({ messages }) => {
    const { userId, id } = await seedInbox({ one: {}, two: {} });
    await messages.archive(id('one'));
    const { results } = await server.messages.list({ recipient: userId });
    const ids = results.map((message) => message.id);
    assert.deepEqual(ids, [id('two')]);
  },
  'brands.create': async ({ brands }) => {
    const id = unique('brand');
    await brands.create({ id, ...ACME });
    assert.equal((await server.brands.retrieve(id)).name, 'Acme');
  },
  'brands.get': onBrand(({ brands }, id) => brands.get(id), assertShown),
  'brands.list': onBrand(({ brands }) => brands.list(), assertShown),
  'brands.replace': onBrand(
    ({ brands }, id) => brands.replace(id, { ...ACME, name: 'New' }),
    assertName('New'),
  ),
  'brands.delete': onBrand(
    ({ brands }, id) => brands.delete(id),
    (brand) => assert.equal(brand, undefined),
  ),
  'users.tokens.add': onToken(
    ({ users }, user) => users.tokens.add(user, 'new', { provider_key: 'expo' }),
    { old: 'apn', new: 'expo' },
  ),
  // The SDK sends no tokens: its method has no parameter for them.
  'users.tokens.addMultiple': onToken(({ users }, user) => users.tokens.addMultiple(user), {
    old: 'apn',
  }),
  'users.tokens.update': onToken(
    ({ users }, user) => users.tokens.update(user, 'old', { patch: TO_EXPO }),
    { old: 'expo' },
  ),
  'users.tokens.get': onToken(
    async ({ users }, user) => {
      assert.equal((await users.tokens.get(user, 'old')).provider_key, 'apn');
    },
    { old: 'apn' },
  ),
  'users.tokens.list': onToken(
    async ({ users }, user) => {
      const { tokens } = await users.tokens.list(user);
      assert.equal(tokens[0].token, 'old');
    },
    { old: 'apn' },
  ),
  'users.tokens.delete': onToken(({ users }, user) => users.tokens.delete(user, 'old'), {}),
  'users.preferences.update': onTopic(
    ({ users }, user, topic) =>
      users.preferences.update(user, topic, { topic: { status: 'OPTED_IN' } }),
    'OPTED_IN',
  ),
  'users.preferences.get': onTopic(({ users }, user, topic) => users.preferences.get(user, topic)),
  'users.preferences.list': onTopic(({ users }, user) => users.preferences.list(user)),
  'users.tenants.add': async ({ users }) => {
    const userId = unique('user');
    await users.tenants.add(userId, 'acme');
    assert.deepEqual((await userOf(userId)).tenants, ['acme']);
  },
  'users.tenants.remove': async ({ users }) => {
    const userId = unique('user');
    await users.tenants.add(userId, 'acme');
    await users.tenants.remove(userId, 'acme');
    assert.equal((await userOf(userId)).tenants, undefined);
  },
};
