'use strict';

const { inspectToken } = require('./lib/inspect.js');
const { startSandbox } = require('./lib/sandbox.js');

// Node finds the names for `import` in this literal.
module.exports = { startSandbox, inspectToken };
