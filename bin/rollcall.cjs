#!/usr/bin/env node
'use strict';
// Plain words in the oldest syntax: a Node that is too old must be able to read this far and say so.
const fs = require('node:fs');
const path = require('node:path');

const root = path.dirname(__dirname);
const sources = path.join(root, 'cli', 'main.ts'); // a clone has them, an installed package does not
const built = path.join(root, 'dist', 'cli', 'rollcall.cjs');

if (typeof process.getBuiltinModule !== 'function') {
  refuse(`needs Node 20.16 or newer, and this is ${process.version}`);
} else if (fs.existsSync(sources) && process.features.typescript) {
  import('../cli/main.ts').catch(fail); // always what is in the clone, whatever was built there once
} else if (fs.existsSync(built)) {
  const { runWithCodeCache } = require('./with-code-cache.cjs');
  runWithCodeCache(built, path.join(root, 'node_modules', '.cache', 'rollcall'), process.argv[2]);
} else {
  refuse(`runs from its sources on Node 22.18 or newer, and this is ${process.version}; or build it: npm run build`);
}

function refuse(reason) {
  process.stderr.write(`rollcall ${reason}\n`);
  process.exitCode = 3;
}

function fail(error) {
  process.stderr.write(`rollcall failed to start: ${error.stack}\n`);
  process.exitCode = 3;
}
