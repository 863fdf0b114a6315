import { StateError } from './errors.ts';

/** What work that was under way ends with when its scope ends. Nothing matches it. */
const ENDED = new StateError('States.Aborted', 'the execution has ended', true);

/**
 * What ends together: an execution, the branches of a Parallel state, the iterations of a Map state. When a scope has
 * ended, nothing in it begins any more, and what is under way is left.
 */
export class Scope {
  #isOver = false;
  readonly #leave = new Set<() => void>();

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Throws where the scope has ended. */
  check(): void {
    if (this.#isOver) throw ENDED;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const leave of this.#leave) leave();
    this.#leave.clear();
  }

  /** The work's result, or a rejection as soon as the scope ends. Throws before the work where it has ended already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.check();
    const { promise, reject } = Promise.withResolvers<never>();
    const leave = () => reject(ENDED);
    this.#leave.add(leave);
    try {
      return await Promise.race([work(), promise]);
    } finally {
      this.#leave.delete(leave);
    }
  }

  /** A part of this scope that can end alone, and ends with this one. It ends when `work` does, however that is. */
  async within<T>(work: (part: Scope) => Promise<T>): Promise<T> {
    this.check();
    const part = new Scope();
    const leave = () => part.end();
    this.#leave.add(leave);
    try {
      return await work(part);
    } finally {
      this.#leave.delete(leave);
      part.end();
    }
  }
}
