/* Messages */

const shownMessages = new Map();

const MESSAGE_FILTERS = {
  inbox: (message) => !message.archived,
  unread: (message) => !message.archived && !message.read,
  read: (message) => !message.archived && Boolean(message.read),
  archived: (message) => Boolean(message.archived),
};

// The searchable text of messages, in lower case.
const messageTexts = new WeakMap();

function textOfMessage(message) {
  if (!messageTexts.has(message)) {
    const { title, preview, tags = [], accountId, messageId } = message;
    messageTexts.set(message, [title, preview, ...tags, accountId, messageId].join("\n").toLowerCase());
  }
  return messageTexts.get(message);
}

const searchWords = (id) => $(id).value.toLowerCase().split(/\s+/).filter(Boolean);

function findMessages() {
  const matches = MESSAGE_FILTERS[$("message-filter").value];
  const words = searchWords("message-search");
  const isFound = (message) => words.every((word) => textOfMessage(message).includes(word));
  return state.messages.filter((message) => matches(message) && isFound(message));
}

// The user has changed the search or the filter.
function filterMessages() {
  state.showLimit = MAX_SHOWN;
  if ($("message-search").value.trim() || $("message-filter").value !== "inbox") loadAllMessages();
  renderMessages();
}

function showMoreMessages() {
  state.showLimit += MAX_SHOWN;
  loadAllMessages();
  renderMessages();
}

function renderMessages() {
  const { user, messages, isLoaded } = state;
  const held = document.activeElement?.closest?.("[data-message-id]");
  const heldAt = held ? [...held.parentElement.children].indexOf(held) : -1;
  const found = findMessages();
  const shown = found.slice(0, state.showLimit);
  shownMessages.clear();
  renderList($("message-list"), shown, ({ messageId }) => messageId, createMessage, updateMessage);
  if (held && !held.isConnected) {
    const next = $("message-list").children[Math.min(heldAt, shown.length - 1)];
    (next?.querySelector("[data-slot=archive]") ?? $("messages-heading")).focus();
  }
  state.fresh.clear();

  const ownCounts = counts(messages);
  const isPartial = isLoaded && ownCounts.messages >= state.loadLimit;
  const serverCounts = isPartial && state.users.find((known) => known.user === user) || ownCounts;
  const isFiltered = $("message-search").value.trim() || $("message-filter").value !== "inbox";
  const numbers = isFiltered ? `${found.length.toLocaleString("en")} found, ` : "";
  setText($("messages-heading"), user === null ? "Messages" : `Messages for ${user}`);
  setText($("messages-summary"), user === null || !isLoaded ? "" : `${numbers}${plural(serverCounts.messages, "message")}, ${serverCounts.unread.toLocaleString("en")} unread`);
  $("message-tools").hidden = user === null;
  setText($("message-filter").options[3], `Archived${isLoaded ? ` (${messages.length - ownCounts.messages}${messages.length - ownCounts.messages >= state.loadLimit ? "+" : ""})` : ""}`);
  const more = (isFiltered ? found.length : Math.max(found.length, serverCounts.messages)) - shown.length;
  $("messages-more").hidden = more <= 0;
  setText($("messages-more-note"), `${plural(more, "older message")} not shown.`);
  renderEmpty(shown.length, messages.length - ownCounts.messages, Boolean(isFiltered));
}

function renderEmpty(visible, archived, isFiltered) {
  const box = $("messages-empty");
  box.hidden = visible > 0 || (state.user !== null && !state.isLoaded);
  if (box.hidden) return;
  let words;
  if (state.user === null) words = ["Select a user, or send a message with the form. To issue a token, run:", "courier-auth issue --user alice"];
  else if (isFiltered) words = ["No matching messages."];
  else if (archived) words = [`All messages are archived (${archived.toLocaleString("en")}). Select “Archived” to see them.`];
  else words = ["No messages yet. Send one with the form. To issue a token for this user, run:", `courier-auth issue --user ${shellWord(state.user)}`];
  const text = words.join("\n");
  if (box.dataset.text === text) return;
  box.dataset.text = text;
  box.replaceChildren(createNode("span", { textContent: words[0] }), ...words.slice(1).map((word) => createNode("code", { textContent: word })));
}

function createMessage(message) {
  const id = message.messageId;
  const button = (slot, onClick) => {
    const node = createNode("button", { type: "button", data: { slot } });
    node.addEventListener("click", () => onClick(node));
    return node;
  };
  const json = createNode("pre", { className: "block", hidden: true, tabIndex: 0 });
  const jsonButton = button("json", () => {
    json.hidden = !json.hidden;
    jsonButton.setAttribute("aria-expanded", String(!json.hidden));
    renderJson(json, id);
  });
  jsonButton.setAttribute("aria-expanded", "false");
  const node = createNode("li", { className: "message", data: { messageId: id } },
    createNode("div", { className: "top" }, createNode("h3", { dir: "auto" }), createNode("time")),
    createNode("p", { className: "preview", dir: "auto" }),
    createNode("div", { className: "foot" },
      createNode("span", { className: "states" }),
      createNode("div", { className: "chips" }),
      createNode("div", { className: "buttons" }, jsonButton, button("read", (node) => mark(id, node)), button("archive", (node) => mark(id, node)))),
    json,
    createNode("p", { className: "problem", role: "alert", hidden: true }));
  if (state.fresh.has(id)) node.classList.add("arrived");
  return node;
}

function updateMessage(node, message) {
  const part = (selector) => node.querySelector(selector);
  const title = message.title || "(no title)";
  setText(part("h3"), title);
  part("h3").classList.toggle("none", !message.title);
  showIf(part(".preview"), message.preview);
  renderChips(part(".chips"), message);
  node.dataset.read = String(Boolean(message.read));
  node.dataset.archived = String(Boolean(message.archived));
  labelButton(part("[data-slot=read]"), message.read ? "unread" : "read", message.read ? "Mark unread" : "Mark read", title);
  labelButton(part("[data-slot=archive]"), message.archived ? "unarchive" : "archive", message.archived ? "Unarchive" : "Archive", title);
  showCode(part(".problem"), state.problems.get(message.messageId));
  labelButton(part("[data-slot=json]"), "json", "JSON", title);
  renderJson(part("pre"), message.messageId);
  updateTimes(node, message);
  shownMessages.set(node, message);
}

function labelButton(node, action, name, title) {
  setText(node, name);
  node.dataset.action = action;
  node.setAttribute("aria-label", `${name}: ${title}`);
}

function renderChips(box, { accountId, tags = [], actions = [] }) {
  const chips = [
    ...(accountId ? [{ kind: "tenant", text: `tenant ${accountId}` }] : []),
    ...tags.map((text) => ({ kind: "tag", text, title: "tag" })),
    ...actions.map(({ content, href }) => ({ kind: "action", text: String(content ?? href ?? "action"), title: `action${href ? `: ${href}` : ""}` })),
  ];
  box.hidden = chips.length === 0;
  const numbered = chips.map((chip, at) => ({ ...chip, key: `${at} ${chip.kind} ${chip.text}` }));
  const create = ({ kind, text, title = kind }) => createNode("span", { className: "chip", title, dir: "auto", data: { kind } },
    createNode("span", { className: "sr", textContent: kind === "tenant" ? "" : `${kind} ` }), text);
  renderList(box, numbered, ({ key }) => key, create, () => {});
}

function updateTimes(node, message) {
  const { created, read, opened, clicked, archived, pinned } = message;
  const when = (word, time) => time && `${word} ${formatRelative(Date.parse(time))}`;
  const states = [
    read ? when("Read", read) : "Unread",
    when("opened", opened), when("clicked", clicked), when("archived", archived), pinned && "pinned",
  ];
  setTime(node.querySelector("time"), created, formatRelative(Date.parse(created)));
  setText(node.querySelector(".states"), states.filter(Boolean).join(" · "));
}

function renderJson(node, id) {
  if (node.hidden) return;
  setText(node, prettyJson(state.messages.find(({ messageId }) => messageId === id)));
}

