// What the tests share: the official clients pointed at the sandbox, Inboxes of users that no
// other test knows, and connections that keep what they get.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';

import Courier from '@trycourier/courier';
// A UMD bundle: Node finds its names only on the default import.
import courierJs from '@trycourier/courier-js';
import WebSocket from 'ws';

// courier-js was written for browsers: it takes its timers from `window`. A WebSocket that Node
// brings along would not say with what status an upgrade was refused.
Object.assign(globalThis, { window: globalThis, WebSocket });

const DEADLINE_MS = 10_000;

export const API_KEY = setting('COURIER_API_KEY');
export const CLIENT_KEY = setting('COURIER_CLIENT_KEY');
export const BASE_URL = setting('COURIER_BASE_URL');
export const INBOX_URL = setting('COURIER_INBOX_URL');
const SOCKET_URL = setting('COURIER_SOCKET_URL');

export const READ = 'inbox:read:messages';
export const WRITE = 'inbox:write:events';

/** The server SDK; it takes the key and the address from the environment by itself. */
export const server = new Courier();

function setting(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run the tests with \`courier-auth sandbox exec\``);
  return value;
}

// --- Users and tokens ---

/** A name that nobody else has. */
export function unique(name) {
  return `${name}-${randomUUID().slice(0, 8)}`;
}

export async function issue(userId, { scopes = [READ, WRITE], expiresIn = '1h' } = {}) {
  const scope = [`user_id:${userId}`, ...scopes].join(' ');
  const { token } = await server.auth.issueToken({ scope, expires_in: expiresIn });
  return token;
}

export function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
}

// --- Inboxes ---

/** The Inbox of courier-js for a user, with a good token unless another one is given. */
export async function inboxOf(userId, { token, tenantId } = {}) {
  const client = new courierJs.CourierClient({
    userId,
    tenantId,
    jwt: token ?? (await issue(userId)),
    apiUrls: {
      courier: { rest: BASE_URL, graphql: `${BASE_URL}/client/q` },
      inbox: { graphql: INBOX_URL, webSocket: SOCKET_URL },
    },
  });
  return client.inbox;
}

export async function list(inbox, filter) {
  const { data } = await inbox.getMessages({ filter });
  return data.messages.nodes;
}

export async function titles(inbox, filter) {
  const messages = await list(inbox, filter);
  return messages.map((message) => message.title);
}

/** Sends to whom `to` tells and returns the id of the request. */
export async function send(to, message) {
  const { requestId } = await server.send.message({ message: { to, ...message } });
  return requestId;
}

export function titled(title) {
  return { content: { title, body: `About ${title}` } };
}

// --- The sandbox's own controls ---

export async function control(name, body) {
  const response = await fetch(`${BASE_URL}/_sandbox/${name}`, {
    method: 'POST',
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${name}: ${response.status} ${await response.text()}`);
}

export async function seed(users) {
  await control('seed', { users });
}

/**
 * Gives a new user the messages, from titles to their other fields, the first on top.
 * `id` tells the message id of a title.
 */
export async function seedInbox(messages) {
  const userId = unique('user');
  const id = (title) => `${title}-${userId}`;
  const seeded = Object.entries(messages).map(([title, fields]) => {
    return { messageId: id(title), title, ...fields };
  });
  await seed({ [userId]: { messages: seeded } });
  return { userId, id };
}

/** What the sandbox knows of a user's messages, by title. */
export async function stateOf(userId) {
  const response = await fetch(`${BASE_URL}/_sandbox/state`);
  const { users } = await response.json();
  return Object.fromEntries(users[userId].messages.map((message) => [message.title, message]));
}

// --- Realtime ---

/**
 * An Inbox whose socket is open and subscribed until the test ends. What comes before the
 * subscription is acknowledged may be lost, and courier-js tells nobody when it is.
 */
export async function connect(test, userId, options) {
  const inbox = await inboxOf(userId, options);
  const { socket } = inbox;
  test.after(() => socket.close());
  await socket.connect();
  const listener = new EventEmitter();
  socket.addMessageEventListener((event) => listener.emit('arrival', event));
  const arrivals = on(listener, 'arrival', { signal: deadline() });
  await acknowledgement(socket.webSocket);
  return { inbox, arrivals };
}

async function acknowledgement(webSocket) {
  for await (const [frame] of on(webSocket, 'message', { signal: deadline() })) {
    if (JSON.parse(frame).response === 'ack') {
      return;
    }
  }
}

/**
 * All that a connection got before a message that was sent last. That something did not come is
 * known only once what was sent after it has.
 */
export async function eventsBefore(messageId, { arrivals }) {
  const events = [];
  try {
    for await (const [event] of arrivals) {
      if (event.messageId === messageId) {
        return events;
      }
      events.push(event);
    }
  } catch (cause) {
    throw new Error(`${messageId} never came, only ${JSON.stringify(events)}`, { cause });
  }
}

function deadline() {
  return AbortSignal.timeout(DEADLINE_MS);
}
