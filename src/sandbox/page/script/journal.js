/* Requests: the journal */

async function readJournal() {
  if (state.connection === "ended") return;
  const known = state.journal;
  // Read again from the first request in flight, or else from the last request. If the sandbox no longer has it, the journal was cleared.
  const from = known.find(isPending) ?? known.at(-1);
  try {
    const { requests } = await get(`/_sandbox/journal?after=${from ? from.number - 1 : 0}`);
    if (known !== state.journal) return;
    if (from && (requests[0]?.number !== from.number || requests[0].time !== from.time)) {
      forgetJournal();
      if (state.isLoaded) load();
      journalSoon();
    } else {
      const before = from ? known.slice(0, known.indexOf(from)) : [];
      state.journal = before.concat(requests).slice(-MAX_JOURNAL);
    }
    if (JSON.stringify(known.slice(-requests.length || 0)) !== JSON.stringify(requests) || state.journal.length !== known.length) renderJournal();
    if ($("journal-result").dataset.kind === "bad") showResult($("journal-result"), "");
  } catch (problem) {
    if (problem.status) showResult($("journal-result"), `Cannot load the journal: ${problem.message}`, "bad");
  }
}

const journalSoon = repeat(1000, readJournal);

const isPending = ({ status, milliseconds }) => status === null && milliseconds === null;
const isFailed = (entry) => (entry.status === null ? !isPending(entry) : entry.status >= 400);
const statusOf = (entry) => entry.status ?? (isPending(entry) ? "pending" : "no response");

function forgetJournal() {
  Object.assign(state, { journal: [], failedUpTo: 0 });
  state.opened.clear();
}

// The searchable text of requests, in lower case.
const entryTexts = new WeakMap();

function textOfEntry(entry) {
  if (!entryTexts.has(entry)) {
    const { method, path, operation, user, rule, reason, token } = entry;
    entryTexts.set(entry, [method, path, operation, user, statusOf(entry), rule, reason, token, isFailed(entry) ? "failed" : ""].join(" ").toLowerCase());
  }
  return entryTexts.get(entry);
}

function findEntries() {
  const words = searchWords("journal-filter");
  const user = $("journal-user").value;
  const status = $("journal-status").value;
  const hasStatus = (entry) => !status || (status === "failed" ? isFailed(entry) : String(entry.status ?? "").startsWith(status));
  return state.journal.filter((entry) => (!user || entry.user === user) && hasStatus(entry) && words.every((word) => textOfEntry(entry).includes(word)));
}

// Offers the users of the last requests, and the selected one.
function renderJournalUsers() {
  const select = $("journal-user");
  const names = new Set(select.value ? [select.value] : []);
  for (let at = state.journal.length - 1; at >= 0 && names.size < MAX_SHOWN; at--) {
    if (state.journal[at].user) names.add(state.journal[at].user);
  }
  const options = ["", ...[...names].sort()];
  if (JSON.stringify(options) === select.dataset.options) return;
  select.dataset.options = JSON.stringify(options);
  renderList(select, options, (name) => name, (value) => createNode("option", { value, textContent: value || "All users" }), () => {});
}

function renderJournal() {
  if (state.tab === "journal") state.failedUpTo = state.journal.at(-1)?.number ?? 0;
  let news = 0;
  for (let at = state.journal.length - 1; at >= 0 && state.journal[at].number > state.failedUpTo; at--) news += isFailed(state.journal[at]);
  $("journal-badge").hidden = !news;
  if (news) $("journal-badge").replaceChildren(news.toLocaleString("en"), createNode("span", { textContent: " failed" }));
  if (state.tab !== "journal") return;
  renderJournalUsers();
  const found = findEntries().reverse();
  const items = found.slice(0, MAX_SHOWN).flatMap((entry) => [{ entry }, ...(state.opened.has(entry.number) ? [{ entry, isDetails: true }] : [])]);
  renderList($("journal-list"), items, ({ entry, isDetails }) => `${entry.number} ${entry.time} ${isDetails ?? ""}`,
    ({ entry, isDetails }) => (isDetails ? createDetails(entry) : createEntry(entry)),
    (row, { entry, isDetails }) => (isDetails ? updateDetails(row, entry) : updateEntry(row, entry)));
  $("journal").hidden = !found.length;
  showIf($("journal-more"), found.length > MAX_SHOWN ? `${plural(found.length - MAX_SHOWN, "older request")} not shown.` : "");
  const none = state.journal.length ? "No matching requests." : "No requests yet. Send a message, or use your app with this sandbox.";
  showIf($("journal-empty"), found.length ? "" : none);
}

function createEntry({ number, time, method }) {
  const timeCell = createCell("time", "");
  timeCell.append(createNode("time", { dateTime: time, title: time, textContent: time.slice(11, 23) }));
  const requestCell = createCell("request", "");
  requestCell.append(createNode("button", { type: "button", className: "disclosure" }), createNode("span", { className: "route", textContent: method }));
  const userCell = createCell("user", "");
  userCell.append(createNode("bdi"));
  const row = createNode("tr", { role: "row", data: { number } }, timeCell, requestCell, userCell, createCell("status", ""), createCell("number", ""), createCell("why", ""));
  // A click that ends the selection of a text does not open the request.
  row.addEventListener("click", ({ target }) => { if (target.closest("button") || !String(getSelection())) toggleDetails(number); });
  return row;
}

function updateEntry(row, entry) {
  const { number, method, path, operation, user, rule, reason, milliseconds } = entry;
  const [status, took, why] = [...row.cells].slice(3);
  const isOpen = state.opened.has(number);
  Object.assign(row.dataset, { status: statusOf(entry), failed: isFailed(entry) });
  const [button, route] = row.querySelector(".request").children;
  setText(button, operation ?? path);
  button.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) button.setAttribute("aria-controls", `request-${number}`);
  else button.removeAttribute("aria-controls");
  setText(route, operation ? `${method} ${path}` : entry.status === 101 ? `${method}, WebSocket` : method);
  setText(row.querySelector("bdi"), user ?? "");
  row.querySelector("bdi").title = user ?? "";
  setText(status, String(statusOf(entry)));
  setText(took, String(milliseconds ?? ""));
  setCode(why, [rule && `\`${rule}\``, rule && describeRule(rule), reason].filter(Boolean).join(" "));
}
