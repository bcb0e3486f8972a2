'use strict';

// Finds the program in the package for this platform.

const { closeSync, openSync, readSync } = require('node:fs');
const { dirname, join } = require('node:path');

/** The first bytes of an ELF file. They contain the path of its interpreter. */
const ELF_START = 4096;

/** Returns true if this Node was built for musl, the C library of Alpine Linux. */
function isMusl() {
  const start = Buffer.alloc(ELF_START);
  const file = openSync(process.execPath);
  try {
    readSync(file, start, 0, ELF_START, 0);
  } finally {
    closeSync(file);
  }
  return start.includes('/ld-musl-');
}

/** Returns the name of the package that contains the program for this platform. */
function platformPackage() {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') {
    return `@courier-auth/${platform}`;
  }
  return `@courier-auth/${platform}-${isMusl() ? 'musl' : 'gnu'}`;
}

/** Returns the error for a platform package that is not installed. */
function missingPackage(platform, cause) {
  const { optionalDependencies } = require('../package.json');
  if (!(platform in optionalDependencies)) {
    const supported = Object.keys(optionalDependencies).join(', ');
    const message =
      `there is no package ${platform}: this platform is not supported\n` +
      `help: build the program from source, or use one of these platforms: ${supported}`;
    return new Error(message, { cause });
  }
  const message =
    `the package ${platform} is not installed\n` +
    `help: run \`npm install --include=optional\`\n` +
    `help: if the lock file was made on another platform, delete it and node_modules, ` +
    `then run \`npm install\``;
  return new Error(message, { cause });
}

/**
 * Returns the path of the program.
 *
 * @throws {Error} if the package for this platform is not installed, or if there is none.
 */
function programPath() {
  const platform = platformPackage();
  let manifest;
  try {
    manifest = require.resolve(`${platform}/package.json`);
  } catch (cause) {
    throw missingPackage(platform, cause);
  }
  const file = process.platform === 'win32' ? 'courier-auth.exe' : 'courier-auth';
  return join(dirname(manifest), 'bin', file);
}

module.exports = { programPath };
