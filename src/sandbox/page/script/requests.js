/* Requests */

class Problem extends Error {
  constructor(message, status = 0) { super(message); this.status = status; }
}

// Input that is missing or cannot be used.
class InputProblem extends Problem {}

function describeProblem(problem) {
  const { message } = problem;
  return problem instanceof InputProblem ? message[0].toUpperCase() + message.slice(1) : `Failed: ${message}`;
}

// Sends a request. The body is sent as JSON, and a file as it is.
async function request(method, path, body, token) {
  const headers = {};
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  let response, text;
  try {
    // Faults do not apply to control requests, so only those can have a timeout.
    const isQuick = path.startsWith("/_sandbox/") && !(body instanceof Blob);
    const signal = isQuick ? AbortSignal.timeout(CONTROL_TIMEOUT_MS) : undefined;
    response = await fetch(path, { method, headers, signal, body: body === undefined || body instanceof Blob ? body : JSON.stringify(body) });
    text = await response.text();
  } catch (error) {
    throw new Problem(error.name === "TimeoutError" ? "the request timed out" : "no response: the connection was closed");
  }
  let parsed = null;
  let isJson = true;
  try { parsed = text ? JSON.parse(text) : null; } catch { isJson = false; }
  if (!response.ok) throw new Problem(errorMessage(response, parsed), response.status);
  if (!isJson) throw new Problem(`the response (${response.status}) is not JSON`, response.status);
  return parsed;
}

function errorMessage(response, parsed) {
  const said = parsed?.message ?? parsed?.errors?.[0]?.message ?? response.statusText;
  const rule = response.headers.get("x-courier-auth-rule");
  const reason = response.headers.get("x-courier-auth-reason");
  const why = rule ? `: ${[rule, describeRule(rule)].filter(Boolean).join(" ")}` : reason ? `: ${reason}` : "";
  return `${response.status} ${said || "with an empty body"}${why}`;
}

const get = (path) => request("GET", path);
const control = (method, what, body) => request(method, `/_sandbox/${what}`, body);

// A promise of the sandbox's features, fault routes and rules.
let capabilities = null;

// Returns the name and summary of a rule, or an empty text while the rules are not loaded.
function describeRule(code) {
  const rule = state.rules.get(code);
  return rule ? `${rule.rule}: ${rule.summary}` : "";
}

function readCapabilities() {
  capabilities ??= get("/_sandbox/capabilities").then((found) => {
    const option = (value, textContent = value) => createNode("option", { value, textContent });
    renderList($("inspect-for"), found.features, ({ name }) => name, ({ name }) => option(name, FEATURE_LABELS[name]), () => {});
    state.rules = new Map(found.rules.map((rule) => [rule.code, rule]));
    renderList($("fault-route"), found.fault_routes, (route) => route, (route) => option(route), () => {});
    return found;
  }, (problem) => {
    capabilities = null;
    throw problem;
  });
  return capabilities;
}

async function scopesOf(feature) {
  const { features } = await readCapabilities();
  return features.find(({ name }) => name === feature).scopes.join(" ");
}

const issue = async (body) => (await request("POST", "/auth/issue-token", body, API_KEY)).token;

// Runs a job unless the button's last one is running, and shows the result in the output.
async function runOnce(button, output, job) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  showResult(output, "");
  try {
    showResult(output, (await job()) ?? "", "good");
  } catch (problem) {
    showResult(output, describeProblem(problem), "bad");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function onSubmit(id, output, job) {
  const form = $(id);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    runOnce(form.querySelector("button:not([type])") ?? form, $(output), () => job(form.elements));
  });
}

function onClick(id, output, job) {
  $(id).addEventListener("click", () => runOnce($(id), $(output), job));
}

// Like `onClick`, but the first click only asks to confirm.
function onConfirmedClick(id, output, job) {
  const button = $(id);
  const name = button.textContent;
  let timer;
  const arm = (isArmed) => {
    clearTimeout(timer);
    button.dataset.sure = String(isArmed);
    setText(button, isArmed ? "Click again to confirm" : name);
    showResult($(output), isArmed ? "Click again within 5 seconds to confirm." : "");
  };
  button.addEventListener("click", () => {
    if (button.dataset.sure === "true") {
      arm(false);
      runOnce(button, $(output), job);
    } else {
      arm(true);
      timer = setTimeout(arm, 5000, false);
    }
  });
}

// Repeats a job while the page is visible, one run at a time. The returned function runs it at once.
function repeat(milliseconds, job) {
  let timer, running = false, again = false;
  async function run() {
    clearTimeout(timer);
    if (running) { again = true; return; }
    if (document.hidden) return;
    running = true;
    try {
      await job();
    } finally {
      running = false;
      timer = setTimeout(run, again ? 0 : milliseconds);
      again = false;
    }
  }
  document.addEventListener("visibilitychange", run);
  return run;
}

async function copy(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied.";
  } catch {
    field?.select?.();
    if (!field?.select) getSelection().selectAllChildren(field);
    throw new Problem("the browser blocked copying. The text is selected: press Ctrl+C");
  }
}
