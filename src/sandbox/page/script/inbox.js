/* Inbox: the selected user's messages, and the events that change them */

function connect() {
  disconnect();
  const user = state.user;
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  // Browsers have `randomUUID` only at addresses that they consider secure.
  state.source = `page-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
  const query = `userId=${encodeURIComponent(user)}&iwpv=v1&cid=${state.source}`;
  const socket = state.socket = new WebSocket(`${scheme}//${location.host}/_sandbox/socket?${query}`);
  const isCurrent = () => socket === state.socket;
  const sendFrame = (frame) => socket.send(JSON.stringify(frame));
  socket.addEventListener("open", () => sendFrame({ tid: "1", action: "subscribe", data: { channel: user, event: "*" } }));
  socket.addEventListener("message", ({ data }) => {
    if (!isCurrent()) return;
    const frame = JSON.parse(data);
    if (frame.action === "ping") sendFrame({ tid: frame.tid, action: "pong" });
    else if (frame.response === "ack") load();
    else if (frame.response === "error") showCode($("messages-problem"), `Socket error: ${frame.data?.message}`);
    else if (frame.event) handleEvent(frame);
  });
  socket.addEventListener("close", () => {
    if (!isCurrent()) return;
    disconnect();
    setTimeout(pollSoon, 500);
  });
}

function disconnect() {
  const { socket } = state;
  Object.assign(state, { socket: null, waiting: null, isLoaded: false });
  socket?.close();
}

async function load() {
  const { user } = state;
  const waiting = state.waiting = [];
  const isCurrent = () => state.waiting === waiting;
  try {
    const limit = state.loadLimit;
    const path = `/_sandbox/users?user_id=${encodeURIComponent(user)}${limit < Infinity ? `&limit=${limit}` : ""}`;
    const parts = await Promise.all(["false", "true"].map((archived) => get(`${path}&archived=${archived}`)));
    if (!isCurrent()) return;
    state.messages = parts.flatMap(({ messages }) => messages);
    // Merge the two lists, the newest message first.
    state.messages.sort((one, other) => Date.parse(other.created) - Date.parse(one.created));
    state.isLoaded = true;
    // The list may be older than these events. Events are idempotent.
    waiting.forEach(apply);
    showCode($("messages-problem"), "");
    connected();
    if (state.tab === "sockets") loadSockets();
  } catch (problem) {
    if (!isCurrent()) return;
    showCode($("messages-problem"), `Cannot load the messages: ${problem.message}`);
  }
  state.waiting = null;
  renderMessages();
}

let frame = 0;

function handleEvent(event) {
  state.waiting?.push(event);
  apply(event);
  if (event.event === "message") state.fresh.add(event.messageId);
  // Many events in a burst are rendered once.
  frame ||= requestAnimationFrame(() => { frame = 0; renderMessages(); pollSoon(); });
}

const MARKS = {
  read: (message) => { message.read ??= new Date(now()).toISOString(); },
  unread: (message) => { message.read = null; },
  opened: (message) => { message.opened ??= new Date(now()).toISOString(); },
  clicked: (message) => { message.clicked ??= new Date(now()).toISOString(); },
  archive: (message) => { message.archived ??= new Date(now()).toISOString(); },
  unarchive: (message) => { message.archived = null; },
};
const BULK = {
  "mark-all-read": MARKS.read,
  "archive-all": MARKS.archive,
  "archive-read": (message) => { if (message.read) MARKS.archive(message); },
};

function apply({ event, messageId, data }) {
  if (event === "message") addMessage({ ...data, messageId });
  else if (event in BULK) state.messages.filter((message) => !message.archived).forEach(BULK[event]);
  else if (event in MARKS) state.messages.filter((message) => message.messageId === messageId).forEach(MARKS[event]);
}

function addMessage(message) {
  if (state.messages.some(({ messageId }) => messageId === message.messageId)) return;
  const at = state.messages.findIndex(({ created }) => Date.parse(created) <= Date.parse(message.created));
  state.messages.splice(at < 0 ? state.messages.length : at, 0, message);
  state.messages.length = Math.min(state.messages.length, 2 * state.loadLimit);
}

const counts = (messages) => {
  const inbox = messages.filter(({ archived }) => !archived);
  return { messages: inbox.length, unread: inbox.filter(({ read }) => !read).length };
};

// Seeding and resetting publish no events, so the numbers of messages are compared.
function reloadIfChanged() {
  if (!state.isLoaded || state.waiting) return;
  const serverCounts = state.users.find(({ user }) => user === state.user) ?? { messages: 0, unread: 0 };
  const ownCounts = counts(state.messages);
  const seen = `${serverCounts.messages} ${serverCounts.unread}`;
  const differs = ownCounts.messages < state.loadLimit
    ? ownCounts.messages !== serverCounts.messages || ownCounts.unread !== serverCounts.unread
    : seen !== state.seen;
  state.seen = seen;
  if (differs) load();
}

// Loads all messages, because the first ones are not enough to search, to filter or to show more.
function loadAllMessages() {
  const { messages = 0, archived = 0 } = state.users.find(({ user }) => user === state.user) ?? {};
  if (state.loadLimit === Infinity || Math.max(messages, archived) < state.loadLimit) return;
  state.loadLimit = Infinity;
  if (state.socket && state.isLoaded) load();
}
