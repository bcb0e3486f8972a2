// Summarizes a run of the tests with the newest clients as Markdown: the log on standard input, the
// summary on standard output.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Returns the summary of a log of `SDK_LATEST=1 cargo test --test integration sdk -- --nocapture`. */
export function summaryOf(log) {
  const lines = log.split('\n');
  const newer = matches(lines, /^NEWER: (.+)/);
  const failed = failuresIn(lines);
  const hasPassed = lines.some((line) => /^test result: ok\./.test(line));
  const sections = [
    '## Courier\'s newest clients',
    newer.length
      ? list('Newer than the versions pinned here', newer)
      : 'The pinned versions are the newest.',
  ];
  if (failed.length) {
    sections.push(list('Failed with them', failed));
  } else {
    sections.push(hasPassed ? 'All tests passed.' : 'The tests did not finish: see the log of the job.');
  }
  return `${sections.join('\n\n')}\n`;
}

/** Returns each failed test of Node with the first line of its error, and each failed test of Rust. */
function failuresIn(lines) {
  const inNode = lines.flatMap((line, at) => {
    const name = /^not ok \d+ - (.+)/.exec(line)?.[1];
    if (!name) {
      return [];
    }
    const error = lines.slice(at, at + 12).findIndex((next) => /^\s+error: /.test(next));
    const text = error < 0 ? '' : errorText(lines, at + error);
    return [text ? `${name}: ${text}` : name];
  });
  return [...new Set([...inNode, ...matches(lines, /^test (.+) \.\.\. FAILED$/)])];
}

/** Returns the first line of an error, which is on the line of its name or below. */
function errorText(lines, at) {
  const sameLine = lines[at].replace(/^\s+error: /, '').trim();
  const text = sameLine.startsWith('|') ? (lines[at + 1] ?? '').trim() : sameLine;
  return text.replace(/^['"]|['"]$/g, '');
}

function matches(lines, pattern) {
  return lines.map((line) => pattern.exec(line)?.[1]).filter(Boolean);
}

/** A list in Markdown. Names of tests may contain what Markdown would interpret. */
function list(title, items) {
  const escaped = items.map((item) => `- ${item.replace(/[\\`*_<>|]/g, '\\$&')}`);
  return `### ${title}\n\n${escaped.join('\n')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(summaryOf(readFileSync(0, 'utf8')));
}
