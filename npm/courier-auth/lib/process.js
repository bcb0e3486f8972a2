'use strict';

// The process of a sandbox.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

const { cannotRun, programPath } = require('./program.js');

/**
 * Starts a sandbox and waits until it accepts connections. Returns `env`, the variables that point to
 * it, and `stop`, which ends it and waits.
 *
 * The sandbox does not keep this process alive, and ends with it.
 *
 * @throws {Error} with the message of the program, if the sandbox cannot be started.
 */
async function startProcess(port) {
  const flags = [`--port=${port}`, '--color=never'];
  const guard = [process.execPath, join(__dirname, 'guard.js')];
  const program = programPath();
  const child = spawn(program, ['sandbox', 'exec', ...flags, '--', ...guard], {
    stdio: 'pipe',
    // Options such as `--inspect` are meant for this process.
    env: { ...process.env, NODE_OPTIONS: '' },
    // Ctrl-C is for this process, which may still need the sandbox to clean up.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const ended = once(child, 'close').catch((cause) => {
    throw cannotRun(program, cause);
  });
  ended.catch(() => {}); // Reported below, unless the sandbox has started.
  child.stdin.on('error', () => {}); // The sandbox has ended already.
  let diagnostics = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text) => {
    diagnostics += text;
  });

  const lines = createInterface(child.stdout);
  const env = await Promise.race([once(lines, 'line').then(([line]) => JSON.parse(line)), ended]);
  if (Array.isArray(env)) {
    const [code] = env;
    throw new Error(messageOf(diagnostics) || `the sandbox ended with ${code} before it was ready`);
  }

  // Later diagnostics say which data the sandbox dropped.
  child.stderr.removeAllListeners('data').on('data', (text) => process.stderr.write(text));
  const handles = [child, child.stdin, child.stdout, child.stderr];
  handles.forEach((handle) => handle.unref());
  const stop = async () => {
    handles.forEach((handle) => handle.ref());
    child.stdin.end();
    await ended;
  };
  return { env, stop };
}

/** Returns the message of the program, without help about flags: callers do not pass flags. */
function messageOf(diagnostics) {
  const lines = diagnostics.split('\n').filter((line) => !/^help: .*--/.test(line));
  return lines.join('\n').trim().replace(/^error: (command not run: )?/, '');
}

module.exports = { startProcess };
