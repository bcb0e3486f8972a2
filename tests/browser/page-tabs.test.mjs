// The sandbox's web page: the user's data, issued tokens, sockets and snippets.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openSandboxPage } from './page.mjs';
import { BASE_URL, control, seed, startSandbox, toolWith, waitForSubscriptions } from './support.mjs';

function waitForText(page, selector, text) {
  return page.locator(selector).filter({ hasText: text }).first().waitFor();
}

test('the tab of a user shows preferences, push tokens, tenants, lists and the profile', async (t) => {
  const user = 'page-user';
  await seed({
    [user]: {
      tenants: ['acme'],
      lists: ['news'],
      profile: { email: 'alice@example.com' },
      preferences: [
        {
          templateId: 'updates',
          status: 'OPTED_IN',
          accountId: 'acme',
          hasCustomRouting: true,
          routingPreferences: ['email', 'push'],
        },
      ],
      tokens: { 'push-token': { provider_key: 'apn', device: { platform: 'ios' } } },
    },
  });
  const page = await openSandboxPage(t, `user=${user}&tab=user`);
  await waitForText(page, '#user-tenants', 'acme');
  await waitForText(page, '#user-lists', 'news');
  await waitForText(page, '#user-profile', 'alice@example.com');
  const preference = page.locator('#user-preference-list tr[data-topic="updates"]');
  assert.deepEqual(await preference.locator('td').allTextContents(), ['updates', 'Opted in', 'acme', 'email, push']);
  await waitForText(page, '#user-push-tokens', /push-token.*apn.*"platform": "ios"/s);

  // The tab follows changes.
  await seed({ [user]: { lists: ['offers'] } });
  await waitForText(page, '#user-lists', 'offers');
  await page.locator('#open-user-id').fill('page-nobody');
  await page.locator('#open-user-id').press('Enter');
  await page.locator('#tab-user').click();
  await waitForText(page, '#user-preferences-empty', 'No preferences.');
  assert.deepEqual(page.errors, []);
});

test('issued tokens are listed, and marked when they have expired', async (t) => {
  const sandbox = await startSandbox(t);
  await toolWith(sandbox, 'issue', '--user', 'alice', '--expires-in', '1 hour');
  const page = await openSandboxPage(t, 'tab=token', { sandbox });
  const { tokens } = await control('tokens', undefined, sandbox);
  const row = page.locator(`#issued-list tr[data-token="${tokens[0].token}"]`);
  await row.filter({ hasText: 'alice' }).filter({ hasText: 'inbox:read:messages' }).waitFor();
  await row.locator('.expires').filter({ hasText: /^Expires in/ }).waitFor();
  await control('clock', { advance: '2h' }, sandbox);
  await row.locator('.expires').filter({ hasText: /^Expired 1 h ago/ }).waitFor();

  await page.locator('#issue-user').fill('bob');
  await page.locator('#issue-expires').fill('');
  await page.locator('#issue-expires').press('Enter');
  await waitForText(page, '#issued-list tr', /bob.*Never expires.*CA202/);
  assert.deepEqual(page.errors, []);
});

test('open sockets are listed without the one of the page, and closed', async (t) => {
  const sandbox = await startSandbox(t);
  const token = await toolWith(sandbox, 'issue', '--user', 'alice');
  const page = await openSandboxPage(t, 'user=alice&tab=sockets', { sandbox });
  await waitForText(page, '#sockets-empty', 'No app is connected');
  await page.evaluate((url) => {
    const socket = new WebSocket(url);
    const data = { channel: 'alice', event: '*', accountId: 'acme' };
    socket.onopen = () => socket.send(JSON.stringify({ tid: '1', action: 'subscribe', data }));
    socket.onclose = () => { document.body.dataset.closed = 'true'; };
  }, `${sandbox.socket_url}/?auth=${token}&userId=alice&iwpv=v1&cid=my-app`);
  await waitForSubscriptions(sandbox, 2);
  await waitForText(page, '#socket-list tr', /v1.*alice in tenant acme.*my-app/);
  assert.equal(await page.locator('#socket-list tr').count(), 1);

  await page.locator('#sockets-close').click();
  await waitForText(page, '#sockets-result', 'Closed 1 socket.');
  await page.locator('body[data-closed="true"]').waitFor();
  await waitForText(page, '#sockets-empty', 'No app is connected');
  // The page connects again.
  await waitForSubscriptions(sandbox, 1);
  await page.locator('#connection[data-state="live"]').waitFor();
});

test('there are snippets for clients and servers, with the addresses and the user', async (t) => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await openSandboxPage(t, 'user=o%27brien&tab=connect', { permissions });
  const { host, port } = new URL(BASE_URL);
  const emulator = `10.0.2.2:${port}`;
  const expected = {
    'shell': [`COURIER_BASE_URL=${BASE_URL}`, 'COURIER_API_KEY=sandbox_local_development_key'],
    'courier-js': [`rest: "${BASE_URL}"`, `webSocket: "ws://${host}"`, `"o'brien"`],
    'courier-react': ['useCourier', `graphql: "${BASE_URL}/client/q"`, `"o'brien"`],
    'node': [`baseURL: "${BASE_URL}"`, '@trycourier/courier', `"o'brien"`],
    'python': [`base_url="${BASE_URL}"`, 'from courier import Courier', `"o'brien"`],
    'ios': ['CourierClient.ApiUrls', `inboxGraphql: "${BASE_URL}/q"`, `"o'brien"`],
    'android': ['CourierClient.ApiUrls', `inboxGraphql = "http://${emulator}/q"`, `"ws://${emulator}"`],
  };
  for (const [id, parts] of Object.entries(expected)) {
    const text = await page.locator(`#snippet-${id}`).textContent();
    for (const part of parts) {
      assert.ok(text.includes(part), `${id}: ${part} is in ${text}`);
    }
    await page.locator(`#copy-${id}`).click();
    await waitForText(page, `#copy-${id}-result`, 'Copied.');
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
  }
  assert.deepEqual(page.errors, []);
});
