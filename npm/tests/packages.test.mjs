// The packages: what is in them, and that they install in an empty folder.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { BINARY, PACKAGES, PROJECT, run, temporaryFolder, TRIPLE } from './support.mjs';

const REPOSITORY = 'https://example.test/courier-auth.git';

const targets = await readJson(join(PROJECT, 'release/targets.json'));
const manifest = await readJson(join(PROJECT, 'npm/courier-auth/package.json'));

async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** Builds the packages of all targets from scripts that stand for programs. Returns the folder. */
async function buildAll(test) {
  const folder = await temporaryFolder(test);
  const program = join(folder, 'program');
  await writeFile(program, `#!/bin/sh\nexec '${BINARY}' "$@"\n`, { mode: 0o755 });
  const out = join(folder, 'out');
  const builds = targets.map(({ triple }) => `${triple}=${program}`);
  const args = [
    join(PROJECT, 'npm/build.mjs'),
    '--out',
    out,
    '--repository',
    REPOSITORY,
    ...builds,
  ];
  const { code, stderr } = await run(test, process.execPath, args);
  assert.equal(code, 0, stderr);
  return out;
}

async function hashesOf(folder) {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  const hash = async (file) =>
    createHash('sha256')
      .update(await readFile(join(folder, file)))
      .digest('hex');
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await hash(file)])));
}

test('version and platforms agree in all places', async () => {
  const cargo = await readFile(join(PROJECT, 'Cargo.toml'), 'utf8');
  assert.equal(manifest.version, /^version = "(.*)"$/m.exec(cargo)[1]);
  const packages = targets.map((target) => [target.package, manifest.version]);
  assert.deepEqual(manifest.optionalDependencies, Object.fromEntries(packages.sort()));
});

test('each platform has a package for its machines only, the same in each build', async (test) => {
  const out = await buildAll(test);
  for (const target of targets) {
    const { name, version, os, cpu, libc, repository } = await readJson(
      join(out, target.package, 'package.json'),
    );
    assert.deepEqual(
      { name, version, os, cpu, libc, repository: repository.url },
      {
        name: target.package,
        version: manifest.version,
        os: [target.os],
        cpu: [target.cpu],
        libc: target.libc ? [target.libc] : undefined,
        repository: REPOSITORY,
      },
    );
    await access(join(out, target.package, 'bin', target.executable));
  }
  const hashes = await hashesOf(out);
  assert.equal(Object.keys(hashes).length, targets.length + 1);
  assert.deepEqual(await hashesOf(await buildAll(test)), hashes);
});

test('an invalid build is refused', async (test) => {
  const build = (...args) => run(test, process.execPath, [join(PROJECT, 'npm/build.mjs'), ...args]);
  const unknown = await build('--out', 'out', 'riscv64-unknown-none=program');
  assert.match(unknown.stderr, /invalid argument `riscv64-unknown-none=program`/);
  assert.match((await build(`${TRIPLE}=program`)).stderr, /usage: /);
});

test('the packages install in an empty folder, without a network', async (test) => {
  const folder = await temporaryFolder(test);
  // Without this file, npm would look for one in the folders above.
  await writeFile(join(folder, 'package.json'), '{}');
  const files = (await readdir(PACKAGES)).filter((file) => file.endsWith('.tgz'));
  const paths = files.map((file) => join(PACKAGES, file));
  const options = { cwd: folder };
  const installed = await run(
    test,
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', ...paths],
    options,
  );
  assert.equal(installed.code, 0, installed.stderr);

  const demo = await run(test, 'npx', ['--offline', 'courier-auth', 'demo'], options);
  assert.equal(demo.code, 0, demo.stderr);
  const main = await readdir(join(folder, 'node_modules/courier-auth'));
  assert.deepEqual(main.sort(), [
    'LICENSE',
    'README.md',
    'bin',
    'completions',
    'index.d.ts',
    'index.js',
    'lib',
    'man',
    'package.json',
  ]);
  const pages = await readdir(join(folder, 'node_modules/courier-auth/man'));
  assert.ok(
    pages.includes('courier-auth.1') && pages.includes('courier-auth-inspect.1'),
    pages.join(),
  );
  const completions = await readdir(join(PROJECT, 'completions'));
  assert.deepEqual(
    await readdir(join(folder, 'node_modules/courier-auth/completions')),
    completions,
  );
});
