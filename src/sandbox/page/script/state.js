"use strict";

const API_KEY = "sandbox_local_development_key";
const MAX_SHOWN = 200;
// The sandbox keeps this many requests.
const MAX_JOURNAL = 10000;
const CONTROL_TIMEOUT_MS = 8000;
// Labels of features. Other features are labeled with their name.
const FEATURE_LABELS = { inbox: "the Inbox", sdk: "all SDK features", toast: "Toasts", preferences: "Preferences", create: "Courier Create" };
const TABS = ["messages", "user", "token", "journal", "sockets", "connect", "controls"];

const state = {
  connection: "connecting",
  pid: null,
  tab: "messages",
  users: [],
  user: null,
  socket: null,
  // The ID that the page's own socket is listed with.
  source: null,
  messages: [],
  // The maximum numbers of messages to load and to show.
  loadLimit: MAX_SHOWN,
  showLimit: MAX_SHOWN,
  // Events that arrived while the list is being loaded, else null.
  waiting: null,
  isLoaded: false,
  seen: "",
  fresh: new Set(),
  problems: new Map(),
  tokens: new Map(),
  inspected: null,
  journal: [],
  failedUpTo: 0,
  // The opened requests by number, each with the status for which its details were loaded.
  opened: new Map(),
  // The rules by code.
  rules: new Map(),
  clock: { ahead: 0, frozenAt: null },
  faults: [],
  sockets: [],
  issued: [],
  workspace: null,
};
