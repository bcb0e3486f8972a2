'use strict';

// Checks of what callers pass. They throw a TypeError with the name of the argument.

const { types } = require('node:util');

/** @throws {TypeError} if an argument is not what is expected. */
function expect(isValid, name, expected) {
  if (!isValid) {
    throw new TypeError(`\`${name}\` must be ${expected}`);
  }
}

/** Returns true for an object such as `{}`, also for one of another realm. */
function isPlainObject(value) {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Checks a string. */
function string(name, value) {
  expect(typeof value === 'string', name, 'a string');
  return value;
}

/** Checks a user ID. */
function userId(user) {
  expect(typeof user === 'string' && user !== '', 'user', 'a non-empty string');
  return user;
}

/** Checks the user ID of a token, whose scopes are separated by whitespace. */
function userIdForToken(user) {
  const isValid = !/\s/.test(userId(user));
  expect(isValid, 'user', 'a string without whitespace, which separates scopes');
  return user;
}

/** Checks true or false. */
function boolean(name, value) {
  expect(typeof value === 'boolean', name, 'true or false');
  return value;
}

/** Checks an array of strings. A string is not one. */
function strings(name, values) {
  const isValid = Array.isArray(values) && values.every((value) => typeof value === 'string');
  expect(isValid, name, 'an array of strings');
  return values;
}

/** Returns the names in an array, or in a text with commas. */
function names(name, values) {
  const list = typeof values === 'string' ? values.split(',') : strings(name, values);
  return list.map((value) => value.trim());
}

/** Checks the names of fields. Returns the fields that are neither undefined nor null. */
function fields(name, values, expected) {
  expect(isPlainObject(values), name, 'an object');
  const unknown = Object.keys(values).find((key) => !expected.includes(key));
  if (unknown !== undefined) {
    const message = `unknown field \`${unknown}\` in \`${name}\`: expected ${expected.join(', ')}`;
    throw new TypeError(message);
  }
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given);
}

/** Returns the JSON of an object. */
function json(name, value) {
  expect(isPlainObject(value), name, 'an object');
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new TypeError(`\`${name}\` must be JSON: ${cause.message}`, { cause });
  }
}

/** Checks a duration. */
function duration(name, value) {
  const isValid = typeof value === 'string' || Number.isFinite(value);
  expect(isValid, name, "a text such as '2h' or a number of seconds");
  return value;
}

/** Returns a time as text, in RFC 3339 if it is a Date. */
function time(name, value) {
  const isDate = types.isDate(value) && !Number.isNaN(value.getTime());
  expect(isDate || typeof value === 'string', name, 'a text or a valid Date');
  return isDate ? value.toISOString() : value;
}

module.exports = {
  boolean,
  duration,
  expect,
  fields,
  isPlainObject,
  json,
  names,
  string,
  strings,
  time,
  userId,
  userIdForToken,
};
