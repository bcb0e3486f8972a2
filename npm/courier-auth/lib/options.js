'use strict';

/**
 * Checks the names of options.
 *
 * @throws {TypeError} if one is unknown.
 */
function checkNames(options, names) {
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`unknown option \`${unknown}\`: expected ${names.join(', ')}`);
  }
}

/** Returns a list for one value or several. */
function listOf(values) {
  return Array.isArray(values) ? values : [values];
}

module.exports = { checkNames, listOf };
