import { ALLOWABLE } from '#core/check/allowable.ts';
import type { Check } from '#core/check/check.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT, interruptedCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { terminalOf } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { readList } from './read-list.ts';

export type ProveOptions = Asked & {
  readonly only?: readonly string[];
  readonly tags?: readonly string[];
  readonly allow?: readonly string[];
  readonly offline?: boolean;
  readonly json?: boolean;
  readonly concurrency: number;
};

/**
 * Judges the answer of each target as it would be if something were wrong with it, and tells which checks would not
 * notice. Each target is asked once; nothing is alerted, measured or kept.
 */
export async function prove(options: ProveOptions, io: Io): Promise<number> {
  const { allow = [], offline = false, concurrency } = options;
  const unknown = allow.find((name) => !ALLOWABLE.some((known) => known === name));
  if (unknown !== undefined) {
    throw new UsageError(`--allow ${unknown} is nothing that can be allowed; write one of ${ALLOWABLE.join(', ')}`);
  }
  const list = await readList(options, io);
  if (list === null) return EXIT.usage;
  const checks = await selected(list.checks, options);
  const [{ proveChecks }, { SYSTEM_EFFECTS }, output] = await Promise.all([
    import('#local/prove-checks.ts'),
    import('#kinds/probing/effects.ts'),
    import('../output/proofs.ts'),
  ]);
  const { signal } = io;
  const settings = { concurrency, offline, allow, effects: SYSTEM_EFFECTS, signal };
  const proofs = await proveChecks(checks, settings);
  const counts = output.countsOf(proofs);
  if (options.json) io.stdout.write(`${JSON.stringify({ counts, checks: proofs }, null, 2)}\n`);
  else io.stdout.write(output.renderProofs(proofs, terminalOf(io.stdout, io.env)));
  if (signal.aborted) {
    io.stderr.write(`interrupted: ${proofs.length} of ${checks.length} checks had been tried\n`);
    return interruptedCode(signal);
  }
  return counts.proven === counts.total ? EXIT.ok : EXIT.ng;
}

async function selected(checks: readonly Check[], options: ProveOptions): Promise<readonly Check[]> {
  const { only = null, tags = null } = options;
  const { selectChecks } = await import('#core/run/select.ts');
  const found = selectChecks(checks, { only, tags });
  if (found.faults.length > 0) throw new UsageError(found.faults.join('; '));
  return found.checks;
}
