import type { AttemptName, EarlyLine, TraceLine, TraceListener } from '#kinds/probing/trace/trace.ts';
import type { Measured } from './terminal.ts';
import { attemptText, endText, linesText, noteText, renderTrace } from './trace.ts';

/** How the attempts of a run are shown. */
export type TraceView = {
  /** The lines of the one check of this name come as they are taken down; attempts of others when they are over. */
  start(alone: string | null): void;
  readonly listener: TraceListener;
  /** The run was stopped: shows what there is of attempts that are not over. */
  stopped(): void;
};

/**
 * `printed`: how many of the first lines are shown for good; null where none is before the attempt is over. `isHeld`: one
 * came that cannot be shown yet, so the lines after it wait to be shown in their order.
 */
type Open = { readonly attempt: AttemptName; readonly lines: EarlyLine[]; printed: number | null; isHeld: boolean };

const HELD = 'what follows is shown when the attempt is over: what is secret in it is known only then';

export function traceView(print: (text: string) => void, terminal: Measured): TraceView {
  const open = new Map<string, Open>();
  let live: string | null = null;
  /** Attempts that were over while the lines of another came. */
  let later = '';
  return {
    start(alone) {
      live = alone;
    },
    listener: {
      begun(attempt) {
        const isLive = attempt.name === live;
        open.set(attempt.name, { attempt, lines: [], printed: isLive ? 0 : null, isHeld: false });
        if (isLive) print(attemptText(attempt, terminal));
      },
      line({ name }, line) {
        const going = open.get(name);
        going?.lines.push(line);
        if (going !== undefined && going.printed !== null) showLine(going, line);
      },
      ended(trace) {
        const printed = open.get(trace.name)?.printed ?? null;
        open.delete(trace.name);
        const rest = () => linesText(trace.lines.slice(printed ?? 0), terminal) + endText(trace, terminal);
        const text = printed === null ? renderTrace(trace, terminal) : rest();
        if (live !== null && open.has(live)) later += text;
        else {
          print(text + later);
          later = '';
        }
      },
    },
    stopped() {
      const going = [...open.values()].toSorted((a, b) => Number(a.printed === null) - Number(b.printed === null));
      print(going.map(brokenOffText).join('') + later);
      open.clear();
    },
  };

  /** Whoever looks at a terminal sees at once that lines are held, and how far the attempt has come since. */
  function showLine(going: Open, line: EarlyLine): void {
    const isFirstHeld = line.text === null && !going.isHeld;
    going.isHeld ||= isFirstHeld;
    if (!going.isHeld) going.printed = going.lines.length;
    else if (terminal.columns === null) return;
    print(isFirstHeld ? noteText(HELD, terminal) : linesText(tellable([line]), terminal));
  }

  /** What can be shown of the lines and is not yet, and how many cannot. */
  function brokenOffText({ attempt, lines, printed }: Open): string {
    const isShown = printed !== null && terminal.columns !== null;
    const rest = isShown ? [] : tellable(lines.slice(printed ?? 0));
    const held = lines.filter(({ text }) => text === null).length;
    const why = held === 0 ? '' : `; ${held} more of its lines are not shown, as they may hold what is secret`;
    const head = printed === null ? attemptText(attempt, terminal) : '';
    return `${head}${linesText(rest, terminal)}${noteText(`interrupted${why}`, terminal)}\n`;
  }
}

function tellable(lines: readonly EarlyLine[]): readonly TraceLine[] {
  return lines.flatMap(({ text, ...line }) => (text === null ? [] : [{ ...line, text }]));
}
