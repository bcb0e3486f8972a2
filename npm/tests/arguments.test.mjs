// Arguments that are not of their type.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inspectToken, startSandbox } from 'courier-auth';

const FIELDS = '`message`: expected title, body, data, tags, tenantId';
const TIME = 'must be a text or a valid Date';
const DURATION = "must be a text such as '2h' or a number of seconds";
const STRINGS = 'must be an array of strings';
const SEED = '`seed` must be a path, the URL of a file or an object';
const PORT = '`port` must be a whole number from 0 to 65535';
const circular = {};
circular.self = circular;

/** Asserts that a function rejects with a TypeError with this message, or with one that starts so. */
async function assertRefused(call, message) {
  await assert.rejects(call, (error) => {
    assert.equal(error.name, 'TypeError', error.stack);
    assert.equal(error.message.slice(0, message.length), message);
    return true;
  });
}

test('of a start are refused', async () => {
  for (const [options, message] of [
    [null, '`options` must be an object'],
    ['seed.json', '`options` must be an object'],
    [[], '`options` must be an object'],
    [{ faluts: [] }, 'unknown field `faluts` in `options`: expected seed, faults, clock, port'],
    [{ seed: 1 }, SEED],
    [{ seed: [1] }, SEED],
    [{ seed: new URL('https://example.test/seed.json') }, SEED],
    [{ seed: circular }, '`seed` must be JSON: '],
    [{ faults: 1 }, `\`faults\` ${STRINGS}`],
    [{ faults: [1] }, `\`faults\` ${STRINGS}`],
    [{ clock: '2030-01-01T00:00:00Z' }, '`clock` must be an object'],
    [{ clock: new Date() }, '`clock` must be an object'],
    [{ clock: { freese: true } }, 'unknown field `freese` in `clock`: expected set, freeze'],
    [{ clock: { advance: '2h' } }, 'unknown field `advance` in `clock`: expected set, freeze'],
    [{ clock: { set: 0 } }, `\`clock.set\` ${TIME}`],
    [{ clock: { set: new Date('noon') } }, `\`clock.set\` ${TIME}`],
    [{ clock: { freeze: 'yes' } }, '`clock.freeze` must be true or false'],
    [{ port: '1' }, PORT],
    [{ port: 65_536 }, PORT],
  ]) {
    await assertRefused(async () => (await startSandbox(options)).stop(), message);
  }
});

test('of a method are refused, before a request', async (test) => {
  const sandbox = await startSandbox();
  test.after(sandbox.stop);
  for (const [method, args, message] of [
    ['issueToken', [''], '`user` must be a non-empty string'],
    ['issueToken', [], '`user` must be a non-empty string'],
    ['issueToken', ['a b'], '`user` must be a string without whitespace, which separates scopes'],
    ['issueToken', ['a', null], '`options` must be an object'],
    ['issueToken', ['a', { scope: 'x' }], 'unknown field `scope` in `options`: expected for, '],
    ['issueToken', ['a', { for: 1 }], `\`for\` ${STRINGS}`],
    ['issueToken', ['a', { scopes: 'read:brands' }], `\`scopes\` ${STRINGS}`],
    ['issueToken', ['a', { scopes: [1] }], `\`scopes\` ${STRINGS}`],
    ['issueToken', ['a', { expiresIn: true }], `\`expiresIn\` ${DURATION}`],
    ['issueToken', ['a', { expiresIn: NaN }], `\`expiresIn\` ${DURATION}`],
    ['send', ['', 'Hello'], '`user` must be a non-empty string'],
    ['send', ['a'], '`message` must be a title or an object'],
    ['send', ['a', { tenant_id: 'b' }], `unknown field \`tenant_id\` in ${FIELDS}`],
    ['send', ['a', { title: 'b', routing: {} }], `unknown field \`routing\` in ${FIELDS}`],
    ['send', ['a', { tags: [] }], '`message` must have a `title` or a `body`'],
    ['send', ['a', { title: 1 }], '`message.title` must be a string'],
    ['send', ['a', { title: 'b', data: [1] }], '`message.data` must be an object'],
    ['send', ['a', { title: 'b', data: { n: 1n } }], '`message.data` must be JSON: '],
    ['send', ['a', { title: 'b', tags: 'c' }], `\`message.tags\` ${STRINGS}`],
    ['send', ['a', { title: 'b', tenantId: 1 }], '`message.tenantId` must be a string'],
    ['messages', [1], '`user` must be a non-empty string'],
    ['advance', [], `\`duration\` ${DURATION}`],
    ['advance', [{ hours: 2 }], `\`duration\` ${DURATION}`],
    ['fault', [['q:503']], '`fault` must be a string'],
  ]) {
    await assertRefused(() => sandbox[method](...args), message);
  }
  assert.deepEqual(await sandbox.journal(), []);
});

test('of an inspection are refused', async () => {
  for (const [jwt, options, message] of [
    [undefined, {}, '`jwt` must be a string'],
    [Buffer.from('hello'), {}, '`jwt` must be a string'],
    ['hello', null, '`options` must be an object'],
    ['hello', { user_id: 'bob' }, 'unknown field `user_id` in `options`: expected for, user, '],
    ['hello', { for: [1] }, `\`for\` ${STRINGS}`],
    ['hello', { user: 1 }, '`user` must be a string'],
    ['hello', { at: 0 }, `\`at\` ${TIME}`],
    ['hello', { leeway: 10 }, '`leeway` must be a string'],
    ['hello', { strict: 'no' }, '`strict` must be true or false'],
    ['hello', { deny: new Set() }, `\`deny\` ${STRINGS}`],
  ]) {
    await assertRefused(() => inspectToken(jwt, options), message);
  }
});

test('that are null are the same as none', async (test) => {
  const sandbox = await startSandbox({ seed: null, faults: null, clock: null, port: null });
  test.after(sandbox.stop);
  const jwt = await sandbox.issueToken('alice', { for: null, scopes: null, expiresIn: null });
  const inspect = { for: 'sdk', user: null, at: null, strict: null, allow: null };
  assert.equal((await inspectToken(jwt, inspect)).verdict, 'ok');
  await sandbox.send('alice', { title: 'Hello', body: null, data: null, tags: null, tenantId: null });
  assert.equal((await sandbox.messages('alice')).length, 1);
});
