// The helper for test suites, against the installed program.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { inspectToken, startSandbox } from 'courier-auth';

import { APP, LAUNCHER, linesOf, run, start, temporaryFolder } from './support.mjs';

const START = '2030-01-01T00:00:00.000Z';

async function sandboxOf(test, options) {
  const sandbox = await startSandbox(options);
  test.after(sandbox.stop);
  return sandbox;
}

async function titles(sandbox, user) {
  return (await sandbox.messages(user)).map((message) => message.title);
}

function seedOf(...messages) {
  return { users: { alice: { messages: messages.map((title) => ({ title })) } } };
}

/** Opens a connection to a sandbox, which the system closes when the sandbox ends. */
async function connectTo(url) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.on('error', () => {}); // A reset is an end too.
  return socket;
}

/** Waits for the end of a connection. `once` of node:events would reject if the peer resets it. */
function closeOf(socket) {
  return new Promise((resolve) => socket.once('close', resolve));
}

test('ESM and CommonJS have the same functions', () => {
  const required = createRequire(import.meta.url)('courier-auth');
  assert.equal(required.startSandbox, startSandbox);
  assert.equal(required.inspectToken, inspectToken);
});

test('addresses, keys and variables are those of the program', async (test) => {
  const sandbox = await sandboxOf(test);
  const { port } = new URL(sandbox.url);
  const printed = await run(test, LAUNCHER, ['sandbox', 'env', '--port', port, '--format', 'json']);
  assert.deepEqual(JSON.parse(printed.stdout).variables, sandbox.env);
  assert.deepEqual(sandbox.apiUrls, {
    courier: { rest: sandbox.url, graphql: `${sandbox.url}/client/q` },
    inbox: { graphql: sandbox.inboxUrl, webSocket: sandbox.socketUrl },
  });
  assert.equal(sandbox.apiKey, sandbox.env.COURIER_API_KEY);
  assert.equal(sandbox.clientKey, sandbox.env.COURIER_CLIENT_KEY);
});

test('issueToken takes features, scopes and a lifetime', async (test) => {
  const sandbox = await sandboxOf(test);
  const scopesOf = async (options) => {
    const report = await inspectToken(await sandbox.issueToken('alice', options));
    return report.scopes;
  };
  const inbox = ['inbox:read:messages', 'inbox:write:events'];
  assert.deepEqual(await scopesOf({ for: 'inbox' }), inbox);
  assert.deepEqual(await scopesOf({ for: ['inbox', 'toast'], scopes: ['read:brands'] }), [
    ...inbox,
    'read:brands',
  ]);
  assert.deepEqual(await scopesOf({ for: ' inbox, toast ,brands' }), [...inbox, 'read:brands']);
  assert.deepEqual(await scopesOf({ scopes: ['read:brands'] }), ['read:brands']);

  assert.deepEqual(await scopesOf({ scopes: [] }), []);

  for (const expiresIn of ['1h', 3600]) {
    const jwt = await sandbox.issueToken('alice', { expiresIn });
    const report = await inspectToken(jwt, { for: 'sdk', user: 'alice' });
    assert.equal(report.verdict, 'ok');
    assert.equal(Date.parse(report.expires_at) - Date.parse(report.issued_at), 3_600_000);
  }

  await assert.rejects(
    sandbox.issueToken('alice', { for: 'mailbox' }),
    /^Error: unknown feature `mailbox`: expected inbox, /,
  );
  await assert.rejects(sandbox.issueToken('alice', { expiresIn: 'soon' }), { status: 400 });
});

test('send returns the ID of the message, which has the fields given', async (test) => {
  const sandbox = await sandboxOf(test);
  await sandbox.send('alice', 'Plain');
  const id = await sandbox.send('alice', {
    title: 'Shipped',
    body: 'On its way',
    data: { orderId: 'A-17' },
    tags: ['orders'],
    tenantId: 'acme',
  });
  const [newest, oldest] = await sandbox.messages('alice');
  assert.equal(oldest.title, 'Plain');
  const { messageId, title, preview, data, tags, accountId, read } = newest;
  assert.deepEqual(
    { messageId, title, preview, data, tags, accountId, read },
    {
      messageId: id,
      title: 'Shipped',
      preview: 'On its way',
      data: { orderId: 'A-17' },
      tags: ['orders'],
      accountId: 'acme',
      read: null,
    },
  );
  await sandbox.send('a & b=../ü', { body: 'Without a title' });
  const [{ preview: body }] = await sandbox.messages('a & b=../ü');
  assert.equal(body, 'Without a title');
  assert.deepEqual(await titles(sandbox, 'nobody'), []);
});

test('a token expires when the clock advances', async (test) => {
  const sandbox = await sandboxOf(test, { clock: { set: new Date(START), freeze: true } });
  const jwt = await sandbox.issueToken('alice', { expiresIn: '1h' });
  assert.deepEqual(await sandbox.advance('2h'), { now: '2030-01-01T02:00:00.000Z', frozen: true });
  assert.deepEqual(await sandbox.advance(60), { now: '2030-01-01T02:01:00.000Z', frozen: true });
  const response = await fetch(sandbox.inboxUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}` },
    body: JSON.stringify({ query: '{ messages { nodes { messageId } } }' }),
  });
  assert.equal(response.status, 401);
  const [issued, rejected] = await sandbox.journal();
  assert.deepEqual([issued.status, issued.path], [200, '/auth/issue-token']);
  assert.deepEqual([rejected.status, rejected.rule], [401, 'CA201']);
});

test('faults can be added and removed', async (test) => {
  const sandbox = await sandboxOf(test, { faults: ['send:500,times=1'] });
  await assert.rejects(sandbox.send('alice', 'Hello'), { status: 500 });
  await sandbox.fault('issue-token:429,retry-after=2');
  await assert.rejects(sandbox.issueToken('alice'), { status: 429 });
  await sandbox.fault('issue-token:drop');
  await sandbox.clearFaults();
  await sandbox.issueToken('alice');
  await assert.rejects(sandbox.fault('mailbox:500'), /^Error: unknown route `mailbox`/);
});

test('reset goes back to the seed, the faults and the clock of the start', async (test) => {
  const sandbox = await sandboxOf(test, {
    seed: seedOf('Hello'),
    faults: ['issue-token:503,times=1'],
    clock: { set: START, freeze: true },
  });
  for (let round = 0; round < 2; round += 1) {
    const [{ title, created }, ...others] = await sandbox.messages('alice');
    assert.deepEqual([title, created, others], ['Hello', START, []]);
    await assert.rejects(sandbox.issueToken('alice'), { status: 503 });
    assert.equal((await sandbox.journal()).length, 1);
    await sandbox.advance('1 day');
    await sandbox.send('alice', 'Another');
    await sandbox.fault('q:503');
    await sandbox.reset();
  }
  assert.deepEqual(await sandbox.journal(), []);
});

test('the seed can be a file, read once', async (test) => {
  const path = join(await temporaryFolder(test), 'seed.json');
  for (const seed of [path, pathToFileURL(path)]) {
    await writeFile(path, JSON.stringify(seedOf('From a file')));
    const sandbox = await sandboxOf(test, { seed });
    await writeFile(path, '{');
    await sandbox.reset();
    assert.deepEqual(await titles(sandbox, 'alice'), ['From a file']);
  }
});

test('a fault can be one text', async (test) => {
  const sandbox = await sandboxOf(test, { faults: 'send:500,times=1' });
  await assert.rejects(sandbox.send('alice', 'Hello'), { status: 500 });
  await sandbox.send('alice', 'Hello');
});

test('a start that fails says why, without flags and types of the program', async (test) => {
  const { url } = await sandboxOf(test);
  const port = Number(new URL(url).port);
  const file = join(await temporaryFolder(test), 'seed.json');
  await writeFile(file, '{');
  for (const [options, message] of [
    [{ port }, /^cannot listen on port \d+ of 127\.0\.0\.1: [^\n]+$/],
    [{ faults: ['q'] }, /^expected ROUTE:FAILURE, for example `q:503,times=1`$/],
    [{ seed: { people: {} } }, /^cannot load the seed: unknown field `people`.*`$/],
    [{ seed: file }, /^cannot load the seed: .* at line 1 column 1$/],
    [{ seed: 'not-a-file.json' }, /not-a-file\.json/],
    [{ clock: { set: 'noon' } }, /^`noon` is not an RFC 3339 time such as `[^`]*`$/],
  ]) {
    await assert.rejects(startSandbox(options), { name: 'Error', message });
  }
});

test('stop ends the sandbox and can be called twice, also by `await using`', async (test) => {
  const sandbox = await startSandbox();
  const socket = await connectTo(sandbox.url);
  const closed = closeOf(socket);
  await Promise.all([sandbox.stop(), sandbox[Symbol.asyncDispose]()]);
  await sandbox.stop();
  await closed;
  await assert.rejects(sandbox.messages('alice'), /^Error: the sandbox was stopped$/);
});

test('a sandbox that ended by itself does not respond', async (test) => {
  const sandbox = await sandboxOf(test);
  const socket = await connectTo(sandbox.url);
  const closed = closeOf(socket);
  await fetch(`${sandbox.url}/_sandbox/stop`, { method: 'POST' });
  await closed;
  await assert.rejects(
    sandbox.messages('alice'),
    /^Error: the sandbox at http:\/\/127\.0\.0\.1:\d+ does not respond: /,
  );
});

test('the sandbox ends with a process that is killed', async (test) => {
  const script = `
    require('courier-auth').startSandbox().then(({ url }) => console.log(url));
    setInterval(() => {}, 1_000);`;
  const parent = start(test, process.execPath, ['-e', script]);
  const socket = await connectTo(await linesOf(parent)('http'));
  const closed = closeOf(socket);
  parent.kill('SIGKILL');
  await closed;
});

test('a sandbox that was not stopped does not keep the process alive', async (test) => {
  const script = `require('courier-auth').startSandbox().then(({ url }) => console.log(url));`;
  const { code, stdout } = await run(test, process.execPath, ['-e', script]);
  assert.equal(code, 0);
  // The sandbox may still be about to end. Then it closes the connection, before or after it accepts it.
  await connectTo(stdout.trim()).then(closeOf, ({ code }) => {
    assert.match(code, /^ECONN(REFUSED|RESET)$/);
  });
});

test('a bad token is a report, and an invalid option an error', async (test) => {
  const sandbox = await sandboxOf(test);
  const jwt = await sandbox.issueToken('alice', { for: 'inbox', expiresIn: '1h' });
  const verdict = async (options) => (await inspectToken(jwt, options)).verdict;
  const tomorrow = new Date(Date.now() + 86_400_000);
  assert.equal(await verdict(), 'ok');
  assert.equal(await verdict({ at: tomorrow }), 'bad');
  assert.equal(await verdict({ at: '+2h', leeway: '3h' }), 'ok');
  assert.equal(await verdict({ validFor: '2h' }), 'bad');
  assert.equal(await verdict({ for: ['inbox', 'preferences'] }), 'bad');
  assert.equal(await verdict({ for: ' inbox, preferences ' }), 'bad');
  assert.equal(await verdict({ for: 'preferences', allow: ['missing-scope'] }), 'ok');
  assert.equal(await verdict({ user: 'bob' }), 'bad');
  assert.equal(await verdict({ env: 'test' }), 'bad');
  assert.equal(await verdict({ clientKey: sandbox.clientKey }), 'ok');
  assert.equal(await verdict({ maxLifetime: '1 min', strict: false }), 'ok');
  assert.equal(await verdict({ maxLifetime: '1 min', strict: true }), 'bad');
  assert.equal(await verdict({ failOn: 'note' }), 'bad');
  assert.equal(await verdict({ deny: 'sandbox-token' }), 'bad');
  assert.equal(await verdict({ warn: 'sandbox-token', strict: true }), 'bad');

  const yesterday = await inspectToken(jwt, { at: '-1d' });
  assert.ok(Date.parse(yesterday.judged_at) < Date.now() - 86_000_000);

  const { verdict: unreadable, findings } = await inspectToken('not a token');
  assert.deepEqual([unreadable, findings[0].rule], ['unreadable', 'not-a-jwt']);
  await assert.rejects(
    inspectToken(jwt, { for: 'mailbox' }),
    /^Error: invalid value `mailbox` for `for`\nhelp: /,
  );
  await assert.rejects(
    inspectToken(jwt, { clientKey: 'x' }),
    /^Error: invalid value `x` for `clientKey`: [^\n]*$/,
  );
});

test('the types are valid for ESM and CommonJS', async (test) => {
  const compiler = join(APP, 'node_modules/.bin/tsc');
  const { code, stdout } = await run(test, compiler, ['--project', 'types']);
  assert.equal(code, 0, stdout);
});
