// The launcher hands over arguments, streams, signals and the exit code.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, cp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { startSandbox } from 'courier-auth';

import { APP, BINARY, LAUNCHER, linesOf, run, start, temporaryFolder } from './support.mjs';

/** Runs the launcher, and the program itself for comparison. */
async function assertSame(test, args, options) {
  const [launched, expected] = [
    await run(test, LAUNCHER, args, options),
    await run(test, BINARY, args, options),
  ];
  assert.deepEqual(launched, expected, args.join(' '));
  return launched;
}

test('exit codes are those of the program', async (test) => {
  const folder = await temporaryFolder(test);
  const failing = await startSandbox({ faults: ['issue-token:400'] });
  test.after(failing.stop);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => server.close());
  const taken = String(server.address().port);
  const plainFile = join(folder, 'plain-file');
  await writeFile(plainFile, '');
  const offline = { COURIER_API_KEY: 'not-a-real-key', COURIER_BASE_URL: 'http://127.0.0.1:1' };
  const issue = ['issue', '--user', 'alice', '--retries', '0', '--no-input'];

  for (const [code, args, env] of [
    [0, ['--version']],
    [1, ['sandbox', 'status', '--port', '1']],
    [2, ['--not-an-option']],
    [3, ['inspect', '-']],
    [4, issue],
    [5, issue, failing.env],
    [6, issue, offline],
    [7, ['inspect', '--file', 'not-a-file']],
    [125, ['sandbox', 'exec', '--port', taken, '--', 'true']],
    [126, ['sandbox', 'exec', '--', plainFile]],
    [127, ['sandbox', 'exec', '--', 'not-a-command']],
    [42, ['sandbox', 'exec', '--', 'sh', '-c', 'exit 42']],
  ]) {
    const settings = { COURIER_AUTH_CONFIG_DIR: folder, ...env };
    const result = await assertSame(test, args, { input: 'not a token', env: settings });
    assert.equal(result.code, code, args.join(' '));
  }
});

test('arguments arrive unchanged', async (test) => {
  const args = [
    'a b',
    '"quoted"',
    "it's",
    'two\nlines',
    '',
    '*',
    '$HOME',
    '\\',
    'ünïcode',
    '--version',
  ];
  const print = 'console.log(JSON.stringify(process.argv.slice(1)))';
  const command = [process.execPath, '-e', print, '--', ...args];
  const { stdout } = await run(test, LAUNCHER, ['sandbox', 'exec', '--', ...command]);
  assert.deepEqual(JSON.parse(stdout), args);
});

test('standard input and the environment are handed over', async (test) => {
  const command = ['sh', '-c', 'cat; printf %s "$GREETING"'];
  const { stdout } = await run(test, LAUNCHER, ['sandbox', 'exec', '--', ...command], {
    input: 'first\nlast',
    env: { GREETING: 'höi' },
  });
  assert.equal(stdout, 'first\nlasthöi');
});

test('a closed pipe is no error', async (test) => {
  const script = '"$0" completions bash | head -n 1; echo "${PIPESTATUS[0]}"';
  const { stdout, stderr } = await run(test, 'bash', ['-c', script, LAUNCHER]);
  assert.match(stdout, /\n0\n$/);
  assert.equal(stderr, '');
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  for (const receiver of ['the launcher', 'the process group']) {
    test(`${signal} to ${receiver} ends the program`, async (test) => {
      // `cat` also ends with this process, which closes its standard input.
      const command = ['sh', '-c', 'echo "program $PPID"; exec cat'];
      const args = ['sandbox', 'exec', '--', ...command];
      const launcher = start(test, LAUNCHER, args, { detached: true });
      const [, program] = (await linesOf(launcher)('program')).split(' ');
      const closed = once(launcher, 'close');
      process.kill(receiver === 'the launcher' ? launcher.pid : -launcher.pid, signal);
      // The exit code of `exec` for a command that a signal ended.
      assert.deepEqual(await closed, [128 + constants.signals[signal], null]);
      assert.throws(() => process.kill(Number(program), 0), { code: 'ESRCH' });
    });
  }
}

test('the launcher dies by the signal that ended the program', async (test) => {
  const command = ['sh', '-c', 'kill -KILL $PPID'];
  const result = await run(test, LAUNCHER, ['sandbox', 'exec', '--', ...command]);
  assert.deepEqual([result.code, result.signal], [null, 'SIGKILL']);
});

test('the program has the terminal', async (test) => {
  const help = (program) => run(test, 'script', ['-qec', `'${program}' --help`, '/dev/null']);
  const [launched, expected] = [await help(LAUNCHER), await help(BINARY)];
  assert.deepEqual(launched, expected);
  assert.ok(launched.stdout.includes('\x1b['), 'the help has colors');
});

test('each Ctrl-C reaches the command once', async (test) => {
  const folder = await temporaryFolder(test);
  const command = join(folder, 'count.js');
  await writeFile(
    command,
    `let count = 0;
    process.on('SIGINT', () => console.log('interrupt ' + ++count));
    process.stdin.on('data', () => process.exit(40 + count));
    console.log('ready');`,
  );
  // Without `exec`, some shells would receive the interrupts too, and end.
  const line = `exec '${LAUNCHER}' sandbox exec -- '${process.execPath}' '${command}'`;
  const terminal = start(test, 'script', ['-qec', line, '/dev/null']);
  const closed = once(terminal, 'close');
  const next = linesOf(terminal);
  await next('ready');
  terminal.stdin.write('\x03');
  await next('interrupt 1');
  terminal.stdin.write('\x03');
  await next('interrupt 2');
  terminal.stdin.write('end\n');
  assert.deepEqual(await closed, [42, null]);
});

test('a program that cannot be executed is named, with what to do', async (test) => {
  const modules = join(await temporaryFolder(test), 'node_modules');
  await cp(join(APP, 'node_modules/courier-auth'), join(modules, 'courier-auth'), { recursive: true });
  await cp(join(APP, 'node_modules/@courier-auth'), join(modules, '@courier-auth'), {
    recursive: true,
  });
  const [platform] = await readdir(join(modules, '@courier-auth'));
  const program = join(modules, '@courier-auth', platform, 'bin/courier-auth');
  const launcher = join(modules, 'courier-auth/bin/courier-auth.js');
  const helper = `require(${JSON.stringify(join(modules, 'courier-auth'))})`;
  const report = `.catch(({ message }) => console.log('rejected: ' + message))`;

  const assertReported = async (reason) => {
    const expected = `cannot run \`${program}\`: ${reason}\nhelp: delete node_modules and install `;
    const launched = await run(test, process.execPath, [launcher, 'demo']);
    assert.deepEqual([launched.code, launched.stdout], [7, '']);
    assert.ok(launched.stderr.startsWith(`error: ${expected}`), launched.stderr);
    for (const call of ["inspectToken('token')", 'startSandbox()']) {
      const { code, stdout } = await run(test, process.execPath, ['-e', `${helper}.${call}${report}`]);
      assert.equal(code, 0);
      assert.ok(stdout.startsWith(`rejected: ${expected}`), stdout);
    }
  };
  await chmod(program, 0o644);
  await assertReported('permission denied');
  await rm(program);
  await assertReported('no such file or directory');
});

for (const [platform, property, value, message] of [
  ['Alpine Linux', 'execPath', 'musl-node', /^error: the package @courier-auth\/linux-\w+-musl /],
  ['FreeBSD', 'platform', 'freebsd', /^error: there is no package @courier-auth\/freebsd-\w+: /],
]) {
  test(`the package for ${platform} is looked for`, async (test) => {
    const cwd = await temporaryFolder(test);
    await cp(join(APP, 'node_modules/courier-auth'), join(cwd, 'package'), { recursive: true });
    await writeFile(join(cwd, 'musl-node'), '\x7fELF...\0/lib/ld-musl-x86_64.so.1\0');
    const script = `Object.defineProperty(process, '${property}', { value: '${value}' });
      require('./package/bin/courier-auth.js');`;
    const result = await run(test, process.execPath, ['-e', script], { cwd });
    assert.equal(result.code, 7);
    assert.match(result.stderr, message);
  });
}
