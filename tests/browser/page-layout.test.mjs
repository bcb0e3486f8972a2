// The sandbox's web page: how it fits windows, and its accessibility.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { openSandboxPage } from './page.mjs';
import { API_KEY, BASE_URL, seed } from './support.mjs';

const TABS = ['messages', 'user', 'token', 'journal', 'sockets', 'connect', 'controls'];

/** Returns the width by which the page is wider than the window. */
function overflowOf(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

/** A user with data for every tab. */
async function seedUser(user) {
  const long = 'A title that goes on and on, and does not end where one would think '.repeat(3);
  const messages = [
    { title: 'Your order has shipped', preview: 'It arrives on Tuesday', tags: ['orders'] },
    { title: long, preview: 'x'.repeat(400), accountId: 'acme' },
    { title: 'Read', read: '2026-01-01T00:00:00Z' },
  ];
  await seed({
    [user]: {
      messages,
      tenants: ['acme'],
      lists: ['a.list.with.a.name.that.is.much.longer.than.the.usual.one'],
      profile: { email: 'alice@example.com' },
      preferences: [{ templateId: 'updates', status: 'OPTED_OUT', accountId: 'acme' }],
      tokens: { 'push-token': { provider_key: 'apn', device: { platform: 'ios' } } },
    },
  });
  const headers = { authorization: `Bearer ${API_KEY}` };
  const scope = `user_id:${user} inbox:read:messages`;
  const body = JSON.stringify({ scope, expires_in: '1h' });
  await fetch(`${BASE_URL}/auth/issue-token`, { method: 'POST', headers, body });
}

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 390, 360]) {
    test(`the page fits ${width} columns of pixels and is accessible, ${colorScheme}`, async (t) => {
      const user = `page-${colorScheme}-${width}`;
      await seedUser(user);
      const axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
      const page = await openSandboxPage(t, `user=${user}`, { width, height: 900, colorScheme });
      // Evaluated by the debugger, which the page's content security policy does not restrict.
      await page.evaluate(axe);
      const row = page.locator(`#journal-list tr:has-text("${user}")`).first();
      for (const tab of TABS) {
        await page.locator(`#tab-${tab}`).click();
        await page.locator(`#panel-${tab}`).waitFor();
        if (tab === 'journal') {
          await row.getByRole('button').click();
          await page.locator('#journal-list .details .facts').waitFor();
        }
        assert.equal(await overflowOf(page), 0, `${tab}: nothing overflows the window`);
        const violations = await page.evaluate(async () => {
          const results = await globalThis.axe.run();
          return results.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
        });
        assert.deepEqual(violations, [], tab);
        // Developers can set SCREENSHOTS to a folder.
        if (process.env.SCREENSHOTS) {
          await page.screenshot({ path: join(process.env.SCREENSHOTS, `${user}-${tab}.png`) });
        }
      }
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const brightness = background.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0);
      assert.equal(brightness > 3 * 128, colorScheme === 'light', background);
      assert.deepEqual(page.errors, []);
    });
  }
}

test('on a phone, messages come first, and the users and the form are opened with buttons', async (t) => {
  const [user, other] = ['page-phone', 'page-phone-other'];
  await seed({ [user]: { messages: [{ title: 'First' }] }, [other]: { messages: [] } });
  const page = await openSandboxPage(t, `user=${user}`, { width: 390, height: 844 });
  const message = page.locator('#message-list li').first();
  await message.waitFor();
  assert.ok((await message.boundingBox()).y < 600);
  assert.equal(await page.locator('#send-title').isVisible(), false);

  await page.locator('#send-toggle').press('Enter');
  await page.locator('#send-title').fill('Sent from a phone');
  await page.locator('#send-title').press('Enter');
  await page.locator('#message-list h3').filter({ hasText: 'Sent from a phone' }).waitFor();

  assert.equal(await page.locator('#user-list').isVisible(), false);
  await page.locator('#users-toggle').press('Enter');
  await page.locator(`#user-list li[data-user="${other}"] a`).click();
  await page.locator('#users-toggle').filter({ hasText: other }).waitFor();
  assert.equal(await page.locator('#user-list').isVisible(), false);
  await page.locator('#messages-empty').waitFor();
  assert.deepEqual(page.errors, []);
});
