// Makes the archives of a release, each with the program, its manual pages and completions, and the
// list of their SHA-256 sums.
//
//   node release/archives.mjs --out DIR TRIPLE=PATH_TO_BINARY...

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { BUILD_USAGE, parseBuild, ROOT, VERSION, writeManualPages } from './builds.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' } },
});
if (!values.out || positionals.length === 0) {
  throw new Error(`usage: node release/archives.mjs --out DIR ${BUILD_USAGE}`);
}
const out = resolve(values.out);
const builds = positionals.map(parseBuild);
const pages = join(out, 'man');
writeManualPages(builds, pages);

const sums = builds.map((build) => {
  const file = writeArchive(build);
  const sum = createHash('sha256').update(readFileSync(join(out, file))).digest('hex');
  return `${sum}  ${file}\n`;
});
writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
rmSync(pages, { recursive: true });

/** Writes the archive of a target. Returns its file name. */
function writeArchive({ target, binary }) {
  const folder = `courier-auth-${VERSION}-${target.triple}`;
  const path = join(out, folder);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  cpSync(binary, join(path, target.executable));
  chmodSync(join(path, target.executable), 0o755);
  cpSync(pages, join(path, 'man'), { recursive: true });
  cpSync(join(ROOT, 'completions'), join(path, 'completions'), { recursive: true });
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) {
    cpSync(join(ROOT, file), join(path, file));
  }
  const archive = `${folder}.${target.archive}`;
  rmSync(join(out, archive), { force: true });
  const [command, ...options] =
    target.archive === 'zip'
      ? ['zip', '-q', '-X', '-r', archive]
      : ['tar', '--owner=0', '--group=0', '--sort=name', '-czf', archive];
  execFileSync(command, [...options, folder], { cwd: out });
  rmSync(path, { recursive: true });
  return archive;
}
