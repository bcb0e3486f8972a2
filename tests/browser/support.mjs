// Shared test support: a headless browser, the sandbox, and the command line tool.

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

/** Starts a browser that is closed when the test ends. */
export async function startBrowser(test, { width = 1280, height = 800 } = {}) {
  const options = new chrome.Options();
  options.setBinaryPath(setting('CHROMIUM'));
  options.addArguments(
    '--headless=new',
    // Containers support neither Chromium's process sandbox nor much shared memory.
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

/** Returns the errors that a page has written to its console. */
export async function consoleErrors(driver) {
  const entries = await driver.manage().logs().get(logging.Type.BROWSER);
  const bad = entries.filter(({ level }) => level.value >= logging.Level.SEVERE.value);
  return bad.map(({ message }) => message);
}

/** Waits until a condition holds. `what` names it in the error message. */
export async function until(driver, what, condition) {
  await driver.wait(condition, DEADLINE_MS, `timed out: ${what}`);
}

/** Runs the command line tool; returns its standard output. */
export async function tool(...args) {
  const { stdout } = await promisify(execFile)(setting('COURIER_AUTH'), args);
  return stdout.trim();
}

/** Sends a request to one of the sandbox's controls: POST with a body, GET without. */
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
