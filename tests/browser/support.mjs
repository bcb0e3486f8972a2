// Shared test support: the sandbox and the command line tool.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

export const DEADLINE_MS = 20_000;

export const API_KEY = setting('COURIER_API_KEY');
const CLIENT_KEY = setting('COURIER_CLIENT_KEY');
export const BASE_URL = setting('COURIER_BASE_URL');
const INBOX_URL = setting('COURIER_INBOX_URL');
const SOCKET_URL = setting('COURIER_SOCKET_URL');

/** The sandbox that all files of tests share, described as `sandbox start --json` does. */
export const SHARED_SANDBOX = {
  url: BASE_URL,
  api_key: API_KEY,
  client_key: CLIENT_KEY,
  inbox_url: INBOX_URL,
  socket_url: SOCKET_URL,
};

export function setting(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run the tests with \`courier-auth sandbox exec\``);
  return value;
}

/** Waits until a condition holds and returns its result. `what` names it in the error message. */
export async function until(what, condition) {
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    const result = await condition();
    if (result) {
      return result;
    }
    assert.ok(Date.now() < end, `timed out: ${what}`);
    await pause(50);
  }
}

/**
 * Starts a sandbox that stops when the test ends, for a test that changes the workspace, the clock
 * or the faults, or that counts sockets. Returns its addresses and keys.
 */
export async function startSandbox(test, args = []) {
  return start(test, ['sandbox', 'start', '--port', '0', ...args]);
}

/** Starts `courier-auth serve` until the test ends. Returns the URL of the token endpoint. */
export async function startTokenEndpoint(test, args, sandbox = SHARED_SANDBOX) {
  const { url } = await start(test, ['serve', '--port', '0', ...args], sandbox);
  return url;
}

/** Starts a command that runs until the test ends. Returns the JSON line that says it is ready. */
async function start(test, args, sandbox = SHARED_SANDBOX) {
  const program = spawn(setting('COURIER_AUTH'), [...args, '--json'], {
    env: environmentOf(sandbox),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(program, 'exit');
  test.after(async () => {
    program.kill();
    await exited;
  });
  const ready = once(createInterface(program.stdout), 'line').then(([line]) => JSON.parse(line));
  const failed = exited.then(([code]) => assert.fail(`${args.join(' ')} ended with ${code}`));
  failed.catch(() => {});
  return Promise.race([ready, failed]);
}

function environmentOf(sandbox) {
  return {
    ...process.env,
    COURIER_BASE_URL: sandbox.url,
    COURIER_API_KEY: sandbox.api_key,
    COURIER_CLIENT_KEY: sandbox.client_key,
    COURIER_INBOX_URL: sandbox.inbox_url,
    COURIER_SOCKET_URL: sandbox.socket_url,
  };
}

/** Runs the command line tool with the shared sandbox; returns its standard output. */
export function tool(...args) {
  return toolWith(SHARED_SANDBOX, ...args);
}

export async function toolWith(sandbox, ...args) {
  const env = environmentOf(sandbox);
  const { stdout } = await promisify(execFile)(setting('COURIER_AUTH'), args, { env });
  return stdout.trim();
}

/** Sends a request to one of a sandbox's controls: POST with a body, GET without. */
export async function control(name, body, sandbox = SHARED_SANDBOX) {
  const method = body ? 'POST' : 'GET';
  const response = await fetch(`${sandbox.url}/_sandbox/${name}`, {
    method,
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${name}: ${response.status}`);
  const text = await response.text();
  return text && JSON.parse(text);
}

export async function seed(users, sandbox) {
  await control('seed', { users }, sandbox);
}

/** Sends a message to a user. `fields` are those of the message besides the recipient. */
export async function send(userId, fields, sandbox = SHARED_SANDBOX) {
  const message = typeof fields === 'string' ? { content: { title: fields } } : fields;
  const response = await fetch(`${sandbox.url}/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.api_key}` },
    body: JSON.stringify({ message: { to: { user_id: userId }, ...message } }),
  });
  assert.ok(response.ok, await response.text());
}

/** Returns the messages of a user in a sandbox, by title. */
export async function messagesOf(userId, sandbox) {
  const { messages } = await control(`users/${encodeURIComponent(userId)}`, undefined, sandbox);
  return Object.fromEntries(messages.map((message) => [message.title, message]));
}

/** Waits until a sandbox has exactly these messages of a user in a state, in any order. */
export function waitForState(userId, field, titles, sandbox) {
  return until(`${field}: ${titles}`, async () => {
    const messages = Object.values(await messagesOf(userId, sandbox));
    const marked = messages.filter((message) => message[field]).map(({ title }) => title);
    return marked.sort().join() === [...titles].sort().join();
  });
}

/** Waits until a sandbox has this many subscriptions of sockets. */
export function waitForSubscriptions(sandbox, count) {
  return until(`${count} subscriptions`, async () => {
    const { subscriptions } = await control('health', undefined, sandbox);
    return subscriptions === count;
  });
}
