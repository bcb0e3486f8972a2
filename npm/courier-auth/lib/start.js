'use strict';

const { readFile } = require('node:fs/promises');
const { fileURLToPath } = require('node:url');

const check = require('./check.js');

/**
 * Returns the options of a sandbox: `port`, and the state at the start in the form of the control API.
 * Later changes of the options, or of the file with the seed, have no effect.
 *
 * @throws {TypeError} if an option is unknown, or is not of its type.
 * @throws {Error} if the seed cannot be read.
 */
async function startOptions(options) {
  const names = ['seed', 'faults', 'clock', 'port'];
  const { seed, faults = [], clock = {}, port = 0 } = check.fields('options', options, names);
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535;
  check.expect(isPort, 'port', 'a whole number from 0 to 65535');
  return {
    port,
    clock: clockChange(clock),
    faults: typeof faults === 'string' ? [faults] : [...check.strings('faults', faults)],
    // The last one, because it reads a file.
    seed: seed === undefined ? undefined : await readSeed(seed),
  };
}

function clockChange(clock) {
  const change = check.fields('clock', clock, ['set', 'freeze']);
  if (change.set !== undefined) {
    change.set = check.time('clock.set', change.set);
  }
  if (change.freeze !== undefined) {
    check.boolean('clock.freeze', change.freeze);
  }
  return change;
}

/** Returns the seed: an object, or the contents of a file. */
async function readSeed(seed) {
  if (check.isPlainObject(seed)) {
    return JSON.parse(check.json('seed', seed));
  }
  // Not `instanceof`: jsdom has a class `URL` of its own.
  const isFileUrl = seed?.protocol === 'file:' && typeof seed.href === 'string';
  const isPath = isFileUrl || typeof seed === 'string';
  check.expect(isPath, 'seed', 'a path, the URL of a file or an object');
  return readFile(isFileUrl ? fileURLToPath(seed.href) : seed);
}

module.exports = { startOptions };
