// Each recipe passes with its own test runner.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';

import { APP, run } from './support.mjs';

const bin = (name) => join(APP, 'node_modules/.bin', name);

/** The command of each recipe, and the tests that pass in its output. */
const RECIPES = [
  ['vitest', [bin('vitest'), 'run'], /Tests +2 passed \(2\)/],
  ['jest', [bin('jest'), '--rootDir', '.'], /Tests: +3 passed, 3 total/],
  ['node-test', [process.execPath, '--test', '--test-reporter=tap'], /# pass 2\n# fail 0/],
  ['playwright', [bin('playwright'), 'test'], /2 passed/],
];

/** The browser: `CHROMIUM`, or the one on the path. */
const paths = process.env.PATH.split(delimiter).map((folder) => join(folder, 'chromium'));
const CHROMIUM = process.env.CHROMIUM || paths.find((path) => existsSync(path));

for (const [recipe, [program, ...args], passed] of RECIPES) {
  const skip = recipe === 'playwright' && !CHROMIUM && 'there is no Chromium: set CHROMIUM';
  test(`recipe for ${recipe}`, { skip }, async (test) => {
    const cwd = join(APP, 'recipes', recipe);
    const result = await run(test, program, args, { cwd, env: { NO_COLOR: '1', CHROMIUM } });
    const output = result.stdout + result.stderr;
    assert.equal(result.code, 0, output);
    assert.match(output, passed);
  });
}
