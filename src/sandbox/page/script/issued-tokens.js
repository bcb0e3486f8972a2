/* The tokens that the sandbox has issued */

async function loadIssued() {
  try {
    const { tokens } = await get("/_sandbox/tokens");
    state.issued = tokens.reverse();
    showIf($("issued-problem"), "");
  } catch (problem) {
    showCode($("issued-problem"), `Cannot load the issued tokens: ${problem.message}`);
  }
  renderIssued();
}

function renderIssued() {
  const shown = state.issued.slice(0, MAX_SHOWN);
  renderList($("issued-list"), numberSame(shown, ({ token, issued }) => `${token} ${issued}`), ({ key }) => key, createIssued, updateIssued);
  $("issued").hidden = !shown.length;
  $("issued-empty").hidden = shown.length > 0 || !$("issued-problem").hidden;
  const more = state.issued.length - shown.length;
  showIf($("issued-more"), more > 0 ? `${plural(more, "older token")} not shown.` : "");
}

// Gives items unique keys: those with the same text are numbered.
function numberSame(items, keyOf) {
  const seen = new Map();
  return items.map((item) => {
    const text = keyOf(item);
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return { ...item, key: `${text} ${count}` };
  });
}

function createIssued({ token, users, scope, issued, rule }) {
  const code = (text) => createNode("code", { textContent: text });
  const userCell = createCell("users", "");
  userCell.append(...users.flatMap((user, at) => [at ? ", " : "", createNode("bdi", { textContent: user })]));
  // The users have a column of their own.
  const scopes = scope.split(" ").filter((entry) => !entry.startsWith("user_id:")).join(" ");
  const scopeCell = createCell("scopes", "");
  if (scopes) scopeCell.append(code(scopes));
  const tokenCell = createCell("token", "");
  tokenCell.append(code(token));
  const issuedCell = createCell("", "", "Issued");
  issuedCell.append(createNode("time", { dateTime: issued, title: issued }));
  const ruleCell = createCell("why", "");
  if (rule) {
    ruleCell.append(code(rule));
    ruleCell.append(` ${describeRule(rule)}`);
    ruleCell.title = `courier-auth explain ${rule}`;
  }
  return createNode("tr", { role: "row", data: { token } }, tokenCell, userCell, scopeCell, issuedCell, createCell("expires", ""), ruleCell);
}

function updateIssued(row, { issued, expires }) {
  setText(row.querySelector("time"), formatRelativeIso(issued));
  const cell = row.querySelector(".expires");
  const isExpired = expires !== null && Date.parse(expires) <= now();
  row.dataset.expired = String(isExpired);
  cell.classList.toggle("bad", isExpired);
  cell.title = expires ?? "";
  setText(cell, expires === null ? "Never expires" : `${isExpired ? "Expired" : "Expires"} ${formatRelativeIso(expires)}`);
}
