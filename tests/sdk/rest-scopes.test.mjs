// The REST API with a user token, as the mobile SDKs use it. The server SDK can send such requests
// too, because it puts any key into the same header.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import Courier, { AuthenticationError } from '@trycourier/courier';

import { issue, server, unique, userOf } from './support.mjs';

const READ_BRANDS = 'read:brands';
const WRITE_BRANDS = 'write:brands';
const READ_TOKENS = 'read:user-tokens';
const WRITE_TOKENS = 'write:user-tokens';
const READ_PREFERENCES = 'read:preferences';
const WRITE_PREFERENCES = 'write:preferences';
const SCOPES = [
  READ_BRANDS,
  WRITE_BRANDS,
  READ_TOKENS,
  WRITE_TOKENS,
  READ_PREFERENCES,
  WRITE_PREFERENCES,
];

/** The routes for user tokens, and the scopes, each of which is sufficient. */
const ROUTES = {
  'list brands': { scopes: [READ_BRANDS], call: ({ brands }) => brands.list() },
  'retrieve a brand': {
    scopes: [READ_BRANDS, `${READ_BRANDS}:BRAND`],
    call: ({ brands }, { brandId }) => brands.retrieve(brandId),
  },
  'update a brand': {
    scopes: [WRITE_BRANDS, `${WRITE_BRANDS}:BRAND`],
    call: ({ brands }, { brandId }) => brands.update(brandId, { name: 'New' }),
  },
  'delete a brand': {
    scopes: [WRITE_BRANDS, `${WRITE_BRANDS}:BRAND`],
    call: ({ brands }, { brandId }) => brands.delete(brandId),
  },
  'retrieve a push token': {
    scopes: [READ_TOKENS],
    call: ({ users }, { token, user }) => users.tokens.retrieve(token, user),
  },
  'add a push token': {
    scopes: [WRITE_TOKENS],
    call: ({ users }, { token, user }) =>
      users.tokens.addSingle(token, { ...user, provider_key: 'expo' }),
  },
  'update a push token': {
    scopes: [WRITE_TOKENS],
    call: ({ users }, { token, user }) =>
      users.tokens.update(token, {
        ...user,
        patch: [{ op: 'replace', path: '/provider_key', value: 'expo' }],
      }),
  },
  'delete a push token': {
    scopes: [WRITE_TOKENS],
    call: ({ users }, { token, user }) => users.tokens.delete(token, user),
  },
  'list preferences': {
    scopes: [READ_PREFERENCES],
    call: ({ users }, { user }) => users.preferences.retrieve(user.user_id),
  },
  'retrieve a topic': {
    scopes: [READ_PREFERENCES],
    call: ({ users }, { user }) => users.preferences.retrieveTopic('updates', user),
  },
  'choose a topic': {
    scopes: [WRITE_PREFERENCES],
    call: ({ users }, { user }) =>
      users.preferences.updateOrCreateTopic('updates', { ...user, topic: { status: 'OPTED_OUT' } }),
  },
};

/** The routes for backends only. */
const BACKEND_ROUTES = {
  'create a brand': ({ brands }) => brands.create({ name: 'No' }),
  'list push tokens': ({ users }, { user }) => users.tokens.list(user.user_id),
};

/** Creates a user with a push token, a brand, and a function that returns an SDK with scopes. */
async function open() {
  const user = { user_id: unique('user') };
  const token = unique('token');
  await server.users.tokens.addSingle(token, { ...user, provider_key: 'apn' });
  const { id: brandId } = await server.brands.create({ name: 'Old' });
  const as = async (scopes, userId = user.user_id) => {
    const apiKey = await issue(userId, { scopes });
    return new Courier({ apiKey, baseURL: server.baseURL });
  };
  return { user, token, brandId, as };
}

for (const [name, { scopes, call }] of Object.entries(ROUTES)) {
  test(`a user token may ${name} with the scope for it and with no other`, async () => {
    for (const pattern of scopes) {
      const { as, ...things } = await open();
      const scope = pattern.replace('BRAND', things.brandId);
      const others = SCOPES.filter((other) => !scopes.includes(other));
      await assert.rejects(call(await as(others), things), AuthenticationError);
      await call(await as([scope]), things);
    }
  });
}

for (const [name, call] of Object.entries(BACKEND_ROUTES)) {
  test(`a user token may not ${name}`, async () => {
    const { as, ...things } = await open();
    await assert.rejects(call(await as(SCOPES), things), AuthenticationError);
  });
}

test('the scope of one brand neither lists nor shows other brands', async () => {
  const { brandId, as } = await open();
  const { brands } = await as([`${READ_BRANDS}:${brandId}`]);
  await assert.rejects(brands.list(), AuthenticationError);
  await assert.rejects(brands.retrieve('sandbox'), AuthenticationError);
});

test("a user token cannot change another user's data", async () => {
  const { user, token, as } = await open();
  const { users } = await as(SCOPES, unique('stranger'));
  await assert.rejects(users.tokens.delete(token, user), AuthenticationError);
  await assert.rejects(users.preferences.retrieve(user.user_id), AuthenticationError);
  assert.deepEqual(Object.keys((await userOf(user.user_id)).tokens), [token]);
});
