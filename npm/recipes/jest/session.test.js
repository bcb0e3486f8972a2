'use strict';

const { Courier } = require('@trycourier/courier');
const { inspectToken, startSandbox } = require('courier-auth');

const { createSession } = require('./session.js');

let sandbox;
let courier;

beforeAll(async () => {
  sandbox = await startSandbox();
  courier = new Courier({ apiKey: sandbox.apiKey, baseURL: sandbox.url });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox?.stop());

test('the token works for the Inbox of this user', async () => {
  const { jwt } = await createSession(courier, 'alice');

  const report = await inspectToken(jwt, { for: 'inbox', user: 'alice', validFor: '30m' });

  expect(report).toMatchObject({ verdict: 'ok', user_id: 'alice' });
});

test('the token does not allow more than the Inbox', async () => {
  const { jwt } = await createSession(courier, 'alice');

  const report = await inspectToken(jwt, { for: 'preferences' });

  expect(report.findings).toContainEqual(expect.objectContaining({ rule: 'missing-scope' }));
});

test('a request that Courier limits is sent again', async () => {
  await sandbox.fault('issue-token:429,retry-after=0,times=1');

  await createSession(courier, 'alice');

  const journal = await sandbox.journal();
  expect(journal.map(({ status }) => status)).toEqual([429, 200]);
});
