'use strict';
const fs = require('node:fs');
const nodeModule = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const zlib = require('node:zlib');

const EXIT_USAGE = 2;
/** Behind the code stands its checksum: V8 looks at the beginning and the length alone. */
const CHECKSUM_BYTES = 4;

/**
 * Runs a CommonJS file as `require` would, with the code that V8 made of it when the same command ran before. Node's own
 * cache (`module.enableCompileCache`) keeps what is compiled when a file is loaded, which is not what its functions are:
 * here it is kept when the process ends, with all that ran. V8 refuses code of another version or that is cut short, and
 * compiles. `file` is ASCII, which is read and kept as one byte a character. `folder`: only who may write `file` may write there, for what lies in it is run.
 */
exports.runWithCodeCache = function runWithCodeCache(file, folder, command) {
  const { size, mtimeMs } = fs.statSync(file);
  const kept = path.join(folder, [process.version, process.arch, size, mtimeMs, nameOf(command)].join('-'));
  const script = new vm.Script(nodeModule.wrap(fs.readFileSync(file, 'latin1')), {
    filename: file,
    cachedData: soundCode(kept),
  });
  if (script.cachedDataRejected !== false) process.once('exit', (code) => code === EXIT_USAGE || keep(script, kept));
  const module = { exports: {} };
  const requireHere = nodeModule.createRequire(file);
  script.runInThisContext().call(module.exports, module.exports, requireHere, module, file, path.dirname(file));
};

/** Commands run different functions, so each has its own. What is no command ends with EXIT_USAGE, or is an option. */
function nameOf(command = '') {
  return /^[a-z][a-z-]{1,20}$/.test(command) ? command : 'none';
}

function soundCode(file) {
  try {
    const bytes = fs.readFileSync(file);
    const code = bytes.subarray(0, -CHECKSUM_BYTES);
    return bytes.readUInt32LE(code.length) === zlib.crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all. Where it cannot be written, each start compiles. */
function keep(script, file) {
  const part = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(part, '', { flag: 'wx', mode: 0o600 });
  } catch {
    return;
  }
  try {
    const code = script.createCachedData();
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    checksum.writeUInt32LE(zlib.crc32(code));
    fs.writeFileSync(part, Buffer.concat([code, checksum]));
    fs.renameSync(part, file);
  } catch {
    fs.rmSync(part, { force: true });
  }
}
