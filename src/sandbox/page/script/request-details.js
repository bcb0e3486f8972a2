/* The details of a request, which are loaded when it is opened */

function toggleDetails(number) {
  if (!state.opened.delete(number)) state.opened.set(number, {});
  renderJournal();
}

function createDetails({ number }) {
  const cell = createNode("td", { colSpan: 6, role: "cell", id: `request-${number}` });
  return createNode("tr", { className: "details", role: "row", data: { details: number } }, cell);
}

// Loads the details, and again when the request has got its response.
function updateDetails(row, entry) {
  const opened = state.opened.get(entry.number);
  const status = String(statusOf(entry));
  // A row that was filtered out and is shown again is a new one, without content.
  if (opened.status === status && row.cells[0].hasChildNodes()) return;
  opened.status = status;
  loadDetails(row, entry, opened);
}

async function loadDetails(row, { number }, opened) {
  const { status } = opened;
  const isCurrent = () => state.opened.get(number) === opened && opened.status === status;
  const [cell] = row.cells;
  if (!cell.hasChildNodes()) cell.append(createNode("p", { className: "hint", textContent: "Loading…" }));
  let content;
  try {
    await readCapabilities();
    content = renderDetails(await get(`/_sandbox/journal/${number}`));
  } catch (problem) {
    const text = problem.status === 404 ? "The sandbox no longer has the details of this request." : `Cannot load the request: ${problem.message}`;
    content = createNode("p", { className: "problem", role: "alert", textContent: text });
  }
  if (isCurrent()) cell.replaceChildren(content);
}

function renderDetails(details) {
  const { number, time, method, path, query, user, operation, token, status, milliseconds } = details;
  const code = (text) => text && createNode("code", { textContent: text });
  const facts = createFacts([
    ["Operation", code(operation)],
    ["Request", code(`${method} ${path}`)],
    ["Query string", code(query)],
    ["User", user && createNode("bdi", { textContent: user })],
    ["Credential", code(token)],
    ["Response", `${status ?? statusOf(details)}${milliseconds === null ? "" : ` after ${milliseconds.toLocaleString("en")} ms`}`],
    ["Time", code(time)],
  ]);
  return createNode("div", { className: "stack", data: { request: number } },
    ...renderRefusal(details), facts, ...renderCommand(details), ...renderBodies(details));
}

// Shows why a request was refused, or what is wrong with the token that was issued.
function renderRefusal(details) {
  const { why, rule, reason } = details;
  const lines = [];
  if (why) {
    lines.push(createNode("p", {}, createNode("code", { textContent: why.code }), ` ${why.rule}: `, ...renderCode(why.summary)));
    if (why.fix) lines.push(createNode("p", { className: "fix" }, createNode("b", { textContent: "Fix: " }), ...renderCode(why.fix)));
  } else if (rule) {
    lines.push(createNode("p", {}, createNode("code", { textContent: rule }), ` ${describeRule(rule)}`));
  }
  if (reason) lines.push(createNode("p", {}, ...renderCode(reason)));
  if (why || rule) lines.push(createNode("p", {}, "More: ", createNode("code", { textContent: `courier-auth explain ${why?.code ?? rule}` })));
  return lines.length ? [createNode("div", { className: "refusal", data: { failed: isFailed(details) } }, ...lines)] : [];
}

function renderCommand({ curl }) {
  if (!curl) return [];
  const result = createNode("output");
  const button = createNode("button", { type: "button", className: "small", textContent: "Copy as curl", data: { action: "copy-curl" } });
  const text = createBlock("curl command", curl);
  text.hidden = true;
  button.addEventListener("click", () => {
    runOnce(button, result, async () => {
      try {
        const copied = await copy(curl, text);
        const [, variable] = /\$(COURIER_\w+)/.exec(curl) ?? [];
        return variable ? `${copied} Set \`${variable}\` before you run it.` : copied;
      } catch (problem) {
        // Only a visible text can be selected.
        text.hidden = false;
        getSelection().selectAllChildren(text);
        throw problem;
      }
    });
  });
  return [createNode("div", { className: "row" }, button, result), text];
}

function renderBodies(details) {
  const { request_body: request, request_size: requestSize, response_body: response, response_size: responseSize } = details;
  const part = (name, text, size) => (text ? [
    createNode("h3", { textContent: name }),
    createBlock(name, prettyText(text)),
    ...renderTruncation(size),
  ] : []);
  const graphql = parseGraphql(request);
  const parts = graphql
    ? [...part("Variables", graphql.variables && JSON.stringify(graphql.variables)), ...part("Query", graphql.query)]
    : part("Request body", request, requestSize);
  return [...parts, ...part("Response", response, responseSize)];
}

// Returns the parts of a GraphQL request, or null if the text is something else.
function parseGraphql(text) {
  try {
    const parsed = JSON.parse(text);
    return typeof parsed?.query === "string" ? parsed : null;
  } catch {
    return null;
  }
}

function renderTruncation(size) {
  if (!size) return [];
  return [createNode("p", { className: "hint", textContent: `Only the beginning is shown. The body has ${size.toLocaleString("en")} bytes.` })];
}
