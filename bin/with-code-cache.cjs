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
 * compiles. `file` is ASCII, which is read and kept as one byte a character. `folder`: only who may write `file` may write
 * there, for what lies in it is run.
 */
exports.runWithCodeCache = function runWithCodeCache(file, folder, command) {
  const { size, mtimeMs } = fs.statSync(file);
  const [before, made, after] = [`${process.version}-${process.arch}-`, `${size}-${mtimeMs}`, `-${nameOf(command)}`];
  const kept = path.join(folder, `${before}${made}${after}`);
  const script = new vm.Script(nodeModule.wrap(fs.readFileSync(file, 'latin1')), {
    filename: file,
    cachedData: soundCode(kept),
  });
  if (script.cachedDataRejected !== false) {
    process.once('exit', (code) => {
      if (code !== EXIT_USAGE && keep(script, kept)) forgetOthers(folder, before, made, after);
    });
  }
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

/** Size and time of a file. */
const MADE = /^\d+-[\d.]+$/;

/** What the same Node made of the file as it was before an update, for the same command, is of no use to anybody. */
function forgetOthers(folder, before, made, after) {
  try {
    for (const name of fs.readdirSync(folder)) {
      const other = name.startsWith(before) && name.endsWith(after) ? name.slice(before.length, -after.length) : made;
      if (other !== made && MADE.test(other)) fs.rmSync(path.join(folder, name), { force: true });
    }
  } catch {
    // What cannot be removed only takes room.
  }
}

/** Whole or not at all; answers whether it is kept. Where it cannot be written, each start compiles. */
function keep(script, file) {
  const part = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(part, '', { flag: 'wx', mode: 0o600 });
  } catch {
    return false;
  }
  try {
    const code = script.createCachedData();
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    checksum.writeUInt32LE(zlib.crc32(code));
    fs.writeFileSync(part, Buffer.concat([code, checksum]));
    fs.renameSync(part, file);
    return true;
  } catch {
    fs.rmSync(part, { force: true });
    return false;
  }
}
