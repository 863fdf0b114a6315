import { noSqlite } from './no-sqlite.ts';
import { StoreFault } from './store-fault.ts';

/** SQLite, loaded when it is needed, so that a command without memory does not pay for it. Throws StoreFault, for `file`. */
export function loadSqlite(file: string): typeof import('node:sqlite') {
  const fault = noSqlite();
  if (fault !== null) throw new StoreFault(`${file}: ${fault}`);
  const { emitWarning } = process;
  // Node 22 and the first ones of 24 call it experimental at each start, which nobody who runs a command can change.
  process.emitWarning = ((warning: string | Error, ...others: never[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emitWarning.call(process, warning, ...others);
  }) as typeof emitWarning;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
