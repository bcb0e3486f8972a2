// Major 1 of courier-js, which react-provider up to version 7 uses too. Every exported call is
// made once with every kind of credentials, and judged by what it shows or changes.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { ConflictError } from '@trycourier/courier';

import {
  BASE_URL,
  CLIENT_KEY,
  issue,
  pageFields,
  responsesOf,
  server,
  setWorkspace,
  signatureOf,
  unique,
  userOf,
  workspaceId,
} from './support.mjs';

const require = createRequire(import.meta.url);
const { default: client } = require('courier-js-1');

// It was written for browsers.
globalThis.self = globalThis;

/** Initializes the client, of which there is only one, for a new user. */
async function initialize(credentials) {
  const userId = unique('user');
  client.init({ baseUrl: BASE_URL, clientKey: CLIENT_KEY, userId, ...(await credentials(userId)) });
  return userId;
}

/**
 * Kinds of credentials, each in a workspace that refuses the weaker ones. With a token, an app has
 * to add the scheme itself.
 */
const CREDENTIALS = {
  'the client key': { settings: {}, credentials: () => ({}) },
  'the client key and a signature': {
    settings: { hmac_required: true },
    credentials: (userId) => ({ userSignature: signatureOf(userId) }),
  },
  'a token after `Bearer`': {
    settings: { jwt_required: true },
    credentials: async (userId) => ({ authorization: `Bearer ${await issue(userId)}` }),
    tracks: false,
  },
};

/** Asserts that an event was tracked: its ID cannot be used again. */
async function assertTracked(messageId) {
  const again = { event: 'Ordered', messageId, type: 'track', properties: {} };
  await assert.rejects(server.inbound.trackEvent(again, { maxRetries: 0 }), ConflictError);
}

/** A test of each exported call. */
const CALLS = {
  identify: async ({ userId, t }) => {
    const identify = () => client.identify(userId, { email: 'ada@example.com' });
    const [response] = await responsesOf(t, identify);
    assert.ok(response.ok, `${response.status}`);
  },
  subscribe: async ({ userId }) => {
    const listId = unique('list');
    await client.subscribe(userId, listId);
    assert.deepEqual((await userOf(userId)).lists, [listId]);
  },
  unsubscribe: async ({ userId, t }) => {
    const [listId, other] = ['list', 'other'].map(unique);
    await client.subscribe(userId, listId);
    await client.subscribe(userId, other);
    // The call does not wait for the response.
    await responsesOf(t, () => client.unsubscribe(userId, listId));
    assert.deepEqual((await userOf(userId)).lists, [other]);
  },
  track: async ({ t, tracks = true }) => {
    const [response] = await responsesOf(t, () => client.track('Ordered', { total: 7 }));
    assert.equal(response.status, tracks ? 202 : 401);
    if (tracks) {
      await assertTracked((await response.json()).messageId);
    }
  },
  generatePreferencesUrl: async ({ userId }) => {
    const options = { brandId: 'brand', tenantId: 'acme' };
    const url = client.generatePreferencesUrl(userId, options);
    assert.deepEqual(pageFields(url), [workspaceId(), 'brand', userId, 'acme', 'false']);
  },
  init: async ({ userId }) => {
    assert.equal(client.instance.userId, userId);
    client.init({ baseUrl: BASE_URL, clientKey: CLIENT_KEY, userId: 'other' });
    assert.equal(client.instance.userId, 'other');
  },
};

test('every call that 1.4.2 exports is tested', async () => {
  assert.equal(require('courier-js-1/package.json').version, '1.4.2');
  await initialize(() => ({}));
  const names = Object.keys(client).filter((name) => typeof client[name] === 'function');
  assert.deepEqual(names.sort(), Object.keys(CALLS).sort());
});

for (const [kind, { settings, credentials, ...others }] of Object.entries(CREDENTIALS)) {
  for (const [name, work] of Object.entries(CALLS)) {
    test(`with ${kind}, ${name} of 1.4.2 works`, async (t) => {
      await setWorkspace(t, settings);
      await work({ t, userId: await initialize(credentials), ...others });
    });
  }
}

for (const setting of ['jwt_required', 'hmac_required']) {
  test(`with the client key alone, 1.4.2 is refused if ${setting}`, async (t) => {
    await setWorkspace(t, { [setting]: true });
    const userId = await initialize(() => ({}));
    await client.subscribe(userId, unique('list'));
    assert.equal((await userOf(userId)).lists, undefined);
  });
}

test('a token without `Bearer`, as 1.4.2 is given it by react-provider, is refused', async (t) => {
  await setWorkspace(t, { jwt_required: true });
  const token = async (userId) => ({ authorization: await issue(userId) });
  const userId = await initialize(token);
  await client.subscribe(userId, unique('list'));
  assert.equal((await userOf(userId)).lists, undefined);
});
