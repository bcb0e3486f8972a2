import { expect, test } from './fixtures.mjs';

test('a click marks a message as read', async ({ page, sandbox, openApp }) => {
  await sandbox.send('alice', 'Welcome');
  await sandbox.send('alice', { title: 'Your order has shipped', tags: ['orders'] });
  await openApp('alice');
  await expect(page.getByRole('status')).toHaveText('2 messages');

  await page.getByRole('button', { name: 'Welcome' }).click();

  await expect(page.getByRole('button', { name: 'Welcome' })).toBeDisabled();
  const messages = await sandbox.messages('alice');
  const read = messages.filter((message) => message.read !== null);
  expect(read.map((message) => message.title)).toEqual(['Welcome']);
});

test('the app says that messages cannot be loaded', async ({ page, sandbox, openApp }) => {
  await sandbox.fault('q:503');

  await openApp('alice');

  await expect(page.getByRole('status')).toHaveText(/cannot be loaded/);
});
