// Shared test support: the official clients configured for the sandbox, Inboxes of users that no
// other test uses, and connections that record their events.

import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';

import Courier from '@trycourier/courier';
// A UMD bundle, of which Node provides only the default import.
import courierJs from '@trycourier/courier-js';
import WebSocket from 'ws';

// courier-js was written for browsers: it takes its timers from `window`. The WebSocket of Node
// would not report the status of a refused upgrade.
Object.assign(globalThis, { window: globalThis, WebSocket });

const DEADLINE_MS = 10_000;

export const API_KEY = setting('COURIER_API_KEY');
/** The draft key of the workspace, which is the same in every sandbox. */
export const DRAFT_API_KEY = 'sandbox_draft_development_key';
export const CLIENT_KEY = setting('COURIER_CLIENT_KEY');
export const BASE_URL = setting('COURIER_BASE_URL');
export const INBOX_URL = setting('COURIER_INBOX_URL');
export const SOCKET_URL = setting('COURIER_SOCKET_URL');
/** The GraphQL endpoint for everything but the Inbox: preferences, brands and so on. */
export const CLIENT_URL = `${BASE_URL}/client/q`;

export const READ = 'inbox:read:messages';
export const WRITE = 'inbox:write:events';

/** The error of courier-js for a 401. */
export const UNAUTHORIZED = {
  name: 'CourierRequestError',
  code: 401,
  type: 'authentication_error',
  message: 'Unauthorized',
};

/** The server SDK, which reads the key and the URL from the environment. */
export const server = new Courier();

function setting(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run the tests with \`courier-auth sandbox exec\``);
  return value;
}

// --- Users and tokens ---

/** Returns a unique name. */
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

/** The addresses of the sandbox for courier-js. */
export const API_URLS = {
  courier: { rest: BASE_URL, graphql: CLIENT_URL },
  inbox: { graphql: INBOX_URL, webSocket: SOCKET_URL },
};

/**
 * Creates a client of courier-js for a user, by default of the newest version and with a token for
 * the Inbox.
 */
export async function clientOf(userId, { token, tenantId, library = courierJs } = {}) {
  const jwt = token ?? (await issue(userId));
  return new library.CourierClient({ userId, tenantId, jwt, apiUrls: API_URLS });
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

/** Sends a message and returns the ID of the request. */
export async function send(to, message) {
  const { requestId } = await server.send.message({ message: { to, ...message } });
  return requestId;
}

export function titled(title) {
  return { content: { title, body: `About ${title}` } };
}

// --- Controls of the sandbox ---

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
 * Seeds messages of a new user, newest first. The keys of `messages` are titles, the values their
 * other fields. The returned `id` maps a title to its message ID.
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
 * Adds a section to the preference page with three topics: opted in by default, opted out by
 * default, and required. The returned `topic` maps a name to its topic ID.
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

/** Returns the state of a user in the sandbox. */
export async function userOf(userId) {
  const response = await fetch(`${BASE_URL}/_sandbox/users/${encodeURIComponent(userId)}`);
  return response.json();
}

/** Returns the state of a user's messages in the sandbox, by title. */
export async function stateOf(userId) {
  const { messages } = await userOf(userId);
  return Object.fromEntries(messages.map((message) => [message.title, message]));
}

/** Returns the titles of a user's messages that have a time in `field`. */
export async function marked(userId, field) {
  const messages = Object.values(await stateOf(userId));
  return messages.filter((message) => message[field]).map((message) => message.title);
}

/** Changes settings of the workspace, which all tests share, until the test ends. */
export async function setWorkspace(test, settings) {
  const response = await fetch(`${BASE_URL}/_sandbox/workspace`);
  const before = await response.json();
  test.after(() => control('workspace', before));
  await control('workspace', settings);
}

/** Returns the signature of a user ID that a client key needs if the workspace requires HMAC. */
export function signatureOf(userId, key = API_KEY) {
  return createHmac('sha256', key).update(userId).digest('hex');
}

/** Returns the ID of the workspace, which is what the client key encodes. */
export function workspaceId() {
  return Buffer.from(CLIENT_KEY, 'base64').toString();
}

/** Returns the fields that courier-js encodes in the address of Courier's page for preferences. */
export function pageFields(url) {
  const [, encoded] = url.split('https://view.notificationcenter.app/p/');
  return Buffer.from(encoded, 'base64').toString().split('#');
}

/** Returns the responses to the requests of a call, even if the call does not wait for them. */
export async function responsesOf(test, call) {
  const { mock } = test.mock.method(globalThis, 'fetch');
  await Promise.allSettled([call()]);
  mock.restore();
  return Promise.all(mock.calls.map(({ result }) => result));
}

// --- Realtime ---

/**
 * Opens an Inbox with a socket that is subscribed until the test ends. Events before the
 * subscription is acknowledged may be lost, so this waits for the acknowledgement, which courier-js
 * hides.
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

/** Returns an iterator over the calls of a listener, including earlier ones. */
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
 * Returns the events of a connection before a message that was sent last. Only the arrival of that
 * message proves that nothing else is coming.
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
