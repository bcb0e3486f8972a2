#!/usr/bin/env node
'use strict';

const { accessSync, constants } = require('node:fs');

const { programPath } = require('../lib/program.js');

/** The exit code for a local error, as in the program. */
const LOCAL_ERROR = 7;

function main() {
  let program;
  try {
    program = programPath();
    // If `execve` failed, Node would abort.
    accessSync(program, constants.X_OK);
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = LOCAL_ERROR;
    return;
  }
  const args = process.argv.slice(2);
  if (process.execve && process.platform !== 'win32') {
    // The program takes the place of this process: nothing is left to hand over.
    process.execve(program, [program, ...args], process.env);
  }
  require('../lib/run.js').run(program, args);
}

main();
