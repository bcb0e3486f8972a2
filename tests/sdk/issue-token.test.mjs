// Tokens issued with the server SDK.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BadRequestError } from '@trycourier/courier';

import { claimsOf, READ, server, unique } from './support.mjs';

const DAY_S = 24 * 60 * 60;

function request() {
  return { scope: `user_id:${unique('user')} ${READ}`, expires_in: '1 day' };
}

test('a token has the requested scope and lifetime', async () => {
  const body = request();
  const { token } = await server.auth.issueToken(body);
  const { scope, iat, exp } = claimsOf(token);
  assert.equal(scope, body.scope);
  assert.equal(exp - iat, DAY_S);
});

test('a misspelled `expiresIn` becomes a claim of a token that never expires', async () => {
  const { scope } = request();
  const { token } = await server.auth.issueToken({ scope, expiresIn: '1 day' });
  const claims = claimsOf(token);
  assert.equal(claims.expiresIn, '1 day');
  assert.ok(!('exp' in claims));
});

test('a malformed lifetime is refused', async () => {
  const body = { ...request(), expires_in: '1 month' };
  await assert.rejects(server.auth.issueToken(body), BadRequestError);
});

test('an idempotency key returns the first token again', async () => {
  const body = request();
  // The SDK has an option for the key but does not send it, so the test sets the header.
  const options = { headers: { 'Idempotency-Key': unique('key') } };
  const first = await server.auth.issueToken(body, options);
  const again = await server.auth.issueToken(body, options);
  const other = await server.auth.issueToken(body);
  assert.equal(again.token, first.token);
  assert.notEqual(other.token, first.token);
});
