// What the tests share: a browser without a window, the sandbox, and the tool on its command line.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { Browser, Builder, logging } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';

export const DEADLINE_MS = 20_000;

export const API_KEY = setting('COURIER_API_KEY');
export const BASE_URL = setting('COURIER_BASE_URL');
export const SOCKET_URL = setting('COURIER_SOCKET_URL');

function setting(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run the tests with \`courier-auth sandbox exec\``);
  return value;
}

/** A browser until the test ends, which must have had nothing to complain of. */
export async function browse(test, { width = 1280, height = 800 } = {}) {
  const options = new chrome.Options();
  options.setBinaryPath(setting('CHROMIUM'));
  options.addArguments(
    '--headless=new',
    // A container has neither a sandbox of Chromium's nor much shared memory.
    '--no-sandbox',
    '--disable-dev-shm-usage',
    `--window-size=${width},${height}`,
  );
  const preferences = new logging.Preferences();
  preferences.setLevel(logging.Type.BROWSER, logging.Level.ALL);
  options.setLoggingPrefs(preferences);
  const driver = await new Builder()
    .forBrowser(Browser.CHROME)
    .setChromeOptions(options)
    .setChromeService(new chrome.ServiceBuilder(setting('CHROMEDRIVER')))
    .build();
  test.after(() => driver.quit());
  return driver;
}

/** What a page complained of. */
export async function complaints(driver) {
  const entries = await driver.manage().logs().get(logging.Type.BROWSER);
  const bad = entries.filter(({ level }) => level.value >= logging.Level.SEVERE.value);
  return bad.map(({ message }) => message);
}

/** Waits until a condition holds, and says what did not otherwise. */
export async function until(driver, what, condition) {
  await driver.wait(condition, DEADLINE_MS, `${what}: it did not come to that`);
}

/** What the tool answers, run as in a terminal beside. */
export async function tool(...args) {
  const { stdout } = await promisify(execFile)(setting('COURIER_AUTH'), args);
  return stdout.trim();
}

/** The sandbox's own controls: asked, or told something. */
export async function control(name, body) {
  const method = body ? 'POST' : 'GET';
  const response = await fetch(`${BASE_URL}/_sandbox/${name}`, {
    method,
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${name}: ${response.status}`);
  const text = await response.text();
  return text && JSON.parse(text);
}

export async function seed(users) {
  await control('seed', { users });
}

export async function send(userId, title) {
  const response = await fetch(`${BASE_URL}/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify({ message: { to: { user_id: userId }, content: { title } } }),
  });
  assert.ok(response.ok, await response.text());
}
