/* Changes of messages, and sending */

// Returns a token for the page's own requests. It is cached while the sandbox's clock is in its lifetime.
async function tokenOf(user) {
  // Spaces separate the entries of a scope.
  if (user.includes(" ")) throw new Problem("cannot issue a token, because the user ID contains a space");
  const known = state.tokens.get(user);
  if (known && now() >= known.from - 1000 && now() < known.until) return known.token;
  const token = await issue({ scope: `user_id:${user} ${await scopesOf("inbox")}`, expires_in: "1h" });
  state.tokens.set(user, { token, from: now(), until: now() + 3_500_000 });
  return token;
}

// Sends a mutation to the Inbox with a token of the user.
async function mutate(user, query, variables) {
  try {
    const parsed = await request("POST", "/q", { query, variables }, await tokenOf(user));
    if (parsed?.errors?.length) throw new Problem(parsed.errors.map(({ message }) => message).join("; "));
  } catch (problem) {
    if (problem.status === 401) state.tokens.delete(user);
    throw problem;
  }
}

async function mark(messageId, button) {
  if (button.getAttribute("aria-busy") === "true") return;
  const { user } = state;
  const event = button.dataset.action;
  button.setAttribute("aria-busy", "true");
  state.problems.delete(messageId);
  try {
    await mutate(user, `mutation Mark($id: String!) { ${event}(messageId: $id) }`, { id: messageId });
    if (user === state.user) handleEvent({ event, messageId });
  } catch (problem) {
    if (user === state.user) state.problems.set(messageId, describeProblem(problem));
  }
  button.removeAttribute("aria-busy");
  renderMessages();
}

// Applies a mutation to all messages of the Inbox. `matches` selects the messages that it changes.
async function markAll(mutation, event, matches, done) {
  const { user } = state;
  const changed = state.messages.filter(matches).length;
  const isPartial = counts(state.messages).messages >= state.loadLimit;
  await mutate(user, `mutation MarkAll { ${mutation} }`);
  if (user === state.user) handleEvent({ event });
  return done(isPartial ? "all messages" : plural(changed, "message"));
}

async function send({ to, title, body, tags, tenant }) {
  $("send-open").hidden = true;
  const user = to.value.trim();
  if (!user) { to.focus(); throw new InputProblem("enter a user ID"); }
  if (!title.value && !body.value) { title.focus(); throw new InputProblem("enter a title or a body"); }
  const message = { to: { user_id: user }, content: {} };
  if (title.value) message.content.title = title.value;
  if (body.value) message.content.body = body.value;
  const words = tags.value.split(",").map((tag) => tag.trim()).filter(Boolean);
  if (words.length) message.metadata = { tags: words };
  if (tenant.value.trim()) message.context = { tenant_id: tenant.value.trim() };
  const { requestId } = await request("POST", "/send", { message }, API_KEY);
  title.value = body.value = "";
  title.focus();
  pollSoon();
  if (user !== state.user) {
    setText($("send-open"), `Open ${user}`);
    $("send-open").dataset.user = user;
    $("send-open").hidden = false;
  }
  return `Sent to ${user} (request ID ${requestId})`;
}

function sendOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("send").requestSubmit();
}
