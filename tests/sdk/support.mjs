// What the tests share: the official clients pointed at the sandbox, Inboxes of users that no
// other test knows, and connections that keep what they get.

import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
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
/** The key of the workspace's drafts, which is the same one in every sandbox. */
export const DRAFT_API_KEY = 'sandbox_draft_development_key';
export const CLIENT_KEY = setting('COURIER_CLIENT_KEY');
export const BASE_URL = setting('COURIER_BASE_URL');
export const INBOX_URL = setting('COURIER_INBOX_URL');
export const SOCKET_URL = setting('COURIER_SOCKET_URL');
/** Where what is not of the Inbox is asked for: preferences, brands and so on. */
export const CLIENT_URL = `${BASE_URL}/client/q`;

export const READ = 'inbox:read:messages';
export const WRITE = 'inbox:write:events';

/** How courier-js tells of a 401. */
export const UNAUTHORIZED = {
  name: 'CourierRequestError',
  code: 401,
  type: 'authentication_error',
  message: 'Unauthorized',
};

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

/** The client of courier-js for a user, with a token for the Inbox unless another one is given. */
export async function clientOf(userId, { token, tenantId } = {}) {
  return new courierJs.CourierClient({
    userId,
    tenantId,
    jwt: token ?? (await issue(userId)),
    apiUrls: {
      courier: { rest: BASE_URL, graphql: CLIENT_URL },
      inbox: { graphql: INBOX_URL, webSocket: SOCKET_URL },
    },
  });
}

export async function inboxOf(userId, options) {
  const { inbox } = await clientOf(userId, options);
  return inbox;
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

/**
 * Adds a section to the preference page, with a topic that users get unless they opt out, one
 * that they do not, and one that all get. `topic` tells the id of a topic.
 */
export async function seedSection() {
  const sectionId = unique('section');
  const topic = (name) => `${name}-${sectionId}`;
  const topics = { news: 'OPTED_IN', offers: 'OPTED_OUT', alerts: 'REQUIRED' };
  const section = {
    sectionId,
    name: 'Mail',
    routingOptions: ['inbox', 'email'],
    hasCustomRouting: true,
    topics: Object.entries(topics).map(([name, defaultStatus]) => ({
      templateId: topic(name),
      templateName: name,
      defaultStatus,
      digestSchedules: [
        { scheduleId: 'daily', period: '1d', default: true },
        { scheduleId: 'weekly', period: '7d' },
      ],
    })),
  };
  await control('seed', { sections: [section] });
  return { sectionId, topic };
}

/** What the sandbox knows of a user. */
export async function userOf(userId) {
  const response = await fetch(`${BASE_URL}/_sandbox/state`);
  const { users } = await response.json();
  return users[userId];
}

/** What the sandbox knows of a user's messages, by title. */
export async function stateOf(userId) {
  const { messages } = await userOf(userId);
  return Object.fromEntries(messages.map((message) => [message.title, message]));
}

/** The titles of a user's messages that have a time in `field`. */
export async function marked(userId, field) {
  const messages = Object.values(await stateOf(userId));
  return messages.filter((message) => message[field]).map((message) => message.title);
}

/** Changes settings of the workspace, which are everybody's, until the test ends. */
export async function setWorkspace(test, settings) {
  const response = await fetch(`${BASE_URL}/_sandbox/workspace`);
  const before = await response.json();
  test.after(() => control('workspace', before));
  await control('workspace', settings);
}

/** The signature of a user id that the client key needs where the workspace requires HMAC. */
export function signatureOf(userId, key = API_KEY) {
  return createHmac('sha256', key).update(userId).digest('hex');
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
  const arrivals = arrivalsOf((listener) => socket.addMessageEventListener(listener));
  await acknowledgement(socket.webSocket);
  return { inbox, arrivals };
}

/** All that a listener is called with, kept until it is asked for. */
export function arrivalsOf(listen) {
  const emitter = new EventEmitter();
  listen((event) => emitter.emit('arrival', event));
  return on(emitter, 'arrival', { signal: deadline() });
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

export function deadline() {
  return AbortSignal.timeout(DEADLINE_MS);
}
