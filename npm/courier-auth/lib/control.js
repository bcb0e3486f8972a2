'use strict';

// Requests to the sandbox. They do not use `fetch`, which tests replace.

const { request } = require('node:http');
const { text } = require('node:stream/consumers');

/**
 * Sends a request with a body of JSON, which is an object or the contents of a file. Returns the JSON of
 * the response, or undefined if its body is empty.
 *
 * @throws {Error} if the sandbox does not respond, or with its message and a field `status`, if the
 * status is not 2xx.
 */
async function send(method, url, body, headers = {}) {
  const isFile = Buffer.isBuffer(body);
  const response = await new Promise((resolve, reject) => {
    // An agent could have a proxy, or wait for a free connection.
    const sent = request(url, { method, headers, agent: false }, resolve);
    sent.on('error', (cause) => reject(noResponse(url, cause)));
    sent.end(isFile ? body : JSON.stringify(body));
  });
  const content = await text(response).catch((cause) => {
    throw noResponse(url, cause);
  });
  if (response.statusCode < 200 || response.statusCode > 299) {
    const message = messageOf(content) ?? `unexpected status ${response.statusCode}`;
    // Callers see only the text of a file.
    const error = new Error(isFile ? message : message.replace(/ at line \d+ column \d+$/, ''));
    throw Object.assign(error, { status: response.statusCode });
  }
  return content === '' ? undefined : parse(content);
}

function noResponse(url, cause) {
  const message = `the sandbox at ${new URL(url).origin} does not respond: ${cause.message}`;
  return new Error(message, { cause });
}

/** Parses a response. A simulated failure may be no JSON. */
function parse(content) {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new Error('the response is not JSON', { cause });
  }
}

/** Returns the message of an error response. A simulated failure may have none. */
function messageOf(content) {
  try {
    return JSON.parse(content).message;
  } catch {
    return undefined;
  }
}

module.exports = { send };
