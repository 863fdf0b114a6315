import { withoutGuards } from '#core/run/guards.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { failureText } from '#local/failure-text.ts';
import type { Called } from '../output/called.ts';
import type { CheckPlace, Listing } from '../output/listing.ts';
import { type Standing, standingOf } from '../output/standing.ts';
import { code, literal } from './markdown.ts';

/** Bytes that GitHub takes of a step's summary; a longer one is refused whole. */
export const MOST_SUMMARY_BYTES = 1024 * 1024;
/** For the line that says how many rows were left out. */
const RESERVED_BYTES = 100;

type Row = {
  readonly name: string;
  readonly is: Standing['is'];
  readonly why: string;
  readonly verdict: Verdict | null;
};

const MARKS = { ng: '❌ NG', fault: '⚠️ fault', ok: '✅ OK', skipped: '⏭️ skipped' } as const;
const RANKS = { ng: 0, fault: 1, ok: 3, skipped: 4 } as const;

/**
 * A run as Markdown for a job's summary page: the counts, then a table, NGs first. No more than `room` bytes; empty when
 * not even the counts fit. `linkOf` says where a place can be looked at.
 */
export function summaryOf(
  called: Called,
  listing: Listing,
  room: number,
  linkOf: (place: CheckPlace) => string | null = () => null,
): string {
  const rows = rowsOf(called, listing).map((row) => rowText(row, listing.places.get(row.name), linkOf));
  const head = headOf(called);
  let left = room - Buffer.byteLength(head) - RESERVED_BYTES;
  if (left < 0) return '';
  const kept: string[] = [];
  for (const row of rows) {
    left -= Buffer.byteLength(row);
    if (left < 0) break;
    kept.push(row);
  }
  const more = rows.length - kept.length;
  return [head, ...kept, more > 0 ? `\n${more} more checks are left out: the page takes 1 MiB.\n` : '', '\n'].join('');
}

function headOf({ rollCall, elapsedMs }: Called): string {
  const { counts, failure, interrupted } = rollCall;
  const { ok, ng, flaky, degraded, checkerFaults, quiet } = counts;
  const asides = Object.entries({ flaky, degraded, 'checker faults': checkerFaults, quiet })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  const counted = `${ok} OK, ${ng} NG${asides.length === 0 ? '' : ` (${asides.join(', ')})`}`;
  return [
    `## Rollcall: ${counted} in ${(elapsedMs / 1000).toFixed(1)} s\n\n`,
    failure === null ? '' : `Rollcall failed: ${code(failureText(failure).slice(0, 1000))}\n\n`,
    interrupted ? 'The run was stopped before every check had answered.\n\n' : '',
    '|  | check | status | time | what was seen | where |\n| --- | --- | --: | --: | --- | --- |\n',
  ].join('');
}

function rowsOf({ rollCall: { run, results } }: Called, { unrun, disabled }: Listing): readonly Row[] {
  const rows = [
    ...withoutGuards(run, results).map((verdict) => ({ name: verdict.name, verdict, ...standingOf(verdict) })),
    ...unrun.names.map((name) => skipped(name, unrun.why)),
    ...disabled.map((name) => skipped(name, 'disabled: enabled is false')),
  ];
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b));
}

const skipped = (name: string, why: string): Row => ({ name, is: 'skipped', why, verdict: null });

/** An OK with something to say stands before those without. */
const rankOf = ({ is, why }: Row): number => (is === 'ok' && why !== '' ? 2 : RANKS[is]);

function rowText(
  { name, is, why, verdict }: Row,
  place: CheckPlace | undefined,
  linkOf: (place: CheckPlace) => string | null,
): string {
  const latency = verdict?.latencyMs ?? null;
  const cells = [
    MARKS[is],
    code(name),
    verdict?.status ?? '',
    latency === null ? '' : `${Math.round(latency)} ms`,
    [why === '' ? '' : code(why), is === 'ng' ? repeatText(verdict) : ''].filter((text) => text !== '').join('<br>'),
    place === undefined ? '' : placeText(place, linkOf(place)),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function repeatText(verdict: Verdict | null): string {
  if (verdict?.curl === undefined) return '';
  return `<details><summary>ask again</summary>${code(verdict.curl)}</details>`;
}

function placeText(place: CheckPlace, link: string | null): string {
  const shown = `${place.file}:${place.line}`;
  return link === null ? code(shown) : `<a href="${literal(link)}">${code(shown)}</a>`;
}
