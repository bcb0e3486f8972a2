'use strict';

// The command of `sandbox exec`. The sandbox runs until this process ends, and this process ends with
// the one that started it: the system closes its standard input, even after SIGKILL.

/** The variables that point to the sandbox, as `sandbox env` prints them. */
const VARIABLES = [
  'COURIER_BASE_URL',
  'COURIER_API_KEY',
  'COURIER_INBOX_URL',
  'COURIER_SOCKET_URL',
  'COURIER_CLIENT_KEY',
];

const values = VARIABLES.map((name) => [name, process.env[name]]);
process.stdout.write(`${JSON.stringify(Object.fromEntries(values))}\n`);
process.stdin.resume();
