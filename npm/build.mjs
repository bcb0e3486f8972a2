// Makes the npm packages: one for each platform, and the main one.
//
//   node npm/build.mjs --out DIR [--repository URL] TRIPLE=PATH_TO_BINARY...

import { execFileSync } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { BUILD_USAGE, parseBuild, ROOT, writeManualPages } from '../release/builds.mjs';

const source = join(import.meta.dirname, 'courier-auth');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, repository: { type: 'string' } },
});
if (!values.out || positionals.length === 0) {
  throw new Error(
    `usage: node npm/build.mjs --out DIR [--repository URL] ${BUILD_USAGE}`,
  );
}
const out = resolve(values.out);
const links = values.repository ? linksOf(values.repository) : {};
const builds = positionals.map(parseBuild);

/** The fields that all packages have in common. */
const { name, version, license, engines, ...main } = await readJson(join(source, 'package.json'));

const folders = [];
for (const build of builds) {
  folders.push(await writePlatformPackage(build));
}
folders.push(await writeMainPackage());
for (const folder of folders) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', '--silent', '--ignore-scripts', '--pack-destination', out], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/** Writes the package with the program for a platform. Returns its folder. */
async function writePlatformPackage({ target, binary }) {
  const folder = join(out, target.package);
  const executable = join(folder, 'bin', target.executable);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'bin'), { recursive: true });
  await copyFile(binary, executable);
  await chmod(executable, 0o755);
  await copyFile(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  const description = `The program of the package ${name} for ${target.triple}`;
  await writeFile(join(folder, 'README.md'), `# ${target.package}\n\n${description}.\n`);
  await writeJson(join(folder, 'package.json'), {
    name: target.package,
    version,
    description,
    license,
    ...links,
    engines,
    os: [target.os],
    cpu: [target.cpu],
    libc: target.libc ? [target.libc] : undefined,
    files: ['bin'],
    preferUnplugged: true,
    publishConfig: { access: 'public' },
  });
  return folder;
}

/** Writes the main package. Returns its folder. */
async function writeMainPackage() {
  const folder = join(out, name);
  await rm(folder, { recursive: true, force: true });
  await cp(source, folder, { recursive: true });
  await cp(join(ROOT, 'completions'), join(folder, 'completions'), { recursive: true });
  await copyFile(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  writeManualPages(builds, join(folder, 'man'));
  // npm links the pages in this list only, not those in a folder.
  const man = (await readdir(join(folder, 'man'))).sort().map((page) => `./man/${page}`);
  const manifest = { name, version, license, ...links, engines, man, ...main };
  await writeJson(join(folder, 'package.json'), manifest);
  return folder;
}

/** Returns the fields of a package with the addresses of its project. */
function linksOf(url) {
  const page = url.replace(/^git\+/, '').replace(/\.git$/, '');
  return {
    homepage: `${page}#readme`,
    bugs: { url: `${page}/issues` },
    repository: { type: 'git', url },
  };
}

async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

async function writeJson(path, value) {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
