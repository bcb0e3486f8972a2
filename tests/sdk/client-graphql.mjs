// The client of courier-react up to version 7, with its kinds of credentials.

import { Banner, Brands, Events, Inbox, Preferences } from '@trycourier/client-graphql';

import { CLIENT_KEY, CLIENT_URL, INBOX_URL, issue, READ, WRITE } from './support.mjs';

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

export function clientsOf(credentials) {
  const params = { ...credentials, apiUrl: CLIENT_URL };
  return {
    inbox: Inbox({ ...credentials, apiUrl: INBOX_URL }),
    preferences: Preferences(params),
    brands: Brands(params),
    banners: Banner(params),
    events: Events(params),
  };
}
