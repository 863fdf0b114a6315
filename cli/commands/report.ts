import type { CheckList } from '#core/check/check-list.ts';
import type { MonthReport } from '#core/history/month-report.ts';
import type { SqliteStore } from '#local/store/sqlite-store.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { say } from '../output/say.ts';
import { reserveFile, wroteReport } from '../report-file.ts';
import type { ChooseOptions } from '../selection/choose.ts';
import { UsageError } from '../usage-error.ts';
import { askMemoryHere } from './local-memory.ts';

export type ReportOptions = Asked &
  Omit<ChooseOptions, 'shown'> & {
    /** As 2026-11, or `last`; true where only the option stood. */
    readonly month?: string | true;
    readonly slo?: number;
    readonly format: ReportFormat;
    readonly out?: string;
    readonly json?: true;
  };

export type ReportFormat = 'text' | 'json' | 'csv' | 'html';

/** Writes how the checks of a list did in a month, by what is remembered on this machine. */
export async function report(options: ReportOptions, io: Io): Promise<number> {
  const format = formatOf(options);
  const made = await askMemoryHere({ asked: options, to: 'look' }, io, (store, list) =>
    reportOf(store, list, options, Date.now()),
  );
  if (made === null) return EXIT.usage;
  if (made.checks.every(({ uptime, excused }) => uptime === null && excused === 0)) {
    await say(`note: nothing is remembered of ${made.month}; rollcall watch, or run --remember, remembers`, io.stderr);
  }
  const text = await textOf(made, format, options, io);
  if (options.out === undefined) {
    io.stdout.write(text);
    return EXIT.ok;
  }
  await reserveFile('--out', options.out, io, { flags: 'a' });
  const { writePublished } = await import('../write-whole.ts');
  const isWritten = await wroteReport('--out', options.out, io, (file) => writePublished(file, text));
  return isWritten ? EXIT.ok : EXIT.failed;
}

function formatOf({ format, json }: ReportOptions): ReportFormat {
  if (json !== true) return format;
  if (format === 'text' || format === 'json') return 'json';
  throw new UsageError(`--json is --format json, not ${format}; take one of them out`);
}

async function reportOf(
  store: SqliteStore,
  list: CheckList,
  options: ReportOptions,
  now: number,
): Promise<MonthReport> {
  const [{ monthReport }, { daysOfMonth, monthBefore, monthOf }, { chooseChecks }] = await Promise.all([
    import('#core/history/month-report.ts'),
    import('#core/history/local-days.ts'),
    import('../selection/choose.ts'),
  ]);
  const timezone = list.timezone ?? null;
  const current = monthOf(now, timezone);
  const month = monthAsked(options.month, current, monthBefore);
  const days = daysOfMonth(month, timezone);
  const checks = chooseChecks(list.checks, options).map(({ name, tags, alerts }) => {
    return { name, tags, slo: alerts?.slo ?? options.slo ?? null };
  });
  const [buckets, incidents] = [await store.folded(days, now), await store.incidents(days[0]?.from ?? 0)];
  return monthReport({ month, timezone, now, checks, buckets, incidents });
}

function monthAsked(asked: ReportOptions['month'], current: string, before: (month: string) => string): string {
  if (asked === undefined || asked === true) return current;
  if (asked === 'last') return before(current);
  if (!/^20\d\d-(?:0[1-9]|1[0-2])$/.test(asked)) {
    throw new UsageError(`--month ${asked} is no month; write one such as ${current}, or last`);
  }
  if (asked > current) throw new UsageError(`--month ${asked} has not begun; it is ${current}`);
  return asked;
}

/** Only a terminal has a width that a table must fit. */
async function textOf(made: MonthReport, format: ReportFormat, { out }: ReportOptions, io: Io): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(made, null, 2)}\n`;
    case 'csv':
      return (await import('../output/report-csv.ts')).reportCsv(made);
    case 'html':
      return (await import('../output/report-html.ts')).reportHtml(made);
    case 'text': {
      const [{ renderReport }, { measuredTerminal }] = await Promise.all([
        import('../output/report.ts'),
        import('../output/measures.ts'),
      ]);
      return renderReport(made, measuredTerminal(out === undefined ? io.stdout : { write: () => true }, io.env));
    }
  }
}
