import type { Verdict } from '#core/verdict/verdict.ts';
import type { Out } from '../io.ts';
import type { Terminal } from './terminal.ts';

/** What a run shows while it goes on. */
export type Progress = {
  start(total: number): void;
  answered(verdict: Verdict): void;
  /** Takes the bar off the screen; called however the run ends. */
  stop(): void;
};

export const NO_PROGRESS: Progress = { start() {}, answered() {}, stop() {} };

const LONGEST_BAR = 40;
const AROUND_BAR = ' 4000/4000 checks, 4000 NG '.length;

/** A bar on the terminal that `stream` is. */
export async function progressBar(stream: Out, terminal: Terminal): Promise<Progress> {
  const { SingleBar } = (await import('cli-progress')).default;
  let ng = 0;
  const bar = new SingleBar({
    // The stream is what a TTY is; cli-progress's types ask for all of NodeJS.WritableStream.
    stream: stream as unknown as NodeJS.WritableStream,
    format: '{bar} {value}/{total} checks, {ng} NG',
    barCompleteChar: terminal.unicode ? '█' : '#',
    barIncompleteChar: terminal.unicode ? '░' : '-',
    barsize: Math.max(Math.min(LONGEST_BAR, (terminal.columns ?? 80) - AROUND_BAR), 5),
    fps: 10,
    clearOnComplete: true,
    linewrap: true,
    // Signals are the command's business: it stops the bar itself.
    gracefulExit: false,
  });
  return {
    start(total) {
      bar.start(total, 0, { ng });
    },
    answered(verdict) {
      if (verdict.outcome === 'NG') ng += 1;
      bar.increment(1, { ng });
    },
    stop() {
      bar.stop();
    },
  };
}
