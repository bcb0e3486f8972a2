'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { text } = require('node:stream/consumers');

const check = require('./check.js');
const { cannotRun, programPath } = require('./program.js');

/** The options of `inspect`, each with its check, which returns the value as text. */
const OPTIONS = {
  for: joined,
  user: check.string,
  env: check.string,
  clientKey: check.string,
  at: check.time,
  leeway: check.string,
  validFor: check.string,
  maxLifetime: check.string,
  strict: check.boolean,
  failOn: check.string,
  allow: joined,
  warn: joined,
  deny: joined,
};

function joined(name, values) {
  return check.names(name, values).join(',');
}

/** Returns the arguments for an option. */
function argumentsOf([name, value]) {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const argument = OPTIONS[name](name, value);
  if (typeof argument === 'boolean') {
    return argument ? [flag] : [];
  }
  // A value such as `-1d` must not look like an option.
  return [`${flag}=${argument}`];
}

/** Documented in index.d.ts. */
async function inspectToken(jwt, options = {}) {
  check.string('jwt', jwt);
  const given = check.fields('options', options, Object.keys(OPTIONS));
  const flags = Object.entries(given).flatMap(argumentsOf);
  const program = programPath();
  // Not in an argument: those are visible in the process list.
  const args = ['inspect', '--json', '--exit-zero', '--no-input', ...flags, '-'];
  const child = spawn(program, args, { windowsHide: true });
  child.stdin.on('error', () => {}); // An invalid option ends the program before it reads.
  child.stdin.end(jwt);
  const closed = once(child, 'close').catch((cause) => {
    throw cannotRun(program, cause);
  });
  const [[code], stdout, stderr] = await Promise.all([
    closed,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code !== 0) {
    throw new Error(messageOf(stderr) ?? `\`courier-auth inspect\` ended with ${code}`);
  }
  return JSON.parse(stdout);
}

/** Returns the message and the help of the error among the diagnostics, which are JSON lines. */
function messageOf(diagnostics) {
  const lines = diagnostics.split('\n').filter((line) => line.startsWith('{'));
  const error = lines.map((line) => JSON.parse(line)).find(({ level }) => level === 'error');
  if (!error) {
    return undefined;
  }
  // Callers know options by their names in JavaScript.
  const message = error.message.replace(/`--([a-z-]+)`/g, (_, flag) => `\`${optionOf(flag)}\``);
  const isAboutFlags = error.help?.includes('--');
  return error.help && !isAboutFlags ? `${message}\nhelp: ${error.help}` : message;
}

function optionOf(flag) {
  return flag.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

module.exports = { inspectToken };
