// Tokens from the server SDK.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BadRequestError } from '@trycourier/courier';

import { claimsOf, READ, server, unique } from './support.mjs';

const DAY_S = 24 * 60 * 60;

function request() {
  return { scope: `user_id:${unique('user')} ${READ}`, expires_in: '1 day' };
}

test('a token carries its scope and lives as long as asked', async () => {
  const body = request();
  const { token } = await server.auth.issueToken(body);
  const { scope, iat, exp } = claimsOf(token);
  assert.equal(scope, body.scope);
  assert.equal(exp - iat, DAY_S);
});

test('a misspelt `expiresIn` becomes a claim of a token that never expires', async () => {
  const { scope } = request();
  const { token } = await server.auth.issueToken({ scope, expiresIn: '1 day' });
  const claims = claimsOf(token);
  assert.equal(claims.expiresIn, '1 day');
  assert.ok(!('exp' in claims));
});

test('a lifetime that is not one is refused', async () => {
  const body = { ...request(), expires_in: '1 month' };
  await assert.rejects(server.auth.issueToken(body), BadRequestError);
});

test('an idempotency key gives the same token again', async () => {
  const body = request();
  // The SDK has an option of that name and sends nothing for it; the header does it.
  const options = { headers: { 'Idempotency-Key': unique('key') } };
  const first = await server.auth.issueToken(body, options);
  const again = await server.auth.issueToken(body, options);
  const other = await server.auth.issueToken(body);
  assert.equal(again.token, first.token);
  assert.notEqual(other.token, first.token);
});
