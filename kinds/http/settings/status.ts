import * as z from 'zod';
import type { StatusRange } from '../check.ts';

/** Expected statuses as people write them: `200`, `"2xx"`, `"200-299"`, or a list of such. */

const LOWEST = 100;
const HIGHEST = 599;
const STATUS_TEXT = /^(?:[1-5]xx|[1-5]\d\d(?:-[1-5]\d\d)?)$/;
const WRITE = 'write a status from 100 to 599, "2xx", "200-299", or a list of such';

const forms = [
  z.int({ error: WRITE }).min(LOWEST, { error: WRITE }).max(HIGHEST, { error: WRITE }),
  z
    .string()
    .regex(STATUS_TEXT, { error: WRITE, abort: true })
    .refine((value) => isRising(rangeOf(value)), { error: WRITE }),
] as const;
const list = z.array(z.union(forms, { error: WRITE })).min(1, { error: WRITE });

/** `status`: a number, "2xx", "200-299", or a list of such. */
export const statusSchema = z
  .union([...forms, list], { error: WRITE })
  .meta({ examples: [200, 201, 204, 301, 302, 401, 403, 404, '2xx', '3xx', '200-299', [200, 204]] });

/** `status` as people write it. */
export type AuthoredStatus = z.infer<typeof statusSchema>;

const SUCCESS: readonly StatusRange[] = [[200, 299]];

/** Inclusive ranges of what was written. */
export function statusRanges(authored: AuthoredStatus | undefined): readonly StatusRange[] {
  if (authored === undefined) return SUCCESS;
  return Array.isArray(authored) ? authored.map(rangeOf) : [rangeOf(authored)];
}

function rangeOf(status: string | number): StatusRange {
  const written = String(status);
  if (written.endsWith('xx')) return [Number(written[0]) * 100, Number(written[0]) * 100 + 99];
  const [from = 0, to = from] = written.split('-').map(Number);
  return [from, to];
}

function isRising([from, to]: StatusRange): boolean {
  return from <= to;
}

/** Whether every final response passes: 1xx are not final, so they need not be in it. */
export function admitsEveryStatus(ranges: readonly StatusRange[]): boolean {
  const sorted = ranges.toSorted(([a], [b]) => a - b);
  const reached = sorted.reduce((next, [from, to]) => (from <= next ? Math.max(next, to + 1) : next), 200);
  return reached > HIGHEST;
}
