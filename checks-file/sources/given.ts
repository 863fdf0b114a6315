/** What is said of variables outside the files: on the command line, in the context of a synthesis. */
export type Given = {
  /** The one of `environments` that is meant. */
  readonly environment?: string | undefined;
  /** Values by name, such as those of `--var`. They go before all others. */
  readonly vars?: ReadonlyMap<string, string> | undefined;
  /** Values by name of files such as `.env`. They go before those of the environment. */
  readonly varFile?: ReadonlyMap<string, string> | undefined;
};

/** Nothing is said. */
export const NOTHING_GIVEN: Given = {};
