import type { Run } from '../run/run.ts';
import type { Counts } from './counts.ts';
import type { News } from './news.ts';

/** All that one notification says, before it is put into words. `news` is not empty. */
export type Message = {
  /** In the letters that names are written in. */
  readonly subject: string;
  readonly run: Run;
  /** Of the whole run, whatever of it is news for this topic. */
  readonly counts: Counts;
  readonly news: readonly News[];
  /** By whose clocks times are reported; UTC, as they are, without. */
  readonly timezone: string | null;
  /** What there is no room for: names only. */
  readonly more: readonly string[];
};
