/* Open sockets */

// Without a selected user the page has no socket of its own.
const appSockets = (sockets) => sockets.filter(({ source }) => source === null || source !== state.source);

async function loadSockets() {
  // The page's own socket has no source before it has subscribed.
  if (state.socket && !state.isLoaded) return;
  try {
    const { sockets } = await get("/_sandbox/sockets");
    state.sockets = appSockets(sockets);
    showIf($("sockets-problem"), "");
  } catch (problem) {
    showCode($("sockets-problem"), `Cannot load the sockets: ${problem.message}`);
  }
  renderSockets();
}

function renderSockets() {
  const shown = state.sockets.slice(0, MAX_SHOWN);
  renderList($("socket-list"), shown, ({ number, opened }) => `${number} ${opened}`, createSocket, updateSocket);
  $("sockets").hidden = !shown.length;
  $("sockets-empty").hidden = shown.length > 0 || !$("sockets-problem").hidden;
  const more = state.sockets.length - shown.length;
  showIf($("sockets-more"), more > 0 ? `${plural(more, "more socket")} not shown.` : "");
}

const PROTOCOLS = { v1: "v1 (courier-js 2 and later)", legacy: "legacy (mobile and older SDKs)" };

function createSocket({ number, protocol, opened, source }) {
  const openedCell = createCell("", "", "Opened");
  openedCell.append(createNode("time", { dateTime: opened, title: opened }));
  const from = source?.startsWith("page-") ? "this page in another tab" : source ?? "";
  return createNode("tr", { role: "row", data: { socket: number } },
    createCell("", String(number), "Socket"), createCell("", PROTOCOLS[protocol] ?? protocol), openedCell,
    createCell("subscriptions-cell", "", "Subscriptions"), createCell("mono", from, from && "Source"));
}

function updateSocket(row, { opened, subscriptions }) {
  setText(row.querySelector("time"), formatRelativeIso(opened));
  const cell = row.querySelector(".subscriptions-cell");
  const text = subscriptions.map(({ user, tenant }) => (tenant === null ? user : `${user} in tenant ${tenant}`)).join(", ");
  setText(cell, text || "none");
}

async function closeSockets() {
  const { sockets } = await get("/_sandbox/sockets");
  const count = appSockets(sockets).length;
  await control("DELETE", "sockets");
  await loadSockets();
  return count ? `Closed ${plural(count, "socket")}. Clients connect again.` : "No app was connected.";
}
