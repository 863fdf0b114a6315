import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { textOf, titleOf } from '#core/report/bodies.ts';
import { safeText } from '#core/text/safe-text.ts';
import type { RollCall } from '#local/call.ts';
import { plainFileError } from '#local/files.ts';
import { EXIT, interruptedCode } from '../exit-codes.ts';
import type { Io, Out } from '../io.ts';
import type { Called, Unrun } from './called.ts';
import { renderCounts } from './counts.ts';
import { documentOf } from './document.ts';
import { failureText } from './failure.ts';
import type { Listing } from './listing.ts';
import { safeLines } from './safe-lines.ts';
import { terminalOf } from './terminal.ts';

export type Shown = {
  readonly json?: boolean;
  /** Where a JUnit report goes. */
  readonly junit?: string;
  /** What reports say beside the verdicts; asked for only where there is a report. */
  readonly listing?: () => Promise<Listing>;
  /** The alerts as the sink printed them. */
  readonly alerts: readonly string[];
  /** Where alerts and metrics went. */
  readonly note: string;
};

/** Shows what came of a roll call, in the form that was asked for, and answers the exit code. */
export async function show(called: Called, shown: Shown, io: Io): Promise<number> {
  const alerts = alertsOf(called.rollCall, shown.alerts);
  if (shown.json) {
    io.stdout.write(`${JSON.stringify(documentOf(called), null, 2)}\n`);
    showAlerts(alerts, io.stderr);
  } else {
    await showTable(called, alerts, io);
    if (called.rollCall.failure === null) io.stderr.write(`${safeText(shown.note)}\n`);
  }
  const reported = shown.junit === undefined || (await writeJunit(shown.junit, called, await shown.listing?.(), io));
  tellTrouble(called, io);
  return reported ? exitCodeOf(called.rollCall, io.signal) : EXIT.failed;
}

/** The counts come last: they are what is still to be seen below a long alert. */
async function showTable({ rollCall, elapsedMs }: Called, alerts: readonly string[], io: Io): Promise<void> {
  const { measuresFor, renderTable } = await import('./table.ts');
  const terminal = terminalOf(io.stdout, io.env);
  io.stdout.write(renderTable(rollCall.results, terminal, await measuresFor(rollCall.results)));
  showAlerts(alerts, io.stdout);
  io.stdout.write(renderCounts(rollCall.counts, elapsedMs, terminal));
}

/** An alert that its sink never got to print is shown all the same when the run failed: nobody else will tell. */
function alertsOf({ failure, notifications }: RollCall, printed: readonly string[]): readonly string[] {
  if (failure === null || printed.length > 0) return printed;
  return notifications.map((notification) => `${titleOf(notification)}\n\n${textOf(notification)}`);
}

function showAlerts(alerts: readonly string[], out: Out): void {
  for (const alert of alerts) {
    const indented = safeLines(alert.trimEnd()).replace(/^(?=.)/gm, '  ');
    out.write(`\nThe alert:\n\n${indented}\n\n`);
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
  try {
    await writeFile(resolve(io.cwd, path), renderJunit(rollCall, elapsedMs, listing));
    return true;
  } catch (error) {
    io.stderr.write(`rollcall: --junit ${safeText(path)} was not written: ${safeText(plainFileError(error))}\n`);
    return false;
  }
}

function tellTrouble({ rollCall, total, unrun }: Called, io: Io): void {
  const { interrupted, failure, results } = rollCall;
  if (interrupted) {
    const when = total === 0 ? ' before any check was called' : `: ${results.length} of ${total} checks had answered`;
    io.stderr.write(`interrupted${when}\n`);
  }
  if (unrun !== undefined) io.stderr.write(`${safeText(unrunText(unrun))}\n`);
  if (failure !== null) io.stderr.write(`rollcall failed: ${safeText(failureText(failure))}\n`);
}

const MOST_NAMED = 8;

function unrunText({ by, names }: Unrun): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `stopped by ${by}, which is NG (--fail-fast); not called: ${names.slice(0, MOST_NAMED).join(', ')}${more}`;
}

function exitCodeOf({ interrupted, failure, counts }: RollCall, signal: AbortSignal): number {
  if (interrupted) return interruptedCode(signal);
  if (failure !== null) return EXIT.failed;
  return counts.ng > 0 ? EXIT.ng : EXIT.ok;
}
