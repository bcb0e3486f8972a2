'use strict';

// Runs the program as a child process, where Node cannot replace itself by it.

const { spawn } = require('node:child_process');
const { isatty } = require('node:tty');

const { cannotRun } = require('./program.js');

/** The exit code for a local error, as in the program. */
const LOCAL_ERROR = 7;

/** The signals that a terminal sends to the program too. */
const KEYBOARD_SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGHUP'];

/** The signals that only this process gets. Node uses SIGUSR1 itself. */
const OTHER_SIGNALS = ['SIGTERM', 'SIGUSR2'];

/**
 * Runs the program with the streams of this process. Ends this process like the program, with its exit
 * code or by the same signal.
 */
function run(program, args) {
  const handlers = new Map();
  const handle = (signal, handler) => {
    handlers.set(signal, handler);
    process.on(signal, handler);
  };
  const forward = (signal) => child.kill(signal);
  const wait = () => {};
  // On Windows, `kill` ends a process at once. The console sends its events to the program too.
  const isForwarding = process.platform !== 'win32';
  const hasTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
  for (const signal of isForwarding ? KEYBOARD_SIGNALS : ['SIGINT', 'SIGBREAK', 'SIGHUP']) {
    handle(signal, isForwarding && !hasTerminal ? forward : wait);
  }
  for (const signal of isForwarding ? OTHER_SIGNALS : []) {
    handle(signal, forward);
  }

  const child = spawn(program, args, { stdio: 'inherit' });
  child.on('error', (error) => {
    console.error(`error: ${cannotRun(program, error).message}`);
    process.exitCode = LOCAL_ERROR;
  });
  child.on('exit', (code, signal) => {
    for (const [handled, handler] of handlers) {
      process.off(handled, handler);
    }
    if (signal) {
      process.kill(process.pid, signal);
    } else {
      process.exitCode = code;
    }
  });
}

module.exports = { LOCAL_ERROR, run };
