import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** One core stays with the thread that the sockets of all checks are on. */
const MOST_WORKERS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Of a worker's heap: a body of 1 MiB that is all small numbers becomes 100 MB of places. */
const MOST_HEAP_MB = 256;
/** A worker ends its work itself; this is for one that cannot. */
const MOST_MS = 10_000;

/** What became of work: its answer, or why there is none. */
export type Done<Answer> = { readonly answer: Answer } | { readonly ended: 'time' | 'memory' };
/** What a worker sends back; `thrown` is a fault of ours. */
export type Sent<Answer> = { readonly answer: Answer } | { readonly thrown: Error };

type Task<Job, Answer> = {
  readonly job: Job;
  readonly resolve: (done: Done<Answer>) => void;
  readonly reject: (error: Error) => void;
};

/**
 * Work on threads of its own, by the module in `file`, which answers each message with a `Sent`. At most as many run as
 * there are cores to spare; the rest waits in order. A worker that takes too long or too much memory ends with its work
 * alone. None keeps the process alive while it has nothing to do.
 */
export function workersOf<Job, Answer>(file: URL): (job: Job) => Promise<Done<Answer>> {
  const waiting: Task<Job, Answer>[] = [];
  const idle: Worker[] = [];
  let alive = 0;

  const next = (): void => {
    if (waiting.length === 0 || (idle.length === 0 && alive >= MOST_WORKERS)) return;
    const task = waiting.shift();
    if (task !== undefined) run(task, idle.pop() ?? start());
  };

  const start = (): Worker => {
    alive += 1;
    const worker = new Worker(file, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB } });
    worker.on('error', () => undefined);
    // Whatever ends it, `exit` comes last.
    worker.once('exit', () => {
      alive -= 1;
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
      next();
    });
    return worker;
  };

  const run = ({ job, resolve, reject }: Task<Job, Answer>, worker: Worker): void => {
    const timer = setTimeout(() => void worker.terminate(), MOST_MS);
    const settle = (): void => {
      clearTimeout(timer);
      worker.off('message', answered).off('error', failed).off('exit', ended);
      worker.unref();
    };
    const answered = (sent: Sent<Answer>): void => {
      settle();
      idle.push(worker);
      if ('thrown' in sent) reject(sent.thrown);
      else resolve(sent);
      next();
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      settle();
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ ended: 'memory' });
      else reject(error);
    };
    const ended = (): void => {
      settle();
      resolve({ ended: 'time' });
    };
    worker.ref();
    worker.once('message', answered).once('error', failed).once('exit', ended);
    worker.postMessage(job);
  };

  return (job) =>
    new Promise((resolve, reject) => {
      waiting.push({ job, resolve, reject });
      next();
    });
}
