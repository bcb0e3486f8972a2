// The summary of a run with the newest clients.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { summaryOf } from './summary.mjs';

const FAILING = `
running 4 tests
NEWER: @trycourier/courier-js 3.4.0 -> 3.9.0
test sdk::the_official_javascript_clients_work_against_the_sandbox ... FAILED
ok 1 - a message is marked read
not ok 2 - the operations of @trycourier/courier-js 3.9.0
  ---
  duration_ms: 12.5
  location: 'operations.test.mjs:46:3'
  failureType: 'testCodeFailure'
  error: |-
    Cannot query field "folders" on type "Query".
  code: 'ERR_ASSERTION'
  ...
not ok 3 - a token is \`refused\`
  ---
  error: 'expected 401'
test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 700 filtered out
`;

test('newer versions and failures are listed', () => {
  assert.equal(
    summaryOf(FAILING),
    `## Courier's newest clients

### Newer than the versions pinned here

- @trycourier/courier-js 3.4.0 -\\> 3.9.0

### Failed with them

- the operations of @trycourier/courier-js 3.9.0: Cannot query field "folders" on type "Query".
- a token is \\\`refused\\\`: expected 401
- sdk::the\\_official\\_javascript\\_clients\\_work\\_against\\_the\\_sandbox
`,
  );
});

test('a run without differences, and one that did not finish, are told apart', () => {
  const passed = summaryOf('test result: ok. 4 passed; 0 failed');
  assert.match(passed, /The pinned versions are the newest\.\n\nAll tests passed\.\n$/);
  assert.match(summaryOf('error: could not compile'), /did not finish/);
});
