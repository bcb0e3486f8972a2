/* Controls */

async function loadControls() {
  try {
    const [{ faults }, workspace] = await Promise.all([get("/_sandbox/faults"), get("/_sandbox/workspace")]);
    Object.assign(state, { faults, workspace });
    showCode($("controls-problem"), "");
    renderFaults();
    renderWorkspace();
  } catch (problem) {
    showCode($("controls-problem"), `Cannot load the settings: ${problem.message}`);
  }
}

async function setClock(change, done) {
  setClockState(await control("POST", "clock", change));
  renderClock();
  renderMessages();
  return done;
}

function renderWorkspace() {
  if (!state.workspace) return;
  for (const box of document.querySelectorAll("[data-setting]")) box.checked = state.workspace[box.dataset.setting];
  const field = $("domains-text");
  const text = state.workspace.domains.join("\n");
  // Keep what the user is typing.
  if (field.value === (field.dataset.saved ?? "")) field.value = text;
  field.dataset.saved = text;
}

async function setWorkspace(change) {
  try {
    state.workspace = await control("POST", "workspace", change);
  } finally {
    renderWorkspace();
  }
  return "Saved.";
}

async function resetEverything() {
  await control("POST", "reset");
  forgetJournal();
  state.tokens.clear();
  state.problems.clear();
  renderJournal();
  if (state.user !== null && state.socket) load();
  pollSoon();
  return "Everything was reset.";
}
