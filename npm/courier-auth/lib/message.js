'use strict';

const check = require('./check.js');

/**
 * Returns a message as fields of `message` in `POST /send`, without the recipient.
 *
 * @throws {TypeError} if it has an unknown field, or neither a title nor a body, or if a field is not of
 * its type.
 */
function messageBody(message) {
  if (typeof message === 'string') {
    return { content: { title: message } };
  }
  check.expect(check.isPlainObject(message), 'message', 'a title or an object');
  const names = ['title', 'body', 'data', 'tags', 'tenantId'];
  const { title, body, data, tags, tenantId } = check.fields('message', message, names);
  if (title === undefined && body === undefined) {
    throw new TypeError('`message` must have a `title` or a `body`');
  }
  for (const [name, text] of Object.entries({ title, body, tenantId })) {
    if (text !== undefined) {
      check.string(`message.${name}`, text);
    }
  }
  return {
    content: { title, body },
    ...(data !== undefined && { data: JSON.parse(check.json('message.data', data)) }),
    ...(tags !== undefined && { metadata: { tags: check.strings('message.tags', tags) } }),
    ...(tenantId !== undefined && { context: { tenant_id: tenantId } }),
  };
}

module.exports = { messageBody };
