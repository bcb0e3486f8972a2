// The majors of the server SDK that older backends still use. Every exported call is made once: one
// that the sandbox does not serve is refused with 404, so that a backend sees it at once.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { FLAT_CALLS, RESOURCE_CALLS, statusOf } from './older-server-sdk.mjs';
import { API_KEY, BASE_URL, unique } from './support.mjs';

const require = createRequire(import.meta.url);

/** The last version of each major, and how its requests differ. */
const VERSIONS = {
  '1.7.3': { alias: 'courier-1', sendsEvents: true },
  '2.8.0': { alias: 'courier-2', sendsEvents: true },
  '3.16.0': { alias: 'courier-3' },
  '4.9.0': { alias: 'courier-4', sendsUndefined: true, patchesInLowerCase: true },
  '5.7.0': { alias: 'courier-5', sendsUndefined: true },
  '6.6.0': { alias: 'courier-6', hasResources: true },
};

function clientOf({ alias, hasResources }) {
  const { CourierClient } = require(alias);
  const options = { authorizationToken: API_KEY, baseUrl: BASE_URL };
  return hasResources ? new CourierClient(options) : CourierClient(options);
}

/** Returns the methods of a client and of its resources by name, such as `users.tokens.add`. */
function methodsOf(client, prefix = '') {
  const inherited = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(client));
  const names = [...Object.keys(client), ...Object.keys(inherited)];
  const isPublic = (name) => !name.startsWith('_') && !(name in Object.prototype);
  return names.filter(isPublic).flatMap((name) => {
    const member = client[name];
    return typeof member === 'function'
      ? [[prefix + name, member.bind(client)]]
      : methodsOf(member, `${prefix}${name}.`);
  });
}

for (const [number, version] of Object.entries(VERSIONS)) {
  const client = clientOf(version);
  const calls = version.hasResources ? RESOURCE_CALLS : FLAT_CALLS;
  const methods = Object.fromEntries(methodsOf(client));
  const isServed = (name) => name in calls;

  test(`the package is ${number}`, () => {
    assert.equal(require(`${version.alias}/package.json`).version, number);
  });

  for (const name of Object.keys(methods).filter(isServed)) {
    test(`${name} of ${number} works`, () => calls[name](client, version));
  }

  for (const name of Object.keys(methods).filter((name) => !isServed(name))) {
    test(`${name} of ${number} is refused, because the sandbox does not serve it`, async () => {
      // Some methods take an ID first, some an object with the parameters: this is both.
      const parameters = { toString: () => unique('id') };
      const refusal = await methods[name](parameters, {}, {}).catch((error) => error);
      assert.equal(statusOf(refusal), 404, String(refusal));
    });
  }
}
