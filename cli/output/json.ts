import type { Out } from '../io.ts';

/** Prints the one document of `--json`. */
export function printJson(document: unknown, out: Out): void {
  out.write(`${JSON.stringify(document, null, 2)}\n`);
}
