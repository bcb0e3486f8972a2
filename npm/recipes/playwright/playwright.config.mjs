import { defineConfig } from '@playwright/test';

// Without CHROMIUM, the browser is the one that `npx playwright install chromium` downloads.
const executablePath = process.env.CHROMIUM;

export default defineConfig({
  workers: 1,
  reporter: 'list',
  use: {
    launchOptions: {
      executablePath,
      // Containers support neither Chromium's process sandbox nor much shared memory.
      args: executablePath ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
    },
  },
});
