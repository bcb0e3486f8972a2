import Courier from '@trycourier/courier';
import { startSandbox } from 'courier-auth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { announceShipment } from './orders.mjs';

let sandbox;
let courier;

beforeAll(async () => {
  sandbox = await startSandbox();
  courier = new Courier({ apiKey: sandbox.apiKey, baseURL: sandbox.url, maxRetries: 0 });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox?.stop());

test('the customer gets a message about the shipment', async () => {
  await announceShipment(courier, { id: 'A-17', customer: 'alice' });

  expect(await sandbox.messages('alice')).toMatchObject([
    { title: 'Your order has shipped', tags: ['orders'], data: { orderId: 'A-17' }, read: null },
  ]);
  expect(await sandbox.messages('bob')).toEqual([]);
});

test('an outage of Courier is reported', async () => {
  await sandbox.fault('send:503');

  const announcement = announceShipment(courier, { id: 'A-17', customer: 'alice' });

  await expect(announcement).rejects.toMatchObject({ status: 503 });
  expect(await sandbox.messages('alice')).toEqual([]);
});
