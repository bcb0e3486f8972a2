// Every GraphQL operation in the code of Courier's packages is valid in a schema of the sandbox.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { buildSchema, parse, validate } from 'graphql';

import { operationsIn, operationsOf, packagesOf, textsOf } from './operations.mjs';

const SCHEMAS = ['inbox', 'client'].map((api) => {
  return buildSchema(execFileSync(process.env.COURIER_AUTH, ['sandbox', 'schema', api], { encoding: 'utf8' }));
});

/** Returns why an operation is invalid in each schema, or null if it is valid in one. */
function problemOf(parts) {
  const problems = [];
  for (const text of textsOf(parts)) {
    let document;
    try {
      document = parse(text);
    } catch (error) {
      problems.push(error.message);
      continue;
    }
    for (const schema of SCHEMAS) {
      const errors = validate(schema, document);
      if (errors.length === 0) {
        return null;
      }
      problems.push(errors.map(({ message }) => message).join('; '));
    }
  }
  return [...new Set(problems)].slice(-4).join(' | ');
}

/** The fewest operations in a package, so that the test cannot pass by finding none. */
const FEWEST = { 'client-graphql': 15, 'courier-js': 10 };

/** Operations that cannot be read from the code, with the test that sends them. */
const BUILT_AT_RUN_TIME = {
  'mutation BatchTrackEvents {': 'inbox-marks.test.mjs',
  'query GetMessageLists(': 'client-graphql.test.mjs',
  'query GetUnreadCounts(': 'inbox-list.test.mjs',
};

const nameOf = ([text]) => text.trim().replace(/\s+/g, ' ').slice(0, 60);

for (const found of await packagesOf(import.meta.dirname)) {
  test(`the operations of ${found.name} ${found.version}`, async (t) => {
    const operations = await operationsOf(found);
    t.diagnostic(`${operations.length} operations`);
    const isWithoutGraphql = found.name === '@trycourier/courier-js' && found.version.startsWith('1.');
    const fewest = isWithoutGraphql ? 0 : (FEWEST[found.name.split('/')[1]] ?? 0);
    assert.ok(operations.length >= fewest, `${operations.length} operations`);
    const problems = operations
      .filter((parts) => !(nameOf(parts) in BUILT_AT_RUN_TIME))
      .map((parts) => [nameOf(parts), problemOf(parts)])
      .filter(([, problem]) => problem);
    assert.deepEqual(problems, []);
  });
}

test('an operation that the schemas do not have is found, however it is written', () => {
  const scripts = [
    'const query = `query Gone { gone(id: "${id}") }`;',
    'var fields = "{ gone }"; send("query Gone ".concat(fields, "\\n"));',
    "const text = 'mutation Gone { read(messageId: ' + id + ', gone: 1) }';",
    'f("query Gone($id: String) { count }")',
  ];
  for (const script of scripts) {
    const operations = operationsIn(script);
    assert.equal(operations.length, 1, script);
    assert.match(problemOf(operations[0]), /gone|Variable "\$id"/i, script);
  }
  const [valid] = operationsIn('q(`query Count { count(params: { status: "${status}" }) }`)');
  assert.equal(problemOf(valid), null);
});
