// The packages: what is in them, and that they install in an empty folder.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { BINARY, PACKAGES, PROJECT, run, temporaryFolder, TRIPLE } from './support.mjs';

const REPOSITORY = 'git+https://example.test/courier-auth.git';

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
    const { name, version, os, cpu, libc } = await readJson(
      join(out, target.package, 'package.json'),
    );
    assert.deepEqual(
      { name, version, os, cpu, libc },
      {
        name: target.package,
        version: manifest.version,
        os: [target.os],
        cpu: [target.cpu],
        libc: target.libc ? [target.libc] : undefined,
      },
    );
    await access(join(out, target.package, 'bin', target.executable));
  }
  for (const name of ['courier-auth', ...targets.map((target) => target.package)]) {
    const { homepage, bugs, repository } = await readJson(join(out, name, 'package.json'));
    assert.equal(homepage, 'https://example.test/courier-auth#readme');
    assert.equal(bugs.url, 'https://example.test/courier-auth/issues');
    assert.equal(repository.url, REPOSITORY);
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

/** Installs packages with npm, without a network, in a folder of their own. */
async function install(test, folder, ...args) {
  // Without this file, npm would look for one in the folders above.
  await writeFile(join(folder, 'package.json'), '{}');
  const fixed = ['install', '--offline', '--no-audit', '--no-fund'];
  const { code, stderr } = await run(test, 'npm', [...fixed, ...args], { cwd: folder });
  assert.equal(code, 0, stderr);
}

/** Returns the files of the main package and of the one for this machine. */
async function builtPackages() {
  const files = (await readdir(PACKAGES)).filter((file) => file.endsWith('.tgz'));
  const find = (isMain) => files.find((file) => /^courier-auth-\d/.test(file) === isMain);
  return { main: join(PACKAGES, find(true)), platform: join(PACKAGES, find(false)) };
}

test('the packages install in an empty folder, without a network', async (test) => {
  const folder = await temporaryFolder(test);
  const { main: mainFile, platform } = await builtPackages();
  await install(test, folder, mainFile, platform);

  const demo = await run(test, 'npx', ['--offline', 'courier-auth', 'demo'], { cwd: folder });
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

test('a global installation has the program and its manual pages', async (test) => {
  const folder = await temporaryFolder(test);
  const prefix = join(folder, 'prefix');
  const { main, platform } = await builtPackages();
  await install(test, folder, '--global', '--prefix', prefix, main, platform);
  const { stdout } = await run(test, join(prefix, 'bin/courier-auth'), ['--version']);
  assert.equal(stdout, `courier-auth ${manifest.version}\n`);
  for (const page of ['courier-auth.1', 'courier-auth-inspect.1']) {
    const text = await readFile(join(prefix, 'share/man/man1', page), 'utf8');
    assert.match(text, /^\.TH courier-auth/m);
  }
});

for (const [place, options, launcher, command] of [
  ['in a project', [], 'node_modules/.bin/courier-auth', /^help: install it: (npm .*)$/m],
  ['globally', ['--global', '--prefix', 'prefix'], 'prefix/bin/courier-auth', /globally: (npm .*)$/m],
]) {
  test(`what to do if the program is missing works ${place}`, async (test) => {
    const folder = await temporaryFolder(test);
    const { main, platform } = await builtPackages();
    await install(test, folder, '--omit=optional', ...options, main);
    const { code, stdout, stderr } = await run(test, join(folder, launcher), ['demo']);
    assert.deepEqual([code, stdout], [7, '']);
    assert.match(stderr, /^error: the package @courier-auth\/\S+ is not installed\nhelp: /);

    // The package is a file here, because it must not be downloaded.
    const words = command.exec(stderr)[1].split(' ').slice(2);
    assert.match(words.pop(), new RegExp(`^@courier-auth/.+@${manifest.version}$`));
    const args = [...words, '--offline', ...options.slice(1), platform];
    const env = { npm_config_omit: place === 'globally' ? '' : 'optional' };
    const installed = await run(test, 'npm', ['install', ...args], { cwd: folder, env });
    assert.equal(installed.code, 0, installed.stderr);
    const repaired = await run(test, join(folder, launcher), ['--version']);
    assert.equal(repaired.stdout, `courier-auth ${manifest.version}\n`);
  });
}
