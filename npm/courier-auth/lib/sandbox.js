'use strict';

const check = require('./check.js');
const { send: sendRequest } = require('./control.js');
const { messageBody } = require('./message.js');
const { startProcess } = require('./process.js');
const { startOptions } = require('./start.js');

/** Documented in index.d.ts, like the methods. */
async function startSandbox(options = {}) {
  const { port, ...start } = await startOptions(options);
  const { env, stop: stopProcess } = await startProcess(port);
  const url = env.COURIER_BASE_URL;
  const inboxUrl = env.COURIER_INBOX_URL;
  const socketUrl = env.COURIER_SOCKET_URL;
  let isStopped = false;

  async function stop() {
    isStopped = true;
    await stopProcess();
  }

  async function request(method, path, body, headers) {
    // Another process may have got the port.
    if (isStopped) {
      throw new Error('the sandbox was stopped');
    }
    return sendRequest(method, `${url}${path}`, body, headers);
  }

  const control = (method, path, body) => request(method, `/_sandbox/${path}`, body);
  const headers = { authorization: `Bearer ${env.COURIER_API_KEY}` };
  const post = (path, body) => request('POST', path, body, headers);
  const state = stateMethods(control, start);

  try {
    await state.reset();
  } catch (error) {
    await stop();
    throw error;
  }
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
    ...courierMethods(post, control),
    ...state,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Returns the methods that do what a backend does. */
function courierMethods(post, control) {
  async function scopesOf(features) {
    const { features: known } = await control('GET', 'capabilities');
    return features.flatMap((name) => {
      const feature = known.find((other) => other.name === name);
      if (!feature) {
        const names = known.map((other) => other.name).join(', ');
        throw new Error(`unknown feature \`${name}\`: expected ${names}`);
      }
      return feature.scopes;
    });
  }

  async function issueToken(user, options = {}) {
    check.userIdForToken(user);
    const given = check.fields('options', options, ['for', 'scopes', 'expiresIn']);
    const features = check.names('for', given.for ?? (given.scopes ? [] : 'sdk'));
    const more = check.strings('scopes', given.scopes ?? []);
    const lifetime = check.duration('expiresIn', given.expiresIn ?? '1 day');
    const scopes = [`user_id:${user}`, ...(await scopesOf(features)), ...more];
    // Features can have scopes in common.
    const body = { scope: [...new Set(scopes)].join(' '), expires_in: lifetime };
    const { token } = await post('/auth/issue-token', body);
    return token;
  }

  async function send(user, message) {
    const body = { to: { user_id: check.userId(user) }, ...messageBody(message) };
    const { requestId } = await post('/send', { message: body });
    return requestId;
  }

  return { issueToken, send };
}

/** Returns the methods for the state of the sandbox, which `reset` sets to the one of the start. */
function stateMethods(control, { clock, seed, faults }) {
  return {
    async messages(user) {
      const query = new URLSearchParams({ user_id: check.userId(user), archived: 'false' });
      const { messages } = await control('GET', `users?${query}`);
      return messages;
    },
    async advance(duration) {
      return control('POST', 'clock', { advance: check.duration('duration', duration) });
    },
    async fault(fault) {
      await control('POST', 'faults', { faults: [check.string('fault', fault)] });
    },
    async clearFaults() {
      await control('DELETE', 'faults');
    },
    async journal() {
      const { requests } = await control('GET', 'journal');
      return requests;
    },
    async reset() {
      await control('POST', 'reset');
      await control('POST', 'clock', clock);
      // After the clock, which is the time of messages that have none.
      if (seed !== undefined) {
        await control('POST', 'seed', seed);
      }
      if (faults.length > 0) {
        await control('POST', 'faults', { faults });
      }
    },
  };
}

module.exports = { startSandbox };
