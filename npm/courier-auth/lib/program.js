'use strict';

// Finds the program in the package for this platform.

const { closeSync, openSync, readSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { getSystemErrorMap } = require('node:util');

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
  const { optionalDependencies, version } = require('../package.json');
  if (!(platform in optionalDependencies)) {
    const supported = Object.keys(optionalDependencies).join(', ');
    const message =
      `there is no package ${platform}: this platform is not supported\n` +
      `help: build the program from source, or use one of these platforms: ${supported}`;
    return new Error(message, { cause });
  }
  const message =
    `the package ${platform} is not installed\n` +
    `help: install it: npm install --include=optional --save-optional ${platform}@${version}\n` +
    `help: with pnpm: pnpm add --save-optional ${platform}@${version}\n` +
    `help: with yarn: yarn add --optional ${platform}@${version}\n` +
    `help: if courier-auth is installed globally: npm install --global ${platform}@${version}`;
  return new Error(message, { cause });
}

/** Returns the error for a program that the operating system does not execute. */
function cannotRun(program, cause) {
  const [, reason] = getSystemErrorMap().get(cause.errno) ?? [undefined, cause.message];
  const message =
    `cannot run \`${program}\`: ${reason}\n` +
    `help: delete node_modules and install your packages again\n` +
    `help: if courier-auth is installed globally, uninstall it and install it again`;
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

module.exports = { cannotRun, programPath };
