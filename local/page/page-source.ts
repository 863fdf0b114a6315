import type { CheckDetails, PageData } from '#core/page/page-data.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';

/** Where the server has from what it shows. Everything is for people who may see all; the server leaves out what is not public. */
export type PageSource = {
  /** All that the pages show now. */
  data(): Promise<PageData>;
  /** Null where the list has no check of that name. */
  details(name: string): Promise<CheckDetails | null>;
  /** A check's verdicts, newest first; `before`: of runs that started earlier, milliseconds. */
  verdicts(name: string, atMost: number, before: number | null): Promise<readonly PastVerdict[]>;
};
