'use strict';

// Requests to the sandbox. They do not use `fetch`, which tests replace.

const { request } = require('node:http');
const { text } = require('node:stream/consumers');

/**
 * Sends a request, and returns the JSON of the response, or undefined if its body is empty.
 *
 * @throws {Error} with the message of the sandbox and a field `status`, if the status is not 2xx.
 */
async function send(url, { method = 'GET', headers = {}, body } = {}) {
  const response = await new Promise((resolve, reject) => {
    // An agent could have a proxy, or wait for a free connection.
    const sent = request(url, { method, headers, agent: false }, resolve);
    sent.on('error', (cause) => {
      const message = `the sandbox at ${new URL(url).origin} does not respond: ${cause.message}`;
      reject(new Error(message, { cause }));
    });
    sent.end(body);
  });
  const content = await text(response);
  if (response.statusCode < 200 || response.statusCode > 299) {
    const error = new Error(messageOf(content) ?? `unexpected status ${response.statusCode}`);
    throw Object.assign(error, { status: response.statusCode });
  }
  return content === '' ? undefined : JSON.parse(content);
}

/** Returns the message of an error response. A simulated failure may have none. */
function messageOf(content) {
  try {
    return JSON.parse(content).message;
  } catch {
    return undefined;
  }
}

/** Returns a function that uses the control API of the sandbox at this URL. */
function controlOf(url) {
  return (path, body, method = body ? 'POST' : 'GET') =>
    send(`${url}/_sandbox/${path}`, { method, body });
}

module.exports = { controlOf, send };
