// Preferences, brand, sign-out and renewal with the older stack.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MODES, openOlderApp, startMode, waitForTitles } from './older.mjs';
import {
  control,
  seed,
  send,
  startTokenEndpoint,
  toolWith,
  until,
  waitForSubscriptions,
} from './support.mjs';

const OLD_COLOR = { settings: { colors: { primary: '#12ab34' } } };

for (const [name, mode] of Object.entries(MODES)) {
  test(`with ${name}, preferences are listed, and a switch is stored`, async (t) => {
    const userId = 'older-preferences';
    const { sandbox, provider } = await startMode(t, mode, userId);
    const page = await openOlderApp(t, { sandbox, provider, views: ['Preferences'] });
    await page.getByText('Marketing', { exact: true }).waitFor();
    await page.getByText('Security alerts', { exact: true }).waitFor();
    assert.equal(await page.getByText('Required').locator('..').locator('input').isDisabled(), true);
    await page.getByText('Opted Out').locator('..').locator('.react-toggle').click();
    const stored = await until('the preference', async () => {
      const { users } = await control('state', undefined, sandbox);
      return users[userId]?.preferences?.[0];
    });
    assert.deepEqual([stored.templateId, stored.status], ['marketing', 'OPTED_IN']);
    assert.deepEqual(page.errors, []);
  });

  test(`with ${name}, the brand is the server's, and leaving closes the socket`, async (t) => {
    const userId = 'older-brand';
    const { sandbox, provider } = await startMode(t, mode, userId);
    const response = await fetch(`${sandbox.url}/brands`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.api_key}` },
      body: JSON.stringify({ id: 'acme', name: 'Acme', ...OLD_COLOR }),
    });
    assert.ok(response.ok, await response.text());
    await seed({ [userId]: { messages: [{ title: 'First' }] } }, sandbox);
    const page = await openOlderApp(t, {
      sandbox,
      provider: { ...provider, brandId: 'acme' },
      views: ['Inbox', 'Hooks'],
    });
    await waitForTitles(page, ['First']);
    await until('the color', () => {
      return page.evaluate(() => globalThis.hooks.courier.brand?.colors?.primary === '#12ab34');
    });
    await waitForSubscriptions(sandbox, 1);
    await page.evaluate(() => globalThis.changeProvider({ isSignedOut: true }));
    await page.getByText('Signed out').waitFor();
    await waitForSubscriptions(sandbox, 0);
    assert.deepEqual(page.errors, []);
  });
}

/** Opens an app whose token has expired, and returns a function that fetches a new one. */
async function openExpired(t, userId) {
  const { sandbox } = await startMode(t, MODES['a token'], userId);
  await seed({ [userId]: { messages: [{ title: 'First' }] } }, sandbox);
  const authorization = await toolWith(
    sandbox, 'issue', '--user', userId, '--for', 'sdk', '--expires-in', '5m',
  );
  const views = ['Inbox', 'Hooks'];
  const page = await openOlderApp(t, { sandbox, provider: { userId, authorization }, views });
  await waitForTitles(page, ['First']);
  await waitForSubscriptions(sandbox, 1);
  await control('clock', { advance: '10m' }, sandbox);
  const endpoint = await startTokenEndpoint(t, ['--user', userId, '--for', 'sdk'], sandbox);
  const renew = async () => (await (await fetch(endpoint)).json()).token;
  return { sandbox, page, renew };
}

const refetch = (page) => page.evaluate(() => globalThis.hooks.inbox.fetchMessages());
const is401 = (text) => text.includes('401');

test('an expired token gets 401, and a new one in the `authorization` prop works', async (t) => {
  const userId = 'older-renewal';
  const { sandbox, page, renew } = await openExpired(t, userId);
  await refetch(page);
  await until('the refusal', () => page.errors.some(is401));

  const authorization = await renew();
  await page.evaluate((token) => globalThis.changeProvider({ authorization: token }), authorization);
  await until('the new token', () => {
    return page.evaluate((token) => globalThis.hooks.courier.authorization === token, authorization);
  });
  await send(userId, 'Second', sandbox);
  await refetch(page);
  await waitForTitles(page, ['Second', 'First']);
});

// The name of a behavior that `courier-auth explain` describes.
test('renewal-undone', async (t) => {
  const { page, renew } = await openExpired(t, 'older-undone');
  const token = await renew();
  await page.evaluate((renewed) => globalThis.hooks.courier.renewSession(renewed), token);
  await until('the new token, and then the old one', () => {
    return page.evaluate((renewed) => {
      return globalThis.tokens.includes(renewed) && globalThis.tokens.at(-1) !== renewed;
    }, token);
  });
  await refetch(page);
  await until('the refusal', () => page.errors.some(is401));
});
