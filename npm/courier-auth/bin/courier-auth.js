#!/usr/bin/env node
'use strict';

const { accessSync, constants } = require('node:fs');

const { cannotRun, programPath } = require('../lib/program.js');
const { LOCAL_ERROR, run } = require('../lib/run.js');

/** Returns the path of the program. */
function executablePath() {
  const program = programPath();
  try {
    // If `execve` failed, Node would abort.
    accessSync(program, constants.X_OK);
  } catch (error) {
    throw cannotRun(program, error);
  }
  return program;
}

function main() {
  let program;
  try {
    program = executablePath();
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
  run(program, args);
}

main();
