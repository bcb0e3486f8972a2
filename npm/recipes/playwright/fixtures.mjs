// Fixtures: the app's server and a sandbox, which the tests of a worker share.

import { fileURLToPath } from 'node:url';

import { test as base } from '@playwright/test';
import { startSandbox } from 'courier-auth';
import { createServer } from 'vite';

export { expect } from '@playwright/test';

export const test = base.extend({
  runningSandbox: [
    async ({}, use) => {
      const sandbox = await startSandbox();
      await use(sandbox);
      await sandbox.stop();
    },
    { scope: 'worker' },
  ],

  appUrl: [
    async ({}, use) => {
      const root = fileURLToPath(new URL('app', import.meta.url));
      const server = await createServer({ root, logLevel: 'error' });
      await server.listen();
      await use(server.resolvedUrls.local[0]);
      await server.close();
    },
    { scope: 'worker' },
  ],

  /** A sandbox without the data of other tests. */
  sandbox: async ({ runningSandbox }, use) => {
    await runningSandbox.reset();
    await use(runningSandbox);
  },

  /** Opens the app for a signed-in user. */
  openApp: async ({ page, sandbox, appUrl }, use) => {
    await use(async (userId) => {
      const jwt = await sandbox.issueToken(userId, { for: 'inbox' });
      const session = { userId, jwt, apiUrls: sandbox.apiUrls };
      await page.route('**/api/courier-session', (route) => route.fulfill({ json: session }));
      await page.goto(appUrl);
    });
  },
});
