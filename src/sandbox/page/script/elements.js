/* Elements */

const $ = (id) => document.getElementById(id);

function createNode(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "data") Object.assign(node.dataset, value);
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// Unchanged text is not set again: that would remove a selection, and screen readers would repeat it.
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function setTime(node, iso, text) {
  setText(node, text);
  if (node.dateTime !== iso) Object.assign(node, { dateTime: iso, title: formatUtc(Date.parse(iso)) });
}

function showResult(output, text, kind = "") {
  setCode(output, text);
  output.dataset.kind = kind;
}

function showIf(node, text) {
  node.hidden = !text;
  setText(node, text || "");
}

// Like `setText`, for a text of the program with code in it.
function setCode(node, text) {
  if (node.dataset.text === text) return;
  node.dataset.text = text;
  node.replaceChildren(...renderCode(text));
}

// Like `showIf`, for a text of the program with code in it.
function showCode(node, text) {
  node.hidden = !text;
  setCode(node, text || "");
}

// Returns the parts of a text as nodes, with code and command-line options as code elements.
function renderCode(text) {
  const parts = text.split(/(`[^`]+`|(?<![\w-])--[a-z][a-z-]*)/);
  return parts.map((part, at) => (at % 2 ? createNode("code", { textContent: part.replaceAll("`", "") }) : part));
}

const rows = new WeakMap();

// Renders a child for each item. Children are moved only if they must be, because that would lose the focus.
function renderList(parent, items, keyOf, create, update) {
  const known = rows.get(parent) ?? new Map();
  const wanted = new Map(items.map((item) => [keyOf(item), item]));
  for (const [key, node] of known) {
    if (!wanted.has(key)) { node.remove(); known.delete(key); }
  }
  let place = parent.firstElementChild;
  for (const [key, item] of wanted) {
    let node = known.get(key);
    if (!node) known.set(key, node = create(item));
    update(node, item);
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  rows.set(parent, known);
}

// Creates a cell of a table. On phones, `name` is shown before the cell's content.
function createCell(className, text, name) {
  return createNode("td", { className, textContent: text, role: "cell", data: name ? { name } : {} });
}

// Creates a list of names and values. Values that are missing are left out.
function createFacts(facts) {
  const found = facts.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return createNode("dl", { className: "facts" }, ...found.flatMap(([name, value]) => [createNode("dt", { textContent: name }), createNode("dd", {}, value)]));
}

// Creates a block of code that scrolls, with the keyboard too.
function createBlock(name, text) {
  return createNode("pre", { className: "block", tabIndex: 0, role: "group", "aria-label": name, textContent: text });
}
