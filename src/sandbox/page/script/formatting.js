/* Formatting */

const plural = (count, one, many = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
const formatUtc = (time) => `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;

function formatDuration(milliseconds) {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  const units = [[31557600, "y"], [86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const at = units.findIndex(([size]) => seconds >= size);
  if (at < 0) return "0 s";
  const [size, name] = units[at];
  const whole = Math.floor(seconds / size);
  const [smaller, smallerName] = units[at + 1] ?? [];
  // Seconds beside minutes would change on every line, every second.
  const rest = smaller > 1 && whole < 3 ? Math.floor((seconds % size) / smaller) : 0;
  return `${whole} ${name}${rest ? ` ${rest} ${smallerName}` : ""}`;
}

function formatRelative(time) {
  const from = time - now();
  if (Math.abs(from) < 1000) return "now";
  return from < 0 ? `${formatDuration(from)} ago` : `in ${formatDuration(from)}`;
}

const shellWord = (text) => (/^[\w@.+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const prettyJson = (value) => JSON.stringify(value, null, 2);

// Returns a JSON text with indentation, and another text as it is.
function prettyText(text) {
  try { return prettyJson(JSON.parse(text)); } catch { return text; }
}

// Returns when something happened, or when it will.
const formatRelativeIso = (iso) => formatRelative(Date.parse(iso));
