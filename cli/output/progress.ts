import { safeText } from '#core/text/safe-text.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Out } from '../io.ts';
import type { Measured } from './terminal.ts';

/** What shows how far a run is. */
export type Progress = {
  start(names: readonly string[]): void;
  answered(verdict: Verdict): void;
  /** Takes the bar away, prints, and draws the bar below what was printed. */
  above(print: () => void): void;
  /** Takes the bar off the screen; called however the run ends. */
  stop(): void;
};

export const NO_PROGRESS: Progress = { start() {}, answered() {}, above: (print) => print(), stop() {} };

const LONGEST_BAR = 20;
const SHORTEST_BAR = 5;
const AROUND_BAR = ' 4000/4000 checks, 4000 NG '.length;
const WAITING = ', waiting for ';
const ERASE_LINE = '\r\u001b[2K';
/** Answers that come faster are drawn together. */
const REDRAW_MS = 100;

/** A bar on the terminal that `stream` is, with the name of the check that it has waited for the longest. */
export function progressBar(stream: Out, terminal: Measured): Progress {
  const waiting = new Set<string>();
  let [total, ng] = [0, 0];
  let pending: NodeJS.Timeout | null = null;
  const draw = (): void => {
    if (pending !== null) clearTimeout(pending);
    pending = null;
    if (total > 0) stream.write(ERASE_LINE + barText({ waiting: [...waiting], total, ng }, terminal));
  };
  return {
    start(names) {
      for (const name of names) waiting.add(safeText(name));
      total = names.length;
      draw();
    },
    answered(verdict) {
      if (verdict.outcome === 'NG') ng += 1;
      waiting.delete(safeText(verdict.name));
      pending ??= setTimeout(draw, REDRAW_MS);
    },
    above(print) {
      if (total > 0) stream.write(ERASE_LINE);
      print();
      draw();
    },
    stop() {
      if (pending !== null) clearTimeout(pending);
      if (total > 0) stream.write(ERASE_LINE);
      total = 0;
    },
  };
}

type Standing = { readonly waiting: readonly string[]; readonly total: number; readonly ng: number };

/** On one line of the terminal. */
function barText({ waiting, total, ng }: Standing, terminal: Measured): string {
  const room = (terminal.columns ?? 80) - 1;
  const wide = Math.max(Math.min(LONGEST_BAR, Math.floor((room - AROUND_BAR) / 2)), SHORTEST_BAR);
  const answered = total - waiting.length;
  const filled = Math.floor((answered / total) * wide);
  const [full, empty] = terminal.unicode ? ['█', '░'] : ['#', '-'];
  const text = `${full.repeat(filled)}${empty.repeat(wide - filled)} ${answered}/${total} checks, ${ng} NG`;
  return text + waitingText(waiting, room - text.length, terminal);
}

/** The first name and how many there are besides, as far as there is room: of a name that is too long its beginning. */
function waitingText(names: readonly string[], room: number, { width, characters, unicode }: Measured): string {
  const [first, ...others] = names;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const free = room - WAITING.length - more.length;
  if (width(first) <= free) return `${WAITING}${first}${more}`;
  const ellipsis = unicode ? '…' : '...';
  let name = '';
  for (const character of characters(first)) {
    if (width(name + character) + ellipsis.length > free) break;
    name += character;
  }
  return name === '' ? '' : `${WAITING}${name}${ellipsis}${more}`;
}
