// The majors of client-graphql that older apps still use. Every exported call is made once with
// every kind of credentials. `client-graphql.test.mjs` tests the newest version in detail.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { clientsOf, testWithEach, withClientKey } from './client-graphql.mjs';
import { CALLS } from './older-client-graphql.mjs';
import { marked, seedInbox, setWorkspace } from './support.mjs';

const require = createRequire(import.meta.url);

/**
 * The versions, oldest first, with what each can do:
 * - `hasLegacyMessages`: it has the messages that were there before the Inbox
 * - `hasClicks`: it tracks clicks, unpins, shows pinned messages apart and knows digests
 * - `hasTenants`: filters and preferences have a tenant
 * - `hasTags`: it adds and removes tags, and takes the tracking ID of a click in an object
 */
const VERSIONS = {
  '1.63.2': { alias: 'client-graphql-1', hasLegacyMessages: true },
  '3.8.0': { alias: 'client-graphql-3', hasLegacyMessages: true, hasClicks: true },
  '4.7.0': {
    alias: 'client-graphql-4',
    hasLegacyMessages: true,
    hasClicks: true,
    hasTenants: true,
  },
  '6.3.1': { alias: 'client-graphql-6', hasClicks: true, hasTenants: true, hasTags: true },
  '7.4.0': { alias: 'client-graphql-7.4', hasClicks: true, hasTenants: true, hasTags: true },
};

/** The calls that not every version has, and the property of `VERSIONS` that tells which has. */
const CALLS_OF_SOME = {
  'Inbox.trackClick': 'hasClicks',
  'Inbox.unpinMessage': 'hasClicks',
  'Inbox.addTag': 'hasTags',
  'Inbox.removeTag': 'hasTags',
  'Messages.getMessages': 'hasLegacyMessages',
  'Messages.getMessageLists': 'hasLegacyMessages',
  'Messages.getMessageCount': 'hasLegacyMessages',
};

function callsOf(version) {
  const has = (name) => !(name in CALLS_OF_SOME) || version[CALLS_OF_SOME[name]];
  return Object.keys(CALLS).filter(has);
}

/** Returns the names of the calls that a package exports. */
function exportsOf(library) {
  const functions = Object.entries(library).filter(([, value]) => typeof value === 'function');
  return functions.flatMap(([name, factory]) => {
    // Its methods are those of urql.
    if (name === 'createCourierClient') {
      return name;
    }
    return Object.keys(factory(withClientKey('user'))).map((method) => `${name}.${method}`);
  });
}

for (const [number, version] of Object.entries(VERSIONS)) {
  const library = require(version.alias);

  test(`every call that ${number} exports is tested`, () => {
    assert.equal(require(`${version.alias}/package.json`).version, number);
    assert.deepEqual(exportsOf(library).sort(), callsOf(version).sort());
  });

  for (const name of callsOf(version)) {
    const work = (open) => CALLS[name](open, version);
    testWithEach(`${name} of ${number} works`, work, library);
  }

  for (const setting of ['jwt_required', 'hmac_required']) {
    test(`with the client key alone, ${number} changes nothing if ${setting}`, async (t) => {
      await setWorkspace(t, { [setting]: true });
      const { userId, id } = await seedInbox({ one: {} });
      await clientsOf(withClientKey(userId), library).inbox.markRead(id('one'));
      assert.deepEqual(await marked(userId, 'read'), []);
    });
  }
}
