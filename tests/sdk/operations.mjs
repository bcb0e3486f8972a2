// The GraphQL operations in the published code of Courier's packages.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { parse } from 'acorn';
import { full } from 'acorn-walk';

const SCOPE = '@trycourier/';

/** Returns the folders of Courier's packages in a project, those under an alias too. */
export async function packagesOf(project) {
  const modules = join(project, 'node_modules');
  const names = await readdir(modules);
  const scoped = (await readdir(join(modules, SCOPE))).map((name) => SCOPE + name);
  const found = [];
  for (const name of [...names, ...scoped]) {
    const manifest = await readFile(join(modules, name, 'package.json'), 'utf8').catch(() => '{}');
    const { name: published, version } = JSON.parse(manifest);
    if (published?.startsWith(SCOPE)) {
      found.push({ name: published, version, folder: join(modules, name) });
    }
  }
  return found;
}

/**
 * Returns the operations in a package. Each is a list of parts: texts, and null for a
 * value that is known at run time only.
 */
export async function operationsOf({ folder }) {
  const operations = new Map();
  const entries = await readdir(folder, { recursive: true });
  const scripts = entries.filter((path) => {
    return /\.(m|c)?js$/.test(path) && !/node_modules|__(mocks|tests)__|\.(test|spec)\./.test(path);
  });
  for (const path of scripts) {
    for (const parts of operationsIn(await readFile(join(folder, path), 'utf8'))) {
      operations.set(JSON.stringify(parts), parts);
    }
  }
  return [...operations.values()];
}

/** A value that is known at run time only. */
const UNKNOWN = null;

/** Returns the operations in a script. */
export function operationsIn(script) {
  const tree = parseScript(script);
  const constants = new Map();
  full(tree, (node) => {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init) {
      constants.set(node.id.name, node.init);
    }
  });
  const candidates = [];
  full(tree, (node) => {
    if (['Literal', 'TemplateLiteral', 'CallExpression', 'BinaryExpression'].includes(node.type)) {
      candidates.push(node);
    }
  });
  const operations = candidates
    .map((node) => ({ node, parts: merged(partsOf(node, constants, 0)) }))
    .filter(({ parts }) => isOperation(parts));
  // A text that is a part of a longer one is only a piece of it.
  const isPiece = ({ node }) => {
    return operations.some(({ node: other }) => {
      return other !== node && other.start <= node.start && node.end <= other.end;
    });
  };
  return operations.filter((operation) => !isPiece(operation)).map(({ parts }) => parts);
}

function parseScript(script) {
  for (const sourceType of ['module', 'script']) {
    try {
      return parse(script, { ecmaVersion: 'latest', sourceType, allowHashBang: true });
    } catch {
      // The other type may fit.
    }
  }
  throw new Error(`not a script: ${script.slice(0, 80)}`);
}

function isOperation([first]) {
  return typeof first === 'string' && /^\s*(query|mutation|subscription)\b[^;=]*[({]/.test(first);
}

/** Returns the parts of an expression whose value is a text. */
function partsOf(node, constants, depth) {
  const parts = (inner) => partsOf(inner, constants, depth + 1);
  if (depth > 20) {
    return [UNKNOWN];
  }
  switch (node.type) {
    case 'Literal':
      return [typeof node.value === 'string' ? node.value : UNKNOWN];
    case 'TemplateLiteral':
      return node.quasis.flatMap(({ value }, at) => {
        const expression = node.expressions[at];
        return [value.cooked, ...(expression ? parts(expression) : [])];
      });
    case 'BinaryExpression':
      return node.operator === '+' ? [...parts(node.left), ...parts(node.right)] : [UNKNOWN];
    case 'ConditionalExpression':
      // The first branch adds an argument, and the second leaves it out.
      return parts(node.consequent);
    case 'Identifier': {
      const value = constants.get(node.name);
      const isText = ['Literal', 'TemplateLiteral', 'BinaryExpression'].includes(value?.type);
      return isText ? parts(value) : [UNKNOWN];
    }
    case 'CallExpression': {
      const { object, property } = node.callee;
      if (property?.name === 'concat' && isTextual(object)) {
        return [...parts(object), ...node.arguments.flatMap(parts)];
      }
      return [UNKNOWN];
    }
    default:
      return [UNKNOWN];
  }
}

function isTextual({ type, value, callee }) {
  const isConcat = type === 'CallExpression' && callee.property?.name === 'concat';
  return typeof value === 'string' || type === 'TemplateLiteral' || isConcat;
}

function merged(parts) {
  return parts.reduce((list, part) => {
    if (typeof part === 'string' && typeof list.at(-1) === 'string') {
      list.push(list.pop() + part);
    } else {
      list.push(part);
    }
    return list;
  }, []);
}

/**
 * The values that are tried in place of an unknown one: null, nothing, a word, and a mutation for
 * each list of arguments, because clients also insert the name of a mutation.
 */
const TRIED = ['null', '', 'x', 'read', 'clicked', 'addTag'];

/** The maximum number of unknown values in an operation for which all combinations are tried. */
const MAX_UNKNOWN = 4;

/** Returns the texts that an operation may have. */
export function* textsOf(parts) {
  const unknown = parts.filter((part) => typeof part !== 'string').length;
  const combinations = TRIED.length ** Math.min(unknown, MAX_UNKNOWN);
  for (let combination = 0; combination < combinations; combination += 1) {
    let rest = combination;
    yield parts
      .map((part) => {
        if (typeof part === 'string') {
          return part;
        }
        const value = TRIED[rest % TRIED.length];
        rest = Math.floor(rest / TRIED.length);
        return value;
      })
      .join('');
  }
}
