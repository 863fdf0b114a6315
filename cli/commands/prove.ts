import { ALLOWABLE } from '#core/check/allowable.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT, interruptedCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { say } from '../output/say.ts';
import { terminalOf } from '../output/terminal.ts';
import { type SelectOptions, selectedChecks } from '../selection/select.ts';
import { UsageError } from '../usage-error.ts';
import { heartbeatsOf } from './local-memory.ts';
import { readListed } from './read-list.ts';

export type ProveOptions = SelectOptions &
  Asked & {
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
  const listed = await readListed(options, io);
  if (listed === null) return EXIT.usage;
  const checks = (await selectedChecks(listed.list, listed.loaded, options, io)) ?? listed.list.checks;
  const [{ proveChecks }, { SYSTEM_EFFECTS }, output] = await Promise.all([
    import('#local/prove-checks.ts'),
    import('#kinds/probing/effects.ts'),
    import('../output/proofs.ts'),
  ]);
  const { signal } = io;
  const heartbeats = offline ? null : await heartbeatsOf(listed.list, options, io, false);
  const effects = { ...SYSTEM_EFFECTS, ...(heartbeats && { readHeartbeat: heartbeats.read }) };
  const settings = { concurrency, offline, allow, effects, signal };
  const proofs = await proveChecks(checks, settings).finally(() => heartbeats?.close());
  const counts = output.countsOf(proofs);
  if (options.json) printJson({ counts, checks: proofs }, io.stdout);
  else io.stdout.write(output.renderProofs(proofs, terminalOf(io.stdout, io.env)));
  if (signal.aborted) {
    await say(`interrupted: ${proofs.length} of ${checks.length} checks had been tried`, io.stderr);
    return interruptedCode(signal);
  }
  return counts.proven === counts.total ? EXIT.ok : EXIT.ng;
}
