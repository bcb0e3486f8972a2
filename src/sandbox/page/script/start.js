/* Start */

// What a tab loads when it is shown, and at each poll.
const TAB_LOADERS = { user: loadUserData, token: loadIssued, sockets: loadSockets, controls: loadControls };

function start() {
  setText($("address"), location.host);
  renderSnippets();
  clearUserData();
  renderFaultForm();

  $("open-user-id").addEventListener("input", renderUsers);
  onSubmit("open-user", "open-user-result", async ({ user }) => {
    const id = user.value.trim();
    if (!id) throw new InputProblem("enter a user ID");
    user.value = "";
    navigate(id, "messages");
  });
  $("users-toggle").addEventListener("click", () => toggleUsers($("users-toggle").getAttribute("aria-expanded") !== "true"));
  $("user-list").addEventListener("click", ({ target }) => { if (target.closest("a")) toggleUsers(false); });
  for (const tab of TABS) $(`tab-${tab}`).addEventListener("click", () => navigate(state.user, tab));
  document.querySelector("[role=tablist]").addEventListener("keydown", moveTab);

  onSubmit("send", "send-result", send);
  $("send-body").addEventListener("keydown", sendOnEnter);
  $("send-open").addEventListener("click", () => {
    $("send-open").hidden = true;
    navigate($("send-open").dataset.user, "messages");
    $("messages-heading").focus();
  });
  $("send-toggle").addEventListener("click", () => {
    const isOpen = $("send-toggle").getAttribute("aria-expanded") !== "true";
    $("send-toggle").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) ($("send-to").value ? $("send-title") : $("send-to")).focus();
  });
  $("message-search").addEventListener("input", filterMessages);
  $("message-filter").addEventListener("change", filterMessages);
  $("show-more").addEventListener("click", showMoreMessages);
  onClick("mark-all-read", "messages-result", () => markAll("markAllRead", "mark-all-read", MESSAGE_FILTERS.unread, (what) => `Marked ${what} as read.`));
  onConfirmedClick("archive-all", "messages-result", () => markAll("archiveAll", "archive-all", MESSAGE_FILTERS.inbox, (what) => `Archived ${what}.`));

  onSubmit("issue", "issue-result", issueToken);
  $("issue-scopes").addEventListener("change", () => { $("issue-custom-label").hidden = $("issue-scopes").value !== "custom"; });
  $("inspect").addEventListener("submit", (event) => {
    event.preventDefault();
    inspect();
    if (!$("token").value.trim()) $("token").focus();
  });
  let typed;
  $("token").addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(inspect, 250); });
  $("inspect-for").addEventListener("change", inspect);
  onClick("copy-token", "inspect-result", async () => {
    if (!$("token").value.trim()) throw new InputProblem("issue or paste a token first");
    return copy($("token").value.trim(), $("token"));
  });

  $("journal-filter").addEventListener("input", renderJournal);
  for (const id of ["journal-user", "journal-status"]) $(id).addEventListener("change", renderJournal);
  onClick("journal-clear", "journal-result", async () => {
    await control("DELETE", "journal");
    forgetJournal();
    renderJournal();
  });

  onClick("sockets-close", "sockets-result", closeSockets);

  $("clock-buttons").addEventListener("click", ({ target }) => {
    if (target.dataset.advance) runOnce(target, $("clock-result"), () => setClock({ advance: target.dataset.advance }, `Advanced by ${target.dataset.advance}.`));
  });
  onClick("clock-freeze", "clock-result", () => setClock({ freeze: state.clock.frozenAt === null }, state.clock.frozenAt === null ? "Clock frozen." : "Clock running."));
  onClick("clock-reset", "clock-result", () => setClock({ reset: true }, "Clock reset."));
  onSubmit("clock-advance", "clock-result", ({ span: { value } }) => setClock({ advance: value.trim() }, `Advanced by ${value.trim()}.`));

  $("fault-what").addEventListener("change", renderFaultForm);
  onSubmit("fault", "fault-result", addFault);
  onClick("faults-clear", "fault-result", clearFaults);
  for (const box of document.querySelectorAll("[data-setting]")) {
    box.addEventListener("change", () => runOnce(box, $("workspace-result"), () => setWorkspace({ [box.dataset.setting]: box.checked })));
  }
  onSubmit("domains", "workspace-result", () => setWorkspace({ domains: $("domains-text").value.split("\n").map((line) => line.trim()).filter(Boolean) }));
  onClick("seed-download", "seed-result", downloadSeed);
  $("seed-file").addEventListener("change", () => runOnce($("seed-file"), $("seed-result"), () => loadSeed($("seed-file"))));
  onConfirmedClick("reset-all", "reset-result", resetEverything);

  addEventListener("hashchange", readHash);
  addEventListener("popstate", readHash);
  readHash();
  setInterval(tick, 1000);
  pollSoon();
  journalSoon();
}

start();
