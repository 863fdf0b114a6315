import { safeText } from '#core/text/safe-text.ts';
import type { AttemptName, AttemptTrace, TraceLine } from '#kinds/probing/trace/trace.ts';
import { markOf } from './mark.ts';
import { type Measured, paint } from './terminal.ts';
import { wrapCommand } from './wrap-command.ts';

/** `12345.6 ms` and the gap behind it. */
const TIME_WIDTH = 10;
const INDENT = '  ';
const BODY_MARK = '|';

/** One attempt at a check as `run --verbose` shows it: what was done, sent and received, and each expectation. */
export function renderTrace(trace: AttemptTrace, terminal: Measured): string {
  return attemptText(trace, terminal) + linesText(trace.lines, terminal) + endText(trace, terminal);
}

/** What stands above an attempt. */
export function attemptText({ name, kind, attempt }: AttemptName, terminal: Measured): string {
  const recheck = attempt > 1 ? ' (a recheck)' : '';
  return textOf(
    wrapped('', paint(terminal, 'bold', `${safeText(name)}: ${kind}, attempt ${attempt}${recheck}`), terminal),
  );
}

/** What was done, sent and received. */
export function linesText(lines: readonly TraceLine[], terminal: Measured): string {
  return textOf(lines.flatMap((line) => stepLines(line, terminal)));
}

/** What an attempt came to: what the target said, each expectation, and what is to be done now. */
export function endText(trace: AttemptTrace, terminal: Measured): string {
  const { said, expectations, verdict, recheckAfterSeconds } = trace;
  return textOf([
    ...(said === null ? [] : saidLines(said, terminal)),
    ...(verdict === null ? [] : phaseLines(verdict, terminal)),
    ...expectations.flatMap(({ isHeld, text }) =>
      wrapped(`${INDENT}${markOf(isHeld, terminal)} `, safeText(text), terminal),
    ),
    ...outcomeLines(trace, expectations.length > 0, terminal),
    ...(recheckAfterSeconds === null ? [] : [`${INDENT}${recheckAfterSeconds} s until the recheck`]),
    '',
  ]);
}

/** A remark of ours on how an attempt is shown. */
export function noteText(note: string, terminal: Measured): string {
  return textOf(wrapped(INDENT, note, terminal));
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line.trimEnd()}\n`).join('');

/** The time stands at the first line of several. */
function stepLines({ atMs, mark, text }: TraceLine, terminal: Measured): string[] {
  const parts = text.replace(/(?:\r?\n)+$/, '').split(/\r?\n/);
  return parts.flatMap((part, at) => {
    const time = at === 0 ? `${atMs.toFixed(1)} ms`.padStart(TIME_WIDTH) : ' '.repeat(TIME_WIDTH);
    return wrapped(`${paint(terminal, 'dim', time)} ${mark} `, safeText(part), terminal);
  });
}

function saidLines({ remark, text }: NonNullable<AttemptTrace['said']>, terminal: Measured): string[] {
  const before = `${' '.repeat(TIME_WIDTH)} `;
  return [
    ...wrapped(`${before}< `, `body, ${safeText(remark)}:`, terminal),
    ...text
      .trimEnd()
      .split(/\r?\n/)
      .flatMap((line) => wrapped(`${before}${BODY_MARK} `, safeText(line), terminal)),
  ];
}

const PHASE_WORDS = {
  dns: 'dns',
  connect: 'connect',
  tls: 'tls',
  firstByte: 'first byte',
  download: 'download',
} as const;

function phaseLines({ phases, latencyMs }: NonNullable<AttemptTrace['verdict']>, terminal: Measured): string[] {
  const names = Object.keys(PHASE_WORDS) as (keyof typeof PHASE_WORDS)[];
  const parts = names.flatMap((name) => {
    const ms = phases[name];
    return ms === null ? [] : [together(`${PHASE_WORDS[name]} ${ms} ms`)];
  });
  if (parts.length === 0) return [];
  const lines = wrapped(INDENT, `phases: ${[...parts, together(`in all ${latencyMs} ms`)].join(', ')}`, terminal);
  return lines.map((line) => line.replaceAll(NO_BREAK_SPACE, ' '));
}

const NO_BREAK_SPACE = '\u00a0';
const together = (text: string): string => text.replaceAll(' ', NO_BREAK_SPACE);

/** What the expectations do not say: why there is no answer, what makes an OK degraded, what repeats an NG by hand. */
function outcomeLines({ verdict }: AttemptTrace, isExplained: boolean, terminal: Measured): string[] {
  if (verdict === null) return [`${INDENT}${markOf(false, terminal)} the checker itself failed`];
  const { reason, warning, lenient, curl } = verdict;
  return [
    ...(reason === null || isExplained
      ? []
      : wrapped(`${INDENT}${markOf(false, terminal)} `, safeText(reason.message), terminal)),
    ...(warning === undefined ? [] : wrapped(`${INDENT}! `, safeText(`degraded: ${warning}`), terminal)),
    ...(lenient === undefined ? [] : wrapped(`${INDENT}! `, safeText(`lenient: ${lenient.join(', ')}`), terminal)),
    ...(curl === undefined ? [] : commandLines(safeText(curl), terminal)),
  ];
}

/** In as many lines as it takes, which a shell reads as one. */
function commandLines(command: string, { columns }: Measured): string[] {
  const before = 'by hand:';
  const text = columns === null ? `${before} ${command}` : wrapCommand(before, command, columns - INDENT.length);
  return text.split('\n').map((line) => INDENT + line);
}

/** A text behind what stands before it, its further lines below its first. */
function wrapped(before: string, text: string, { columns, width, wrap }: Measured): string[] {
  if (columns === null) return [before + text];
  const room = Math.max(columns - width(before), 1);
  return wrap(text, room)
    .split('\n')
    .map((line, at) => (at === 0 ? before : ' '.repeat(width(before))) + line);
}
