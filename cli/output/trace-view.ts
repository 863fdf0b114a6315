import type { AttemptName, EarlyLine, TraceListener } from '#kinds/probing/trace/trace.ts';
import type { Measured } from './terminal.ts';
import { attemptText, endText, linesText, noteText, renderTrace } from './trace.ts';

/** How the attempts of a run are shown. */
export type TraceView = {
  /** Of so many checks: the lines of one come as they are taken down, the attempts of several when they are over. */
  start(checks: number): void;
  readonly listener: TraceListener;
  /** The run was stopped: shows what there is of attempts that are not over. */
  stopped(): void;
};

/** `shown`: how many lines of it are on the screen; null where the attempt is not to be shown before it is over. */
type Open = { readonly attempt: AttemptName; readonly lines: EarlyLine[]; shown: number | null };

const HELD = 'what follows is shown when the attempt is over: what is secret in it is known only then';

export function traceView(print: (text: string) => void, terminal: Measured): TraceView {
  const open = new Map<string, Open>();
  let isLive = false;
  return {
    start(checks) {
      isLive = checks === 1;
    },
    listener: {
      begun(attempt) {
        open.set(attempt.name, { attempt, lines: [], shown: isLive ? 0 : null });
        if (isLive) print(attemptText(attempt, terminal));
      },
      line({ name }, line) {
        const going = open.get(name);
        if (going === undefined) return;
        going.lines.push(line);
        if (going.shown === null || going.shown < going.lines.length - 1) return;
        if (line.text !== null) {
          going.shown += 1;
          print(linesText([{ ...line, text: line.text }], terminal));
        } else if (terminal.columns !== null) print(noteText(HELD, terminal));
      },
      ended(trace) {
        const shown = open.get(trace.name)?.shown ?? null;
        open.delete(trace.name);
        print(
          shown === null
            ? renderTrace(trace, terminal)
            : linesText(trace.lines.slice(shown), terminal) + endText(trace, terminal),
        );
      },
    },
    stopped() {
      for (const going of open.values()) print(brokenOffText(going));
      open.clear();
    },
  };

  /** The lines up to the first that cannot be shown yet. */
  function brokenOffText({ attempt, lines, shown }: Open): string {
    const first = lines.findIndex(({ text }) => text === null);
    const safe = lines
      .slice(0, first === -1 ? lines.length : first)
      .map((line) => ({ ...line, text: line.text ?? '' }));
    const held = lines.length - safe.length;
    const why = held === 0 ? '' : `; ${held} more of its lines are not shown, as they may hold what is secret`;
    const head = shown === null ? attemptText(attempt, terminal) : '';
    return `${head}${linesText(safe.slice(shown ?? 0), terminal)}${noteText(`interrupted${why}`, terminal)}\n`;
  }
}
