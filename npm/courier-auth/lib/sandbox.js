'use strict';

const { readFile } = require('node:fs/promises');

const { controlOf, send: sendRequest } = require('./control.js');
const { checkNames, listOf } = require('./options.js');
const { startProcess } = require('./process.js');

/** Documented in index.d.ts, like the methods. */
async function startSandbox(options = {}) {
  checkNames(options, ['seed', 'faults', 'clock', 'port']);
  const { seed, faults = [], clock, port = 0 } = options;
  const seedText = typeof seed === 'string' ? await readFile(seed) : seed && JSON.stringify(seed);
  const { env, stop } = await startProcess({ port, faults });
  const control = controlOf(env.COURIER_BASE_URL);

  /** Sets the clock before the seed, whose messages get their times from it. */
  async function prepare() {
    if (clock) {
      await control('clock', JSON.stringify(clock));
    }
    if (seedText) {
      await control('seed', seedText);
    }
  }

  async function reset() {
    await control('reset', undefined, 'POST');
    await prepare();
  }

  try {
    await prepare();
  } catch (error) {
    await stop();
    throw error;
  }
  const url = env.COURIER_BASE_URL;
  const inboxUrl = env.COURIER_INBOX_URL;
  const socketUrl = env.COURIER_SOCKET_URL;
  return {
    url,
    apiKey: env.COURIER_API_KEY,
    clientKey: env.COURIER_CLIENT_KEY,
    inboxUrl,
    socketUrl,
    apiUrls: {
      courier: { rest: url, graphql: `${url}/client/q` },
      inbox: { graphql: inboxUrl, webSocket: socketUrl },
    },
    env,
    ...courierMethods(url, env.COURIER_API_KEY, control),
    ...controlMethods(control),
    reset,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Returns the methods that do what a backend does. */
function courierMethods(url, apiKey, control) {
  const post = (path, body) =>
    sendRequest(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  async function scopesOf(features) {
    const { features: known } = await control('capabilities');
    return features.flatMap((name) => {
      const feature = known.find((other) => other.name === name);
      if (!feature) {
        const names = known.map((other) => other.name).join(', ');
        throw new TypeError(`unknown feature \`${name}\`: expected ${names}`);
      }
      return feature.scopes;
    });
  }

  async function issueToken(user, options = {}) {
    checkNames(options, ['for', 'scopes', 'expiresIn']);
    const { scopes = [], expiresIn = '1 day' } = options;
    const features = options.for ?? (options.scopes ? [] : 'sdk');
    if (/\s/.test(user)) {
      throw new TypeError(`the user ID \`${user}\` contains whitespace, which separates scopes`);
    }
    const all = [`user_id:${user}`, ...(await scopesOf(listOf(features))), ...scopes];
    const body = { scope: [...new Set(all)].join(' '), expires_in: expiresIn };
    const { token } = await post('/auth/issue-token', body);
    return token;
  }

  async function send(user, message) {
    const fields = typeof message === 'string' ? { title: message } : message;
    const { title, body, tags, tenantId, ...others } = fields;
    const { requestId } = await post('/send', {
      message: {
        to: { user_id: user },
        content: { title, body },
        ...(tags && { metadata: { tags } }),
        ...(tenantId && { context: { tenant_id: tenantId } }),
        ...others,
      },
    });
    return requestId;
  }

  return { issueToken, send };
}

/** Returns the methods for the state of the sandbox. */
function controlMethods(control) {
  return {
    async messages(user) {
      const query = new URLSearchParams({ user_id: user, archived: 'false' });
      const { messages } = await control(`users?${query}`);
      return messages;
    },
    async advance(duration) {
      return control('clock', JSON.stringify({ advance: duration }));
    },
    async fault(text) {
      await control('faults', JSON.stringify({ faults: [text] }));
    },
    async clearFaults() {
      await control('faults', undefined, 'DELETE');
    },
    async journal() {
      const { requests } = await control('journal');
      return requests;
    },
  };
}

module.exports = { startSandbox };
