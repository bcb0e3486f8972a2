/* Users */

function renderUsers() {
  const wanted = $("open-user-id").value.trim().toLowerCase();
  const isThere = state.user === null || state.users.some(({ user }) => user === state.user);
  const all = isThere ? state.users : [{ user: state.user, messages: 0, unread: 0 }, ...state.users];
  const found = all.filter(({ user }) => user === state.user || user.toLowerCase().includes(wanted));
  renderList($("user-list"), found.slice(0, MAX_SHOWN), ({ user }) => user, createUser, updateUser);
  renderList($("user-ids"), all.slice(0, MAX_SHOWN), ({ user }) => user, ({ user }) => createNode("option", { value: user }), () => {});
  const more = found.length - MAX_SHOWN;
  let note = more > 0 ? `${plural(more, "more user")} not shown. Type part of an ID to find one.` : "";
  if (!all.length && state.connection !== "ended") note = "No users yet. Send a message, or start with `--seed users.json`.";
  else if (!found.length && wanted) note = "No match. Press Enter to add this user.";
  showCode($("users-note"), note);
  renderUsersToggle(all);
  renderMessages();
}

// On phones, a button that opens the list shows the selected user.
function renderUsersToggle(all) {
  const [, name, note] = $("users-toggle").children;
  const selected = all.find(({ user }) => user === state.user);
  setText(name, state.user ?? "none selected");
  setText(note, selected ? `${selected.unread.toLocaleString("en")} unread` : plural(all.length, "user"));
}

function toggleUsers(isOpen) {
  $("users-toggle").setAttribute("aria-expanded", String(isOpen));
}

function createUser({ user }) {
  const link = createNode("a", { href: hashOf(user, "messages") }, createNode("bdi", { textContent: user }), createNode("small", {}, createNode("b"), createNode("span")));
  return createNode("li", { data: { user } }, link);
}

function updateUser(node, { user, messages, unread }) {
  const [link] = node.children;
  const [, counts] = link.children;
  setText(counts.firstChild, unread ? `${unread.toLocaleString("en")} unread` : "");
  setText(counts.lastChild, unread ? ` of ${messages.toLocaleString("en")}` : messages ? plural(messages, "message") : "no messages");
  Object.assign(node.dataset, { messages, unread });
  if (user === state.user) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}
