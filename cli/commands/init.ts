import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { plainFileError } from '#local/files.ts';
import { PACKAGE_ROOT } from '../../package-root.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { say } from '../output/say.ts';
import { schemaAddress } from '../schema-address.ts';
import { UsageError } from '../usage-error.ts';
import { writeNew } from '../write-whole.ts';

export type InitOptions = { readonly checks: string; readonly json?: boolean };

const STARTER = join(PACKAGE_ROOT, 'cli', 'starter.yaml');
/** The path in starter.yaml that is made to fit where the new file lies. */
const SCHEMA_IN_STARTER = '$schema=../checks.schema.json';

/** Writes a starter checks file, and never over one that is there. */
export async function init(options: InitOptions, io: Io): Promise<number> {
  const target = resolve(io.cwd, options.checks);
  const starter = await readFile(STARTER, 'utf8');
  try {
    await writeNew(target, starter.replace(SCHEMA_IN_STARTER, `$schema=${await schemaAddress(target)}`));
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
      `wrote ${options.checks}; put your API's address in it, then: rollcall run${checksOption(options)}`,
      io.stdout,
    );
  return EXIT.ok;
}

function checksOption({ checks }: InitOptions): string {
  return checks === 'checks.yaml' ? '' : ` --checks ${checks}`;
}
