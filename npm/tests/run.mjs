// Builds the npm packages from a program, installs them in a scratch folder, and runs the tests there.
//
//   node npm/tests/run.mjs BINARY [--scratch DIR]

import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const project = resolve(import.meta.dirname, '../..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scratch: { type: 'string' } },
});
if (positionals.length !== 1) {
  throw new Error('usage: node npm/tests/run.mjs BINARY [--scratch DIR]');
}
const binary = resolve(positionals[0]);
const scratch = values.scratch
  ? resolve(values.scratch)
  : mkdtempSync(join(tmpdir(), 'npm-tests-'));
const packages = join(scratch, 'packages');
const app = join(scratch, 'app');

try {
  process.exitCode = main();
} finally {
  if (!values.scratch) {
    rmSync(scratch, { recursive: true });
  }
}

/** Returns the exit code of the tests. */
function main() {
  const target = targetOfThisMachine();
  const build = join(project, 'npm/build.mjs');
  rmSync(packages, { recursive: true, force: true });
  run(process.execPath, [build, '--out', packages, `${target.triple}=${binary}`], project);
  copyTests();
  installPackages();
  const tests = readdirSync(app).filter((file) => file.endsWith('.test.mjs'));
  const options = ['--test-reporter=tap', '--test-concurrency=2', '--test-timeout=300000'];
  const { status } = spawnSync(process.execPath, ['--test', ...options, ...tests.sort()], {
    cwd: app,
    env: {
      ...process.env,
      BINARY: binary,
      PACKAGES: packages,
      PROJECT: project,
      TRIPLE: target.triple,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status ?? 1;
}

function targetOfThisMachine() {
  const targets = JSON.parse(readFileSync(join(project, 'release/targets.json'), 'utf8'));
  const isGlibc = 'glibcVersionRuntime' in process.report.getReport().header;
  const libc = process.platform !== 'linux' ? null : isGlibc ? 'glibc' : 'musl';
  const { platform, arch } = process;
  return targets.find(({ os, cpu, libc: own }) => os === platform && cpu === arch && own === libc);
}

/** Copies the tests and the recipes, and removes those that were deleted. */
function copyTests() {
  mkdirSync(app, { recursive: true });
  for (const file of readdirSync(app)) {
    if (!['node_modules', 'installed'].includes(file)) {
      rmSync(join(app, file), { recursive: true });
    }
  }
  const isSource = (path) => !path.includes('node_modules');
  cpSync(import.meta.dirname, app, { recursive: true, filter: isSource });
  cpSync(join(project, 'npm/recipes'), join(app, 'recipes'), { recursive: true });
}

/** Installs the packages of the lock file, unless they are installed, and the ones that were built. */
function installPackages() {
  const lock = readFileSync(join(app, 'package-lock.json'), 'utf8');
  const marker = join(app, 'installed');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  if (!existsSync(marker) || readFileSync(marker, 'utf8') !== lock) {
    run('npm', ['ci', ...quiet], app);
    writeFileSync(marker, lock);
  }
  const built = readdirSync(packages).filter((file) => file.endsWith('.tgz'));
  const paths = built.map((file) => join(packages, file));
  // The packages for other platforms are optional, and cannot be found offline.
  run('npm', ['install', '--no-save', '--offline', ...quiet, ...paths], app);
}

/** Runs a command. Its output is for people, not part of the results. */
function run(program, args, cwd) {
  execFileSync(program, args, { cwd, stdio: ['ignore', 2, 2] });
}
