'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { text } = require('node:stream/consumers');

const { checkNames, listOf } = require('./options.js');
const { programPath } = require('./program.js');

/** The exit codes with a report: the token is fine, is not, or is no token. */
const REPORT_CODES = [0, 1, 3];

/** The options of `inspect` by their names here. */
const FLAGS = {
  for: '--for',
  user: '--user',
  env: '--env',
  clientKey: '--client-key',
  at: '--at',
  leeway: '--leeway',
  validFor: '--valid-for',
  maxLifetime: '--max-lifetime',
  strict: '--strict',
  failOn: '--fail-on',
  allow: '--allow',
  warn: '--warn',
  deny: '--deny',
};

/** Returns the arguments for an option, none if it is not set. */
function argumentsOf([name, value]) {
  if (value === undefined || value === false) {
    return [];
  }
  if (value === true) {
    return [FLAGS[name]];
  }
  const text = value instanceof Date ? value.toISOString() : listOf(value).join(',');
  // A value such as `-1d` must not look like an option.
  return [`${FLAGS[name]}=${text}`];
}

/** Documented in index.d.ts. */
async function inspectToken(jwt, options = {}) {
  if (typeof jwt !== 'string') {
    throw new TypeError('the token must be a string');
  }
  checkNames(options, Object.keys(FLAGS));
  const flags = Object.entries(options).flatMap(argumentsOf);
  // Not in an argument: those are visible in the process list.
  const child = spawn(programPath(), ['inspect', '--json', ...flags, '-'], { windowsHide: true });
  child.stdin.on('error', () => {}); // An invalid option ends the program before it reads.
  child.stdin.end(jwt);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (!REPORT_CODES.includes(code)) {
    throw new Error(messageOf(stderr) ?? `\`courier-auth inspect\` ended with ${code}`);
  }
  return JSON.parse(stdout);
}

/** Returns the message and the help of the error among the diagnostics, which are JSON lines. */
function messageOf(diagnostics) {
  const lines = diagnostics.split('\n').filter((line) => line.startsWith('{'));
  const error = lines.map((line) => JSON.parse(line)).find(({ level }) => level === 'error');
  return error && [error.message, error.help].filter(Boolean).join('\nhelp: ');
}

module.exports = { inspectToken };
