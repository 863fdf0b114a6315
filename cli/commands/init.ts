import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { plainFileError } from '#local/files.ts';
import { PACKAGE_ROOT } from '../../package-root.ts';
import { calledAs } from '../called-as.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { say } from '../output/say.ts';
import { isThrownAway, schemaAddress } from '../schema-address.ts';
import { UsageError } from '../usage-error.ts';
import { writeNew } from '../write-whole.ts';

export type InitOptions = { readonly checks: string; readonly json?: boolean };

const STARTER = join(PACKAGE_ROOT, 'cli', 'starter.yaml');
/** The first line of starter.yaml, whose path is made to fit where the new file lies, and the empty one that follows. */
const SCHEMA_IN_STARTER = /^(.*\$schema=)\S+\n#\n/;

/** Writes a starter checks file, and never over one that is there. */
export async function init(options: InitOptions, io: Io): Promise<number> {
  const target = resolve(io.cwd, options.checks);
  const starter = await readFile(STARTER, 'utf8');
  try {
    const schema = await schemaAddress(target);
    const beginning = schema === null ? '' : `$1${schema}\n#\n`;
    await writeNew(target, starter.replace(SCHEMA_IN_STARTER, beginning));
  } catch (cause) {
    const advice = (cause as NodeJS.ErrnoException).code === 'EEXIST' ? 'edit it, or ' : '';
    throw new UsageError(
      `${options.checks} was not written: ${plainFileError(cause)}; ${advice}name another file with --checks FILE`,
      { cause },
    );
  }
  if (options.json) printJson({ file: options.checks }, io.stdout);
  else
    await say(
      `wrote ${options.checks}; put your API's address in it, then: ${nextCall(io)} run${checksOption(options)}`,
      io.stdout,
    );
  return EXIT.ok;
}

/** npx, of a file, would take the registry's package the next time, which is not this one. */
function nextCall({ env }: Io): string {
  return isThrownAway(PACKAGE_ROOT) ? 'the same command with' : calledAs(env);
}

function checksOption({ checks }: InitOptions): string {
  return checks === 'checks.yaml' ? '' : ` --checks ${checks}`;
}
