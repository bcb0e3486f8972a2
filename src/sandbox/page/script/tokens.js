/* Tokens */

async function issueToken({ user, scopes, custom, expires }) {
  const id = user.value.trim();
  if (!id && scopes.value !== "custom") { user.focus(); throw new InputProblem("enter a user ID"); }
  const own = scopes.value === "custom" ? custom.value : await scopesOf(scopes.value);
  const body = { scope: [id && `user_id:${id}`, own].filter(Boolean).join(" ") };
  const expiry = expires.value.trim();
  // In a string, a number without a unit would be in milliseconds.
  if (expiry) body.expires_in = /^-?\d+$/.test(expiry) ? Number(expiry) : expiry;
  $("token").value = await issue(body);
  if (scopes.value !== "custom") $("inspect-for").value = scopes.value;
  await Promise.all([inspect(), loadIssued()]);
  return id ? `Issued a token for ${id}.` : "Issued a token.";
}

let inspections = 0;

// Shows an error itself, so callers need not handle one.
async function inspect() {
  const number = ++inspections;
  const token = $("token").value.trim();
  let found = null, problem = null;
  try {
    await readCapabilities();
    if (token) found = await control("POST", "inspect", { token, for: [$("inspect-for").value] });
  } catch (error) {
    problem = error;
  }
  if (number !== inspections) return;
  state.inspected = found;
  showResult($("inspect-result"), problem ? describeProblem(problem) : "", problem ? "bad" : "");
  renderInspection();
}

const VERDICTS = { ok: "Works for", bad: "Won’t work for", unreadable: "Unreadable" };

function renderInspection() {
  const found = state.inspected;
  $("inspection").hidden = !found;
  $("token-empty").hidden = Boolean(found);
  if (!found) return;
  const wanted = $("inspect-for").selectedOptions[0].textContent;
  const verdict = VERDICTS[found.verdict] ?? found.verdict;
  setText($("verdict"), found.verdict === "unreadable" ? `${verdict}: this is not a token` : `${verdict} ${wanted}`);
  $("verdict").dataset.verdict = found.verdict;
  renderList($("findings"), found.findings.map((finding, at) => ({ ...finding, at })), (finding) => JSON.stringify(finding), createFinding, () => {});
  $("findings").hidden = !found.findings.length;
  $("fix").hidden = !found.fix;
  setText($("fix").lastElementChild, found.fix ?? "");
  setText($("fingerprint"), found.fingerprint ?? "");
  $("fingerprint").parentElement.hidden = !found.fingerprint;
  renderClaims(found);
  renderExpiry();
}

function createFinding({ code, severity, message, help }) {
  const word = severity[0].toUpperCase() + severity.slice(1);
  return createNode("li", { data: { code, severity } },
    createNode("p", {}, createNode("span", { className: "severity", textContent: `${word} ` }), createNode("code", { textContent: code }), " ", ...renderCode(message)),
    createNode("p", { className: "hint" }, ...renderCode(help ?? "")));
}

function renderClaims({ header, claims, scope_entries: entries }) {
  const all = [
    ...Object.entries(header ?? {}).map(([name, value]) => ({ name, value, hint: "header" })),
    ...Object.entries(claims ?? {}).map(([name, value]) => ({ name, value, scopes: name === "scope" ? entries : [] })),
  ];
  const create = ({ name, value, hint, scopes: words }) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const cell = createNode("td");
    if (words?.length) cell.append(createNode("ul", {}, ...words.map(({ scope, kind }) => createNode("li", {}, createNode("code", { textContent: scope }), createNode("span", { className: "hint", textContent: kind.replace("-", " ") })))));
    else cell.append(createNode("code", { textContent: text }));
    const isTime = !hint && ["iat", "exp", "nbf"].includes(name) && typeof value === "number" && Math.abs(value) < 8.6e12;
    if (isTime) cell.append(createNode("span", { className: "hint", textContent: formatUtc(value * 1000) }));
    else if (hint) cell.append(createNode("span", { className: "hint", textContent: hint }));
    return createNode("tr", { data: { claim: hint ? `header.${name}` : name } }, createNode("th", { scope: "row", textContent: name }), cell);
  };
  $("claims").hidden = !all.length;
  renderList($("claims").tBodies[0], all, (row) => JSON.stringify(row), create, () => {});
}

function renderExpiry() {
  const found = state.inspected;
  if (!found) return;
  const expiry = found.expires_epoch && found.expires_epoch * 1000;
  const isOver = expiry !== null && expiry <= now();
  let words = found.claims?.exp === undefined ? "Never expires." : "The expiry is not a valid date.";
  if (expiry !== null) words = isOver ? `Expired ${formatRelative(expiry)}.` : `Expires ${formatRelative(expiry)}.`;
  if (!found.claims) words = "";
  showIf($("expiry"), words);
  $("expiry").className = isOver ? "bad" : "";
  const wasOver = expiry !== null && expiry <= found.judged_epoch * 1000;
  if (isOver && !wasOver) inspect();
}
