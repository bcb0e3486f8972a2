// What the scripts here and `npm/build.mjs` share: the targets, and the programs built for them.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the repository. */
export const ROOT = resolve(import.meta.dirname, '..');

/** The targets, each with what the registries and the release workflow call it. */
export const TARGETS = JSON.parse(readFileSync(join(ROOT, 'release/targets.json'), 'utf8'));

/** The version in `Cargo.toml`. */
export const VERSION = /^version = "(.+)"$/m.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8'))[1];

/** The arguments that `parseBuild` takes. */
export const BUILD_USAGE = 'TRIPLE=PATH_TO_BINARY...';

/** Parses an argument TRIPLE=PATH_TO_BINARY. */
export function parseBuild(argument) {
  const [triple, ...path] = argument.split('=');
  const target = TARGETS.find((other) => other.triple === triple);
  if (!target || path.length === 0) {
    const triples = TARGETS.map((other) => other.triple).join(', ');
    throw new Error(`invalid argument \`${argument}\`: expected TRIPLE=PATH with one of ${triples}`);
  }
  return { target, binary: resolve(path.join('=')) };
}

/** Writes the manual pages of all commands to a new folder, with the program for this machine. */
export function writeManualPages(builds, folder) {
  const build = builds.find(
    ({ target }) => target.os === process.platform && target.cpu === process.arch,
  );
  if (!build) {
    throw new Error('the manual pages need a program that runs on this machine: pass one');
  }
  mkdirSync(folder, { recursive: true });
  execFileSync(build.binary, ['man', '--quiet', '--dir', folder]);
}
