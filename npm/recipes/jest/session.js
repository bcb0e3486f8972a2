'use strict';

/**
 * The code under test: issues the token that the app signs in with.
 *
 * @param {import('@trycourier/courier').default} courier
 */
async function createSession(courier, userId) {
  const scope = `user_id:${userId} inbox:read:messages inbox:write:events`;
  const { token } = await courier.auth.issueToken({ scope, expires_in: '1 hour' });
  return { userId, jwt: token };
}

module.exports = { createSession };
