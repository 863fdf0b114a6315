import { safeText } from '#core/text/safe-text.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Out } from '../io.ts';
import type { Measures, Terminal } from './terminal.ts';

/** What shows how far a run is. */
export type Progress = {
  start(names: readonly string[]): void;
  answered(verdict: Verdict): void;
  /** Takes the bar off the screen until it is drawn again, so that something can be printed. */
  clear(): void;
  /** Takes the bar off the screen; called however the run ends. */
  stop(): void;
};

export const NO_PROGRESS: Progress = { start() {}, answered() {}, clear() {}, stop() {} };

const LONGEST_BAR = 20;
const AROUND_BAR = ' 4000/4000 checks, 4000 NG '.length;
const WAITING = ', waiting for ';
const ERASE_LINE = '\r\u001b[2K';

/** A bar on the terminal that `stream` is, with the name of the check that it has waited for the longest. */
export async function progressBar(stream: Out, terminal: Terminal & Measures): Promise<Progress> {
  const { SingleBar } = (await import('cli-progress')).default;
  const columns = terminal.columns ?? 80;
  const barsize = Math.max(Math.min(LONGEST_BAR, Math.floor((columns - AROUND_BAR) / 2)), 5);
  const waiting = new Set<string>();
  let ng = 0;
  let total = 0;
  let isDrawn = false;
  const bar = new SingleBar({
    // The stream is what a TTY is; cli-progress's types ask for all of NodeJS.WritableStream.
    stream: stream as unknown as NodeJS.WritableStream,
    format: '{bar} {value}/{total} checks, {ng} NG{waiting}',
    barCompleteChar: terminal.unicode ? '█' : '#',
    barIncompleteChar: terminal.unicode ? '░' : '-',
    barsize,
    fps: 10,
    clearOnComplete: true,
    linewrap: true,
    // What is printed above it goes over it.
    forceRedraw: true,
    // Signals are the command's business: it stops the bar itself.
    gracefulExit: false,
  });
  const payload = () => {
    const used = barsize + ` ${total - waiting.size}/${total} checks, ${ng} NG`.length;
    return { ng, waiting: waitingText([...waiting], columns - 1 - used, terminal) };
  };
  return {
    start(names) {
      for (const name of names) waiting.add(safeText(name));
      total = names.length;
      isDrawn = true;
      bar.start(total, 0, payload());
    },
    answered(verdict) {
      if (verdict.outcome === 'NG') ng += 1;
      waiting.delete(safeText(verdict.name));
      bar.increment(1, payload());
    },
    clear() {
      if (isDrawn) stream.write(ERASE_LINE);
    },
    stop() {
      isDrawn = false;
      bar.stop();
    },
  };
}

/** The first name and how many there are besides, as far as there is room: of a name that is too long its beginning. */
function waitingText(
  names: readonly string[],
  room: number,
  { width, characters, unicode }: Terminal & Measures,
): string {
  const [first, ...others] = names;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const ellipsis = unicode ? '…' : '...';
  const free = room - WAITING.length - more.length;
  if (width(first) <= free) return `${WAITING}${first}${more}`;
  let name = '';
  for (const character of characters(first)) {
    if (width(name + character) + ellipsis.length > free) break;
    name += character;
  }
  return name === '' ? '' : `${WAITING}${name}${ellipsis}${more}`;
}
