// The preference page of courier-react, its theme and its brand.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { REACT_VERSIONS, openViews } from './modern.mjs';
import { control, startSandbox, until } from './support.mjs';

const RED = 'rgb(200, 0, 0)';
const GREEN = 'rgb(0, 120, 0)';

const LOGO = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/** Two brands with different colors: the one of the workspace, and another. */
const BRANDS = [
  {
    id: 'sandbox',
    name: 'Default',
    settings: {
      colors: { primary: '#c80000' },
      email: { header: { logo: { href: 'https://app.test/', image: LOGO } } },
    },
  },
  { id: 'other', name: 'Other', settings: { colors: { primary: '#007800' } } },
];

/** The default theme has a color for switches, which hides the brand's and `primaryColor`. */
const WITHOUT_SWITCH_COLOR = { topic: { toggle: { trackActiveColor: '' } } };

function topicOf(page, name) {
  return page.locator('courier-preferences-topic').filter({ hasText: name });
}

/** Returns the preferences of a user in a sandbox, by the ID of the topic. */
async function preferencesOf(userId, sandbox) {
  const { users } = await control('state', undefined, sandbox);
  const preferences = users[userId]?.preferences ?? [];
  return Object.fromEntries(preferences.map((preference) => [preference.templateId, preference]));
}

for (const react of REACT_VERSIONS) {
  test(`React ${react}: topics are listed, and a switch is stored`, async (t) => {
    const userId = `preferences-${react}`;
    const sandbox = await startSandbox(t);
    const page = await openViews(t, userId, { CourierPreferences: {} }, { react, sandbox });
    const isOn = async (name) => {
      return (await topicOf(page, name).getByRole('switch').getAttribute('aria-checked')) === 'true';
    };
    await page.getByText('General').waitFor();
    assert.deepEqual(await Promise.all(['Updates', 'Marketing', 'Security'].map(isOn)), [true, false, true]);
    await topicOf(page, 'Security').getByText('Required').waitFor();

    await topicOf(page, 'Marketing').getByRole('switch').click();
    await until('the preference', async () => {
      return (await preferencesOf(userId, sandbox)).marketing?.status === 'OPTED_IN';
    });
    await page.reload();
    await until('the switch after a reload', () => isOn('Marketing'));
    assert.deepEqual(page.errors, []);
  });

  test(`React ${react}: a channel is chosen`, async (t) => {
    const userId = `channels-${react}`;
    const sandbox = await startSandbox(t);
    const page = await openViews(t, userId, { CourierPreferences: {} }, { react, sandbox });
    const topic = topicOf(page, 'Updates');
    await topic.locator('.courier-channel-customize-button').click();
    await topic.locator('.courier-channel-chip', { hasText: 'Push' }).click();
    await until('the channels', async () => {
      const { updates } = await preferencesOf(userId, sandbox);
      return updates?.routingPreferences.join() === 'inbox,email';
    });
    assert.deepEqual(page.errors, []);
  });
}

for (const { name, brandId, theme, color } of [
  { name: 'the brand of the workspace', color: RED },
  { name: 'the brand that the app names', brandId: 'other', color: GREEN },
  { name: 'the theme of the app', theme: { primaryColor: '#007800' }, color: GREEN },
]) {
  test(`switches have the color of ${name}`, async (t) => {
    const sandbox = await startSandbox(t);
    await control('seed', { brands: BRANDS }, sandbox);
    const props = { brandId, lightTheme: { ...WITHOUT_SWITCH_COLOR, ...theme } };
    const page = await openViews(t, 'brands', { CourierPreferences: props }, { sandbox });
    const logo = page.locator(`.courier-preferences-logo a[href="https://app.test/"] img[src="${LOGO}"]`);
    const toggle = topicOf(page, 'Updates').getByRole('switch');
    await until(color, async () => {
      return (await toggle.evaluate((element) => getComputedStyle(element).backgroundColor)) === color;
    });
    assert.equal(await logo.count(), brandId ? 0 : 1, 'the brand of the workspace has a logo');
    assert.deepEqual(page.errors, []);
  });
}

test('the hook reads and stores preferences', async (t) => {
  const userId = 'preferences-hook';
  const sandbox = await startSandbox(t);
  const page = await openViews(t, userId, {}, { sandbox });
  await page.waitForFunction(() => globalThis.courier?.auth.userId);
  const call = (method, options) => {
    const run = ([name, argument]) => globalThis.courier.preferences[name](argument);
    return page.evaluate(run, [method, options]);
  };
  const { items } = await call('getUserPreferences');
  assert.deepEqual(items.map(({ topicId }) => topicId), ['updates', 'marketing', 'security']);
  const choice = { status: 'OPTED_OUT', hasCustomRouting: true, customRouting: ['email'] };
  await call('putUserPreferenceTopic', { topicId: 'updates', ...choice });
  const { status, customRouting } = await call('getUserPreferenceTopic', { topicId: 'updates' });
  assert.deepEqual({ status, customRouting }, { status: 'OPTED_OUT', customRouting: ['email'] });
  assert.equal((await preferencesOf(userId, sandbox)).updates.status, 'OPTED_OUT');
  assert.deepEqual(await call('getDigestSchedules', { topicId: 'updates' }), []);
  assert.deepEqual(page.errors, []);
});

test('a refused preference is undone on the page', async (t) => {
  const userId = 'preferences-refused';
  const sandbox = await startSandbox(t);
  const page = await openViews(t, userId, { CourierPreferences: {} }, { sandbox });
  const toggle = topicOf(page, 'Updates').getByRole('switch');
  await toggle.waitFor();
  await control('faults', { faults: ['client-q:500', 'users:500'] }, sandbox);
  await toggle.click();
  await until('the answer', () => page.errors.some((error) => error.includes('500')));
  await until('the switch', async () => (await toggle.getAttribute('aria-checked')) === 'true');
  assert.deepEqual(await preferencesOf(userId, sandbox), {});
});

test('a dark theme applies to the Inbox, and colors of the app replace its own', async (t) => {
  const darkTheme = { inbox: { header: { backgroundColor: RED } } };
  const views = { CourierInbox: { mode: 'dark', darkTheme } };
  const page = await openViews(t, 'theme', views);
  const header = page.locator('courier-inbox-header > .header');
  await until('the color', async () => {
    return (await header.evaluate((element) => getComputedStyle(element).backgroundColor)) === RED;
  });
  assert.deepEqual(page.errors, []);
});
