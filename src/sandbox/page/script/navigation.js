/* Navigation */

const hashOf = (user, tab) => {
  const parts = [user === null ? "" : `user=${encodeURIComponent(user)}`, tab === "messages" ? "" : `tab=${tab}`];
  return `#${parts.filter(Boolean).join("&")}`;
};

function readHash() {
  const parts = new Map(location.hash.slice(1).split("&").map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
  }));
  let user = parts.get("user") || null;
  // An ID that is not encoded may be invalid as an encoded one.
  try { user = user && decodeURIComponent(user); } catch { /* It is used verbatim. */ }
  selectUser(user);
  showTab(TABS.includes(parts.get("tab")) ? parts.get("tab") : "messages");
}

function selectUser(user) {
  if (user === state.user) return;
  for (const id of ["send-to", "issue-user"]) {
    if ($(id).value === "" || $(id).value === state.user) $(id).value = user ?? "";
  }
  Object.assign(state, { user, messages: [], isLoaded: false, seen: "", loadLimit: MAX_SHOWN, showLimit: MAX_SHOWN });
  $("message-search").value = "";
  $("message-filter").value = "inbox";
  state.problems.clear();
  state.fresh.clear();
  disconnect();
  document.title = user === null ? "Courier sandbox" : `${user} · Courier sandbox`;
  if (state.pid !== null && user !== null) { connected(); connect(); }
  if ($("users-body").contains(document.activeElement)) $("users-toggle").focus();
  toggleUsers(false);
  renderUsers();
  renderSnippets();
  clearUserData();
  if (state.tab === "user") loadUserData();
}

function showTab(tab) {
  const isNew = state.tab !== tab;
  state.tab = tab;
  for (const name of TABS) {
    const isShown = name === tab;
    $(`tab-${name}`).setAttribute("aria-selected", String(isShown));
    $(`tab-${name}`).tabIndex = isShown ? 0 : -1;
    $(`panel-${name}`).hidden = !isShown;
  }
  if (isNew) TAB_LOADERS[tab]?.();
  renderJournal();
}

function navigate(user, tab) {
  const hash = hashOf(user, tab);
  if (hash === "#") { history.pushState(null, "", location.pathname); readHash(); }
  else location.hash = hash;
}

function moveTab(event) {
  const at = TABS.indexOf(state.tab);
  const moves = { ArrowRight: at + 1, ArrowLeft: at + TABS.length - 1, Home: 0, End: TABS.length - 1 };
  if (!(event.key in moves)) return;
  event.preventDefault();
  const tab = TABS[moves[event.key] % TABS.length];
  navigate(state.user, tab);
  $(`tab-${tab}`).focus();
}
