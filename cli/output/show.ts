import { writeFile } from 'node:fs/promises';
import { textOf, titleOf } from '#core/report/bodies.ts';
import { withoutGuards } from '#core/run/guards.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { RollCall } from '#local/call.ts';
import { failureText } from '#local/failure-text.ts';
import { EXIT, interruptedCode } from '../exit-codes.ts';
import type { Io, Out } from '../io.ts';
import { wroteReport } from '../report-file.ts';
import type { Called, Unrun } from './called.ts';
import { renderCounts } from './counts.ts';
import { documentOf } from './document.ts';
import { few } from './few.ts';
import { fitted } from './fitted.ts';
import { printJson } from './json.ts';
import type { Listing } from './listing.ts';
import { safeLines } from './safe-lines.ts';
import { say } from './say.ts';
import { quietText, unreportedNgs } from './standing.ts';
import { terminalOf } from './terminal.ts';

export type Shown = {
  readonly json?: boolean;
  /** Where a JUnit report goes. */
  readonly junit?: string;
  /** What reports say beside the verdicts; asked for only where there is a report. */
  readonly listing?: () => Promise<Listing>;
  /** Rows of what is NG alone. */
  readonly onlyNg?: boolean;
  /** Nothing but faults. */
  readonly quiet?: boolean;
  /** Whether the alerts are shown, which say more than the table only where incidents are remembered. */
  readonly alert?: boolean;
  /** The alerts as the sink printed them. */
  readonly alerts: readonly string[];
  /** Where alerts and metrics went; '' when there is nothing to say of that. */
  readonly note: string;
  /** Those of the verdicts whose rows were not shown while the run went on; all of them when left out. */
  readonly unseen?: (verdicts: readonly Verdict[]) => readonly Verdict[];
};

/** Shows what came of a roll call, in the form that was asked for, and answers the exit code. */
export async function show(called: Called, shown: Shown, io: Io): Promise<number> {
  if (shown.json) {
    printJson(documentOf(called), io.stdout);
    await showAlerts(called.rollCall, shown, io.stderr);
  } else if (!shown.quiet) {
    await showTable(called, shown, io);
    if (called.rollCall.failure === null && !called.rollCall.interrupted && shown.note !== '')
      await say(shown.note, io.stderr);
  }
  const reported = shown.junit === undefined || (await writeJunit(shown.junit, called, await shown.listing?.(), io));
  await tellTrouble(called, shown, io);
  return reported ? exitCodeOf(called.rollCall, io.signal) : EXIT.failed;
}

/** The counts come last: they are what is still to be seen below a long alert. */
async function showTable(called: Called, shown: Shown, io: Io): Promise<void> {
  const { measuresFor, renderTable, isNg } = await import('./table.ts');
  const { rollCall, elapsedMs } = called;
  const terminal = terminalOf(io.stdout, io.env);
  const unseen = shown.unseen?.(rollCall.results) ?? rollCall.results;
  const rows = shown.onlyNg ? unseen.filter(isNg) : unseen;
  const isRest = rows.length > 0 && unseen !== rollCall.results;
  io.stdout.write(`${isRest ? '\n' : ''}${renderTable(rows, terminal, await measuresFor(rows))}`);
  await showAlerts(rollCall, shown, io.stdout);
  const counts = renderCounts(rollCall.counts, elapsedMs, terminal);
  io.stdout.write(await fitted(counts, io.stdout));
}

/** An alert that its sink never got to print is shown all the same when the run failed: nobody else will tell. */
async function showAlerts({ failure, notifications }: RollCall, shown: Shown, out: Out): Promise<void> {
  if (!shown.alert && failure === null) return;
  const isLost = failure !== null && shown.alerts.length === 0;
  const alerts = isLost ? notifications.map((one) => `${titleOf(one)}\n\n${textOf(one)}`) : shown.alerts;
  for (const alert of alerts) {
    const indented = safeLines(alert.trimEnd()).replace(/^(?=.)/gm, '  ');
    out.write(`\nThe alert:\n\n${await fitted(indented, out)}\n\n`);
  }
}

/** False when the report could not be written, which was reported. */
async function writeJunit(
  path: string,
  { rollCall, elapsedMs }: Called,
  listing: Listing | undefined,
  io: Io,
): Promise<boolean> {
  const { renderJunit } = await import('./junit.ts');
  return wroteReport('--junit', path, io, (file) => writeFile(file, renderJunit(rollCall, elapsedMs, listing)));
}

async function tellTrouble(
  { rollCall, total, unrun }: Called,
  { quiet = false }: Pick<Shown, 'quiet'>,
  io: Io,
): Promise<void> {
  const { interrupted, failure, results } = rollCall;
  if (interrupted) {
    const when = total === 0 ? ' before any check was called' : `: ${results.length} of ${total} checks had answered`;
    await say(`interrupted${when}`, io.stderr);
  }
  if (unrun !== undefined) await say(unrunText(unrun), io.stderr);
  if (failure !== null) await say(`rollcall failed: ${failureText(failure)}`, io.stderr);
  else if (!interrupted && !quiet) await tellUnreported(rollCall, io);
}

/** A build that fails while its reports say that nothing did must say why. */
async function tellUnreported({ run, results }: RollCall, io: Io): Promise<void> {
  if (results.every(({ quiet }) => quiet === undefined)) return;
  const ngs = unreportedNgs(withoutGuards(run, results));
  if (ngs.length === 0) return;
  const named = ngs.map(({ name, quiet }) => (quiet === undefined ? name : `${name} (${quietText(quiet)})`));
  await say(`the exit code counts what is NG and quiet on purpose: ${few(named, MOST_NAMED)}`, io.stderr);
}

const MOST_NAMED = 8;

function unrunText({ by, names }: Unrun): string {
  return `stopped by ${by}, which is NG (--fail-fast); not called: ${few(names, MOST_NAMED)}`;
}

function exitCodeOf({ interrupted, failure, counts }: RollCall, signal: AbortSignal): number {
  if (interrupted) return interruptedCode(signal);
  if (failure !== null) return EXIT.failed;
  return counts.ng > 0 ? EXIT.ng : EXIT.ok;
}
