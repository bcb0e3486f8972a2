// Major 2 of courier-js, which works only with a token. Every exported call is made once.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { CALLS } from './older-courier-js.mjs';
import { API_URLS, CLIENT_KEY, clientOf, marked, seedInbox } from './support.mjs';

const require = createRequire(import.meta.url);

/** The versions, and whether a single listener of the socket can be removed. */
const VERSIONS = {
  '2.0.11': { alias: 'courier-js-2.0', removesListeners: false },
  '2.1.3': { alias: 'courier-js-2', removesListeners: true },
};

/** The methods that the socket calls by itself to speak its protocol. */
const INTERNALS = /^(on[A-Z]|send|restart|clearPing|clearRetry|setConfig|get[A-Z]|retryConnection)/;

/** Returns the names of an object's methods, which its classes have. */
function methodsOf(object, name) {
  const prototype = Object.getPrototypeOf(object);
  if (prototype === Object.prototype) {
    return [];
  }
  const own = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  const isCall = ([method, { value }]) => typeof value === 'function' && method !== 'constructor';
  const methods = own.filter(isCall).map(([method]) => `${name}.${method}`);
  return [...methods, ...methodsOf(prototype, name)];
}

/** Returns the names of the calls that a package exports. */
async function exportsOf(library) {
  const { options, ...parts } = await clientOf('user', { library });
  const { socket } = parts.inbox;
  const ofSocket = methodsOf(socket, 'socket').filter(
    (name) => !INTERNALS.test(name.replace('socket.', '')),
  );
  const ofShared = methodsOf(library.Courier.shared, 'shared').filter(
    (name) => name !== 'shared.notifyAuthenticationListeners',
  );
  const ofParts = Object.entries(parts).flatMap(([name, part]) => methodsOf(part, name));
  return [...ofParts, ...ofSocket, ...ofShared];
}

for (const [number, { alias, removesListeners }] of Object.entries(VERSIONS)) {
  const library = require(alias);
  const names = Object.keys(CALLS).filter(
    (name) => removesListeners || name !== 'socket.removeMessageEventListener',
  );

  test(`every call that ${number} exports is tested`, async () => {
    assert.equal(require(`${alias}/package.json`).version, number);
    assert.deepEqual((await exportsOf(library)).sort(), names.sort());
  });

  for (const name of names) {
    test(`${name} of ${number} works`, (t) => CALLS[name](library, t));
  }

  test(`${number} is refused with the client key, which it sends as a token`, async () => {
    const { userId, id } = await seedInbox({ one: {} });
    const params = { userId, publicApiKey: CLIENT_KEY, apiUrls: API_URLS };
    const { inbox } = new library.CourierClient(params);
    await assert.rejects(inbox.read({ messageId: id('one') }), { code: 401 });
    assert.deepEqual(await marked(userId, 'read'), []);
  });
}
