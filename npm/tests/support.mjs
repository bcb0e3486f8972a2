// Shared test support: the installed launcher, processes, and the settings of run.mjs.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const DEADLINE_MS = 60_000;

/** The program from which the packages were built. */
export const BINARY = setting('BINARY');
/** The folder with the packages that were built. */
export const PACKAGES = setting('PACKAGES');
export const PROJECT = setting('PROJECT');
/** The Rust target of this machine. */
export const TRIPLE = setting('TRIPLE');
/** The folder in which the packages are installed. */
export const APP = import.meta.dirname;
export const LAUNCHER = join(APP, 'node_modules/.bin/courier-auth');

function setting(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run the tests with run.mjs`);
  return value;
}

/** The variables of this process, without the settings of a developer who uses courier-auth. */
export const ENV = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(COURIER_|NODE_TEST_CONTEXT$|NODE_OPTIONS$)/.test(name),
  ),
);

/** Starts a process that ends with the test at the latest. */
export function start(test, program, args, { env = {}, ...options } = {}) {
  const child = spawn(program, args, { env: { ...ENV, ...env }, cwd: APP, ...options });
  test.after(() => child.kill('SIGKILL'));
  return child;
}

/** Runs a process to its end. Returns its code or signal, and its output. */
export async function run(test, program, args, { input = '', ...options } = {}) {
  const child = start(test, program, args, options);
  child.stdin.on('error', () => {}); // The program does not read its input.
  child.stdin.end(input);
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, signal, stdout, stderr };
}

/** Returns a function that waits for the next line with this text in the output of a process. */
export function linesOf(child) {
  const lines = on(createInterface(child.stdout), 'line', {
    signal: AbortSignal.timeout(DEADLINE_MS),
    close: ['close'],
  });
  // Without `return`, a loop that ends leaves the next lines to the next loop.
  const rest = { [Symbol.asyncIterator]: () => ({ next: () => lines.next() }) };
  return async (expected) => {
    const seen = [];
    for await (const [line] of rest) {
      if (line.includes(expected)) {
        return line;
      }
      seen.push(line);
    }
    assert.fail(`the output ended before \`${expected}\`: ${JSON.stringify(seen)}`);
  };
}

/** Creates a folder that is deleted when the test ends. */
export async function temporaryFolder(test) {
  const folder = await mkdtemp(join(tmpdir(), 'npm-test-'));
  test.after(() => rm(folder, { recursive: true }));
  return folder;
}
