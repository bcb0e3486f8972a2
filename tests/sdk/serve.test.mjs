// An app that gets its tokens from `courier-auth serve` instead of a backend.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import { inboxOf, send, titled, titles, unique } from './support.mjs';

const LIFETIMES = 4;
const LIFETIME_MS = 3_000;

/** Starts `courier-auth serve`; returns the URL of the token endpoint. */
async function serve(context, ...args) {
  const child = spawn(process.env.COURIER_AUTH, ['serve', '--port', '0', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  context.after(() => child.kill());
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(line).url;
}

test('an app that renews its token before it expires is never refused', async (t) => {
  const url = await serve(t, '--for', 'inbox', '--expires-in', '3s', '--min-ttl', '1s');
  const userId = unique('user');
  await send({ user_id: userId }, titled('Hello'));

  const tokens = new Set();
  let session;
  const end = Date.now() + LIFETIMES * LIFETIME_MS;
  while (Date.now() < end) {
    if (!session || session.expiresAt - Date.now() < 1_000) {
      const response = await fetch(`${url}?user=${userId}`);
      const { token, expires_at } = await response.json();
      tokens.add(token);
      session = { inbox: await inboxOf(userId, { token }), expiresAt: Date.parse(expires_at) };
    }
    // A refused request throws.
    assert.deepEqual(await titles(session.inbox), ['Hello']);
  }
  assert.ok(tokens.size >= LIFETIMES, `${tokens.size} tokens`);
});
