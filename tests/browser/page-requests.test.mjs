// The sandbox's web page: the requests and their details.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openSandboxPage } from './page.mjs';
import { API_KEY, startSandbox, toolWith, until } from './support.mjs';

const QUERY = `query GetInboxMessages($limit: Int) {
  messages(limit: $limit) { totalCount }
}`;

/** Sends an Inbox query with a token. */
async function sendQuery(sandbox, token, variables, path = '/q') {
  const body = JSON.stringify({ operationName: 'GetInboxMessages', query: QUERY, variables });
  const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${sandbox.url}${path}`, { method: 'POST', headers, body });
  await response.text();
  return response.status;
}

function issueToken(sandbox, user, ...args) {
  return toolWith(sandbox, 'issue', '--user', user, ...args);
}

/** Returns the row of the newest request whose text contains `text`. */
function rowWith(page, text) {
  return page.locator('#journal-list tr:not(.details)').filter({ hasText: text }).first();
}

test('a request opens with its operation, user, variables, query and response', async (t) => {
  const sandbox = await startSandbox(t);
  const token = await issueToken(sandbox, 'alice');
  assert.equal(await sendQuery(sandbox, token, { limit: 7 }, '/q?trace=1'), 200);
  const page = await openSandboxPage(t, 'tab=journal', { sandbox });

  const row = rowWith(page, 'GetInboxMessages');
  assert.match(await row.innerText(), /POST \/q[^]*alice[^]*200/);
  const requests = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await row.getByRole('button').focus();
  assert.equal(await row.getByRole('button').getAttribute('aria-expanded'), 'false');
  await page.keyboard.press('Enter');
  const details = page.locator('#journal-list .details');
  await details.locator('.facts').waitFor();
  assert.equal(await row.getByRole('button').getAttribute('aria-expanded'), 'true');
  const text = await details.innerText();
  assert.match(text, /Operation\s+GetInboxMessages/);
  assert.match(text, /User\s+alice/);
  assert.match(text, /Query string\s+trace=1/);
  assert.match(text, /Credential\s+fp:[0-9a-f]+/);
  const block = (name) => details.getByRole('group', { name, exact: true }).textContent();
  assert.deepEqual(JSON.parse(await block('Variables')), { limit: 7 });
  assert.equal(await block('Query'), QUERY);
  assert.deepEqual(JSON.parse(await block('Response')), { data: { messages: { totalCount: 0 } } });

  const number = await row.getAttribute('data-number');
  const fetched = requests.filter((path) => path.startsWith('/_sandbox/journal/'));
  assert.deepEqual(fetched, [`/_sandbox/journal/${number}`], 'details are loaded once, when opened');
  await page.keyboard.press('Enter');
  await details.waitFor({ state: 'detached' });
  assert.deepEqual(page.errors, []);
});

test('a refused request shows the rule and how to fix it', async (t) => {
  const sandbox = await startSandbox(t);
  assert.equal(await sendQuery(sandbox, API_KEY, {}), 401);
  const page = await openSandboxPage(t, 'tab=journal', { sandbox });
  const row = rowWith(page, 'GetInboxMessages');
  await row.locator('.why').filter({ hasText: 'CA102 api-key-as-token' }).waitFor();
  await row.getByRole('button').click();
  const refusal = page.locator('#journal-list .refusal');
  await refusal.waitFor();
  const { rules } = await (await fetch(`${sandbox.url}/_sandbox/capabilities`)).json();
  const { summary, fix } = rules.find(({ code }) => code === 'CA102');
  const text = (await refusal.innerText()).replaceAll(/\s+/g, ' ');
  const plain = (words) => words.replaceAll('`', '');
  assert.ok(text.includes(`CA102 api-key-as-token: ${plain(summary)}`), text);
  assert.ok(text.includes(`Fix: ${plain(fix)}`), text);
  assert.ok(text.includes('courier-auth explain CA102'), text);
  assert.deepEqual(page.errors, []);
});

test('a request is copied as a curl command', async (t) => {
  const sandbox = await startSandbox(t);
  const token = await issueToken(sandbox, 'alice');
  await sendQuery(sandbox, token, { limit: 7 });
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await openSandboxPage(t, 'tab=journal', { sandbox, permissions });
  const row = rowWith(page, 'GetInboxMessages');
  await row.getByRole('button').click();
  await page.getByRole('button', { name: 'Copy as curl' }).click();
  await page.locator('.details output').filter({ hasText: 'Copied.' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const number = await row.getAttribute('data-number');
  const { curl } = await (await fetch(`${sandbox.url}/_sandbox/journal/${number}`)).json();
  assert.equal(copied, curl);
  assert.match(copied, /^curl [^]*\/q/);
  assert.ok(!copied.includes(token), 'without the token');
  assert.deepEqual(page.errors, []);
});

test('requests are filtered by text, user and status', async (t) => {
  const sandbox = await startSandbox(t);
  for (const user of ['alice', 'bob']) {
    const token = await issueToken(sandbox, user, '--scope', `user_id:${user} inbox:read:messages`);
    assert.equal(await sendQuery(sandbox, token, {}), 200);
  }
  await sendQuery(sandbox, API_KEY, {});
  await fetch(`${sandbox.url}/nonsense`);
  const page = await openSandboxPage(t, 'tab=journal', { sandbox });
  await rowWith(page, '/nonsense').waitFor();

  const shown = async () => {
    const rows = await page.locator('#journal-list tr:not(.details)').all();
    return Promise.all(rows.map((row) => row.locator('button').textContent()));
  };
  const waitForRows = (names) => until(`the rows ${names}`, async () => String(await shown()) === String(names));
  await page.locator('#journal-user').selectOption('bob');
  await waitForRows(['GetInboxMessages', '/auth/issue-token']);
  await page.locator('#journal-user').selectOption('');
  await page.locator('#journal-status').selectOption('failed');
  await waitForRows(['/nonsense', 'GetInboxMessages']);
  await page.locator('#journal-filter').fill('ca102');
  await waitForRows(['GetInboxMessages']);
  await page.locator('#journal-status').selectOption('5');
  await waitForRows([]);
  await page.locator('#journal-empty').filter({ hasText: 'No matching requests' }).waitFor();
  assert.deepEqual(page.errors, []);
});
