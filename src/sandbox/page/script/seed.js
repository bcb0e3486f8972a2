/* Seeds: files with the data of a sandbox */

async function downloadSeed() {
  const text = `${prettyJson(await get("/_sandbox/state"))}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  createNode("a", { href: address, download: "users.json" }).click();
  // The browser may read the data after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return "Saved as users.json.";
}

async function loadSeed(field) {
  const [file] = field.files;
  if (!file) return "";
  let seed;
  try {
    seed = JSON.parse(await file.text());
  } catch (error) {
    throw new InputProblem(`invalid JSON in ${file.name}: ${error.message}`);
  } finally {
    // The same file can be chosen again after it was edited.
    field.value = "";
  }
  await control("POST", "seed", file);
  pollSoon();
  const users = Object.values(seed?.users ?? {});
  const messages = users.reduce((sum, user) => sum + (user?.messages?.length ?? 0), 0);
  return `Loaded ${file.name}: ${plural(users.length, "user")}, ${plural(messages, "message")}.`;
}
