/* Connection */

async function poll() {
  try {
    const [health, { users }, clock] = await Promise.all(["health", "users", "clock"].map((what) => get(`/_sandbox/${what}`)));
    if (state.pid !== health.pid) {
      forgetProcess(health);
      await readCapabilities();
    }
    state.users = users;
    setClockState(clock);
    if (state.user !== null && !state.socket) connect();
    reloadIfChanged();
    connected();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    state.pid = null;
    disconnect();
    setConnection("ended", problem.status ? `unexpected response: ${problem.message}` : "sandbox not running");
  }
  renderUsers();
  renderClock();
  if (state.connection !== "ended") TAB_LOADERS[state.tab]?.();
}

// Discards the data of the previous sandbox process.
function forgetProcess(health) {
  state.pid = health.pid;
  capabilities = null;
  state.journal = [];
  state.failedUpTo = 0;
  state.opened.clear();
  state.tokens.clear();
  disconnect();
  setText($("version"), health.version);
  renderJournal();
}

function connected() {
  const isLive = state.user === null || state.isLoaded;
  setConnection(isLive ? "live" : "connecting", isLive ? "live" : "connecting…");
}

function setConnection(connection, words) {
  state.connection = connection;
  $("connection").dataset.state = connection;
  setText($("connection"), words);
}

const pollSoon = repeat(2000, poll);

function setClockState({ now, frozen }) {
  const moment = Date.parse(now);
  const wasAt = state.clock.frozenAt ?? Date.now() + state.clock.ahead;
  state.clock = { ahead: moment - Date.now(), frozenAt: frozen ? moment : null };
  if (Math.abs(moment - wasAt) > 5000 && state.inspected) inspect();
}

const now = () => state.clock.frozenAt ?? Date.now() + state.clock.ahead;

function renderClock() {
  const { ahead, frozenAt } = state.clock;
  const moment = now();
  const iso = new Date(moment).toISOString();
  const offset = Math.abs(ahead) > 2000 && frozenAt === null ? `${formatDuration(ahead)} ${ahead > 0 ? "ahead" : "behind"}` : "";
  for (const id of ["clock-now", "clock-time"]) {
    setText($(id), formatUtc(moment));
    $(id).dateTime = iso;
  }
  setText($("clock-note"), frozenAt === null ? offset : "frozen");
  setText($("clock-state"), frozenAt !== null ? "Frozen." : offset ? `Running, ${offset.replace(/ahead$/, "ahead of").replace(/behind$/, "behind")} your clock.` : "In sync with your clock.");
  setText($("clock-freeze"), frozenAt === null ? "Freeze" : "Unfreeze");
}

function tick() {
  if (document.hidden || state.connection !== "live") return;
  renderClock();
  for (const [node, message] of shownMessages) updateTimes(node, message);
  renderExpiry();
  if (state.tab === "token") renderIssued();
  if (state.tab === "sockets") renderSockets();
}
