/* The Connect tab: code that points a client at this sandbox */

const REST_URL = location.origin;
const SOCKET_URL = `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}`;
// The Android emulator reaches this machine at an address of its own.
const EMULATOR = `10.0.2.2${location.port ? `:${location.port}` : ""}`;

// Quotes a text for JavaScript and Python.
const quote = (text) => JSON.stringify(text);

// Quotes a text for Swift and Kotlin. In Kotlin, `$` starts a template.
const quoteSwift = (text) => quote(text).replace(/\\u([0-9a-f]{4})/g, "\\u{$1}");
const quoteKotlin = (text) => quote(text).replaceAll("$", "\\$");

const apiUrls = (indent) => [
  "apiUrls: {",
  "  courier: {",
  `    rest: ${quote(REST_URL)},`,
  `    graphql: ${quote(`${REST_URL}/client/q`)},`,
  "  },",
  "  inbox: {",
  `    graphql: ${quote(`${REST_URL}/q`)},`,
  `    webSocket: ${quote(SOCKET_URL)},`,
  "  },",
  "},",
].map((line) => indent + line).join("\n");

// The snippets for a user, in the order of the tab.
const SNIPPETS = [
  {
    id: "shell", name: "Shell", hint: "Server SDKs and `courier-auth` read these variables.",
    text: () => `export COURIER_BASE_URL=${REST_URL}\nexport COURIER_API_KEY=${API_KEY}`,
  },
  {
    id: "courier-js", name: "JavaScript: courier-js", hint: "For version 2 and later, and the `courier-ui` elements. Set `apiUrls` in development only.",
    text: (user) => `import { Courier } from "@trycourier/courier-js";

Courier.shared.signIn({
  userId: ${quote(user)},
  jwt, // the user token
${apiUrls("  ")}
});
const { inbox } = Courier.shared.client;
const { data } = await inbox.getMessages();`,
  },
  {
    id: "courier-react", name: "React: courier-react", hint: "For version 8 and later.",
    text: (user) => `import { useEffect } from "react";
import {
  CourierInbox,
  useCourier,
} from "@trycourier/courier-react";

export function Inbox({ jwt }) {
  const courier = useCourier();
  useEffect(() => {
    courier.shared.signIn({
      userId: ${quote(user)},
      jwt,
${apiUrls("      ")}
    });
  }, [jwt]);
  return <CourierInbox />;
}`,
  },
  {
    id: "node", name: "Node.js: server SDK", hint: "Without the options, the SDK reads `COURIER_BASE_URL` and `COURIER_API_KEY`.",
    text: (user) => `import Courier from "@trycourier/courier";

const courier = new Courier({
  baseURL: ${quote(REST_URL)},
  apiKey: ${quote(API_KEY)},
});
await courier.send.message({
  message: {
    to: { user_id: ${quote(user)} },
    content: { title: "Hello", body: "Hi" },
  },
});`,
  },
  {
    id: "python", name: "Python: server SDK", hint: "Package `trycourier`. Without the options, the SDK reads `COURIER_BASE_URL` and `COURIER_API_KEY`.",
    text: (user) => `from courier import Courier

courier = Courier(
    base_url=${quote(REST_URL)},
    api_key=${quote(API_KEY)},
)
courier.send.message(
    message={
        "to": {"user_id": ${quote(user)}},
        "content": {"title": "Hello", "body": "Hi"},
    },
)`,
  },
  {
    id: "ios", name: "iOS: Swift", hint: "For the simulator. For a phone, start the sandbox with `--host 0.0.0.0` and use the address of this machine.",
    text: (user) => `import Courier_iOS

await Courier.shared.signIn(
    userId: ${quoteSwift(user)},
    accessToken: jwt, // the user token
    apiUrls: CourierClient.ApiUrls(
        rest: ${quote(REST_URL)},
        graphql: ${quote(`${REST_URL}/client/q`)},
        inboxGraphql: ${quote(`${REST_URL}/q`)},
        inboxWebSocket: ${quote(SOCKET_URL)}
    )
)`,
  },
  {
    id: "android", name: "Android: Kotlin", hint: "For the emulator, which reaches this machine at 10.0.2.2. Allow cleartext traffic in the debug build.",
    text: (user) => `import com.courier.android.Courier
import com.courier.android.client.CourierClient
import com.courier.android.modules.signIn

Courier.shared.signIn(
    userId = ${quoteKotlin(user)},
    accessToken = jwt, // the user token
    apiUrls = CourierClient.ApiUrls(
        rest = ${quote(`${location.protocol}//${EMULATOR}`)},
        graphql = ${quote(`${location.protocol}//${EMULATOR}/client/q`)},
        inboxGraphql = ${quote(`${location.protocol}//${EMULATOR}/q`)},
        inboxWebSocket = ${quote(SOCKET_URL.replace(location.host, EMULATOR))},
    ),
)`,
  },
];

function createSnippet({ id, name, hint }) {
  const heading = createNode("h2", { id: `snippet-${id}-heading`, textContent: name });
  const text = createNode("pre", { id: `snippet-${id}`, className: "block", tabIndex: 0, role: "group" });
  text.setAttribute("aria-labelledby", heading.id);
  const result = createNode("output", { id: `copy-${id}-result` });
  const button = createNode("button", { type: "button", id: `copy-${id}`, textContent: "Copy", "aria-label": `Copy: ${name}` });
  button.addEventListener("click", () => runOnce(button, result, () => copy(text.textContent, text)));
  return createNode("section", { className: "card stack" },
    createNode("div", { className: "row" }, heading, button),
    createNode("p", { className: "hint" }, ...renderCode(hint)), text, result);
}

function renderSnippets() {
  const user = state.user ?? "alice";
  setText($("connect-user"), user);
  setText($("connect-issue"), `courier-auth issue --user ${shellWord(user)}`);
  const columns = $("panel-connect").querySelectorAll(".stack.wide");
  if (!columns.length) {
    // Two columns whose snippets are about equally long.
    for (const ids of [["shell", "courier-js", "courier-react"], ["node", "python", "ios", "android"]]) {
      $("panel-connect").append(createNode("div", { className: "stack wide" }, ...ids.map((id) => createSnippet(SNIPPETS.find((snippet) => snippet.id === id)))));
    }
  }
  for (const { id, text } of SNIPPETS) setText($(`snippet-${id}`), text(user));
}
