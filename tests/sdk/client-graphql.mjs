// The client of courier-react up to version 7, with its kinds of credentials.

import { test } from 'node:test';

import * as newest from '@trycourier/client-graphql';

import {
  CLIENT_KEY,
  CLIENT_URL,
  INBOX_URL,
  issue,
  READ,
  seedInbox,
  setWorkspace,
  signatureOf,
  WRITE,
} from './support.mjs';

export const READ_MESSAGES = 'read:messages';
export const READ_PREFERENCES = 'read:preferences';
export const WRITE_PREFERENCES = 'write:preferences';
export const READ_BRANDS = 'read:brands';
export const SCOPES = [
  READ,
  WRITE,
  READ_MESSAGES,
  READ_PREFERENCES,
  WRITE_PREFERENCES,
  READ_BRANDS,
];

export async function withToken(userId, scopes = SCOPES) {
  return { authorization: await issue(userId, { scopes }) };
}

export function withClientKey(userId, userSignature) {
  return { clientKey: CLIENT_KEY, userId, userSignature };
}

/** The kinds of credentials, each in a workspace that refuses the weaker ones. */
export const CREDENTIALS = {
  'a token': {
    settings: { jwt_required: true },
    credentials: (userId) => withToken(userId),
  },
  'the client key': {
    settings: {},
    credentials: (userId) => withClientKey(userId),
  },
  'the client key and a signature': {
    settings: { hmac_required: true },
    credentials: (userId) => withClientKey(userId, signatureOf(userId)),
  },
};

/** Adds a test for each of them. Its argument seeds messages of a new user and creates clients. */
export function testWithEach(name, work, library) {
  for (const [kind, { settings, credentials }] of Object.entries(CREDENTIALS)) {
    test(`with ${kind}, ${name}`, async (t) => {
      await setWorkspace(t, settings);
      await work(async (messages = {}) => {
        const { userId, id } = await seedInbox(messages);
        return { userId, messageId: id, ...clientsOf(await credentials(userId), library) };
      });
    });
  }
}

/** Returns the clients of a version of the package, by default of the newest. */
export function clientsOf(credentials, library = newest) {
  const inboxParams = { ...credentials, apiUrl: INBOX_URL };
  const params = { ...credentials, apiUrl: CLIENT_URL };
  return {
    inbox: library.Inbox(inboxParams),
    preferences: library.Preferences(params),
    brands: library.Brands(params),
    banners: library.Banner(params),
    events: library.Events(params),
    // Versions up to 4 have the messages that were there before the Inbox, too.
    messages: library.Messages?.(params),
    // The client that the others are made of, for a query of one's own.
    raw: library.createCourierClient(inboxParams),
  };
}

/** Removes the type names, which the client requests although the caller does not. */
export function plain(response) {
  const json = JSON.stringify(response);
  return JSON.parse(json, (key, value) => (key === '__typename' ? undefined : value));
}

export function titlesOf(messages) {
  return messages.map((message) => message.title);
}
