import type { CheckDetails, PageCheck, PageData } from '#core/page/page-data.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';

/** Where the server has from what it shows. Everything is for people who may see all; the server leaves out what is not public. */
export type PageSource = {
  /** All that the pages show now. */
  data(): Promise<PageData>;
  /** A check as `data` has it; null where the list has none of that name. */
  check(name: string): Promise<PageCheck | null>;
  details(name: string): Promise<CheckDetails | null>;
  /** A check's verdicts, newest first; `before`: of runs that started earlier, milliseconds. */
  verdicts(name: string, atMost: number, before: number | null): Promise<readonly PastVerdict[]>;
};
