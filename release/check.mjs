// Checks that all places name the same version; with a tag, also that it can be released.
//
//   node release/check.mjs [--tag v1.2.3 --repository URL]

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT, TARGETS, VERSION } from './builds.mjs';

const { values } = parseArgs({
  options: { tag: { type: 'string' }, repository: { type: 'string' } },
});
const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const problems = [];
const check = (condition, problem) => condition || problems.push(problem);

for (const lock of ['Cargo.lock', 'tests/fuzz/Cargo.lock', 'benches/library/Cargo.lock']) {
  const locked = /^name = "courier-auth"\nversion = "(.+)"$/m.exec(read(lock))[1];
  check(locked === VERSION, `${lock} has ${locked}, and Cargo.toml has ${VERSION}`);
}

const npm = JSON.parse(read('npm/courier-auth/package.json'));
check(npm.version === VERSION, `npm/courier-auth/package.json has ${npm.version}, not ${VERSION}`);
const expected = TARGETS.map((target) => `${target.package}@${VERSION}`).sort();
const packages = Object.entries(npm.optionalDependencies).map((entry) => entry.join('@'));
check(
  packages.sort().join() === expected.join(),
  `\`optionalDependencies\` of npm/courier-auth/package.json are not ${expected.join(', ')}`,
);

check(
  /^dynamic = \[.*"version".*\]$/m.test(read('pyproject.toml')),
  'pyproject.toml must take the version from Cargo.toml: `dynamic = ["version"]`',
);

// The first heading is the version that is being prepared, or was just released.
const heading = /^## .*$/m.exec(read('CHANGELOG.md'))[0];
const [, version, date] = /^## (\S+) - (\S+)$/.exec(heading) ?? [];
check(version === VERSION, `CHANGELOG.md begins with \`${heading}\`, not \`## ${VERSION} - DATE\``);

const pages = ['README.md', 'RELEASING.md', 'action.yml'];
pages.push(...readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`));
for (const page of pages) {
  const text = read(page);
  const versions = text.matchAll(/(?:courier-auth(?:==|-| )|version:? |\bv)(\d+\.\d+\.\d+)/gi);
  for (const [, found] of versions) {
    check(found === VERSION || found === '0.0.0', `${page} has ${found}, not ${VERSION}`);
  }
  if (values.tag !== undefined) {
    check(!text.includes('not published yet'), `${page} says that the version is not published yet`);
    check(page === 'RELEASING.md' || !text.includes('OWNER/REPOSITORY'), `${page} has OWNER/REPOSITORY`);
  }
}

if (values.tag !== undefined) {
  check(values.tag === `v${VERSION}`, `the tag is ${values.tag}, not v${VERSION}`);
  // It would become what `npm install` and the newest image give everyone.
  check(!VERSION.includes('-'), `${VERSION} is a pre-release, which the workflow does not publish`);
  check(/^\d{4}-\d\d-\d\d$/.test(date), `CHANGELOG.md says that ${VERSION} is ${date}: write the date`);
  const repository = /^repository = "(.+)"$/m.exec(read('Cargo.toml'))?.[1];
  check(
    repository === values.repository,
    `\`repository\` in Cargo.toml is ${repository}, not ${values.repository}`,
  );
}

for (const problem of problems) {
  console.error(problem);
}
process.exitCode = problems.length === 0 ? 0 : 1;
