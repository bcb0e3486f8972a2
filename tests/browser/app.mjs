// Apps that use Courier's packages, bundled as an app's build does and served on a port of their own.

import { createServer } from 'node:http';
import { join } from 'node:path';

import { build } from 'esbuild';

/** Returns the addresses of a sandbox, as the present clients take them. */
export function apiUrlsOf(sandbox) {
  return {
    courier: { rest: sandbox.url, graphql: `${sandbox.url}/client/q` },
    inbox: { graphql: sandbox.inbox_url, webSocket: sandbox.socket_url },
  };
}

/** The packages of React at each version that the tests use. */
export const REACT = {
  18: { react: 'react-18', 'react-dom': 'react-dom-18' },
  19: {},
};

const bundles = new Map();

/** Bundles an app of the folder `apps`. `alias` replaces packages by others. */
function bundle(name, alias) {
  const key = JSON.stringify([name, alias]);
  if (!bundles.has(key)) {
    bundles.set(key, bundled(name, alias));
  }
  return bundles.get(key);
}

async function bundled(name, alias) {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'apps', name)],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    jsx: 'automatic',
    alias,
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.css': 'empty' },
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/**
 * Serves an app of the folder `apps` until the test ends and returns its URL. The app finds
 * `settings` in `globalThis.settings`. `alias` replaces packages by others.
 */
export async function serveApp(test, name, settings, { alias = {} } = {}) {
  const script = await bundle(name, alias);
  const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>An app</title><link rel="icon" href="data:,">
<div id="app"></div>
<script>globalThis.settings = ${JSON.stringify(settings).replaceAll('<', '\\u003c')};</script>
<script type="module" src="app.js"></script>`;
  const files = {
    '/': ['text/html', page],
    '/app.js': ['text/javascript', script],
  };
  const server = createServer(({ url }, response) => {
    const file = files[new URL(url, 'http://app.test').pathname];
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', file[0]).end(file[1]);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}/`;
}
