/* The User tab */

function clearUserData() {
  for (const id of ["user-groups", "user-settings"]) $(id).hidden = true;
  showIf($("user-problem"), "");
  $("user-empty").hidden = state.user !== null;
}

async function loadUserData() {
  const { user } = state;
  if (user === null) return;
  try {
    const data = await get(`/_sandbox/users?user_id=${encodeURIComponent(user)}&limit=0`);
    if (user !== state.user) return;
    showCode($("user-problem"), "");
    renderUserData(data);
  } catch (problem) {
    if (user === state.user) showCode($("user-problem"), `Cannot load the user: ${problem.message}`);
  }
}

function renderUserData({ tenants = [], lists = [], tokens = {}, preferences = [], profile = {}, banners = [] }) {
  for (const id of ["user-groups", "user-settings"]) $(id).hidden = false;
  const chip = (text) => createNode("li", { className: "chip", textContent: text, dir: "auto" });
  renderPart("user-tenants", tenants, (text) => text, chip);
  renderPart("user-lists", lists, (text) => text, chip);
  renderPart("user-preferences", preferences, (preference) => JSON.stringify(preference), createPreference, $("user-preference-list"));
  renderPart("user-push-tokens", Object.entries(tokens), (entry) => JSON.stringify(entry), createPushToken);
  renderList($("user-banners"), banners, ({ messageId }) => messageId, ({ title }) => createNode("li", { textContent: title || "(no title)", dir: "auto" }), () => {});
  $("user-banners-card").hidden = !banners.length;
  const hasProfile = Object.keys(profile).length > 0;
  $("user-profile").hidden = !hasProfile;
  $("user-profile-empty").hidden = hasProfile;
  setText($("user-profile"), prettyJson(profile));
}

// Renders a list, or the text that says that it is empty.
function renderPart(id, items, keyOf, create, parent = $(id)) {
  renderList(parent, items.slice(0, MAX_SHOWN), keyOf, create, () => {});
  $(id).hidden = !items.length;
  $(`${id}-empty`).hidden = items.length > 0;
}

const PREFERENCE_STATUSES = { OPTED_IN: "Opted in", OPTED_OUT: "Opted out", REQUIRED: "Required", UNKNOWN: "Unknown" };

function createPreference({ templateId, accountId, status, hasCustomRouting, routingPreferences = [], digestSchedule }) {
  const channels = hasCustomRouting ? routingPreferences.join(", ") || "none" : "default";
  const digest = digestSchedule ? `, digest ${digestSchedule}` : "";
  return createNode("tr", { role: "row", data: { topic: templateId } },
    createCell("", templateId), createCell("", PREFERENCE_STATUSES[status] ?? status),
    createCell("", accountId ?? "", "Tenant"), createCell("", channels + digest, "Channels"));
}

function createPushToken([token, { provider_key: provider, ...properties }]) {
  return createNode("li", { className: "stack", data: { token } },
    createFacts([["Token", createNode("code", { textContent: token })], ["Provider", provider]]),
    ...(Object.keys(properties).length ? [createBlock(`Properties of ${token}`, prettyJson(properties))] : []));
}
