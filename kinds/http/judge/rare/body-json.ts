import { BODY_CAP_BYTES } from '#core/contract.ts';
import type { BodySchema } from '#core/matching/body-schema.ts';
import { compilePath } from '#core/matching/json-path.ts';
import { compileRegex } from '#core/matching/regex.ts';
import { cutToBytes, quote, safeText } from '#core/text/safe-text.ts';
import { sameJson } from '#core/text/same-json.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { JsonExpect, MoreExpect } from '../../check.ts';
import { type Page, textOf } from '../page.ts';

/** No API nests so deep, and what walks a body calls itself for each level. */
const MOST_LEVELS = 100;
const SHOWN_BYTES = 100;

/** Judges a body by what is expected of it as JSON: a reason for each thing that does not hold. */
export type JsonJudge = (page: Page) => Reason[];

export async function jsonJudge({ json = [], schema }: MoreExpect): Promise<JsonJudge> {
  const schemas = schema === undefined ? null : await import('#core/matching/body-schema.ts');
  const fits = schemas?.compileSchema(schema) ?? null;
  for (const { path } of json) compilePath(path);
  return (page) => {
    const body = parsed(page);
    if ('unread' in body) return [reason(body.unread)];
    const misfit = fits === null ? [] : misfits(fits, body.value);
    return [...misfit, ...json.flatMap((expected) => placeReasons(body.value, expected))];
  };
}

function reason(message: string): Reason {
  return { code: 'body', message };
}

function parsed(page: Page): { readonly value: unknown } | { readonly unread: string } {
  const { response } = page;
  if (response.truncated) {
    return {
      unread: `the body is longer than the ${BODY_CAP_BYTES / 1024 / 1024} MiB that are read, so it cannot be read as JSON`,
    };
  }
  if (response.body.length === 0) return { unread: 'the body is empty, wanted JSON' };
  try {
    const value: unknown = JSON.parse(textOf(page));
    return isDeep(value)
      ? { unread: `the body nests more than ${MOST_LEVELS} deep, which is not looked into` }
      : { value };
  } catch (error) {
    return { unread: `the body is not JSON: ${syntaxText(error instanceof Error ? error.message : String(error))}` };
  }
}

/** The parser ends some messages in the place, others in the text itself, which the excerpt shows already. */
function syntaxText(message: string): string {
  const [words = ''] = message.endsWith(' is not valid JSON') ? message.split(/, (?:\.\.\.)?"/, 1) : [message];
  const placed = words
    .replace(/^Unexpected end of JSON input$/, 'it ends too early')
    .replace(/ in JSON at position \d+ \(line (\d+) column (\d+)\)$/, ' at line $1, column $2');
  return cutToBytes(safeText(`${placed.charAt(0).toLowerCase()}${placed.slice(1)}`), SHOWN_BYTES);
}

/** Level by level, because a walk that calls itself is what deep nesting breaks. */
function isDeep(root: unknown): boolean {
  let level: unknown[] = [root];
  for (let depth = 0; depth <= MOST_LEVELS; depth += 1) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) next.push(inner);
    }
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}

function misfits(fits: BodySchema, body: unknown): Reason[] {
  const misfit = fits(body);
  if (misfit === null) return [];
  const place = misfit.at === '' ? 'the body' : cutToBytes(safeText(misfit.at), SHOWN_BYTES);
  return [
    reason(`by the schema ${place} is ${shown(misfit.value)}, ${cutToBytes(safeText(misfit.rule), SHOWN_BYTES)}`),
  ];
}

/** Everything that does not hold at one place. */
function placeReasons(body: unknown, expected: JsonExpect): Reason[] {
  const { isSingular, valuesIn } = compilePath(expected.path);
  const values = valuesIn(body);
  const path = cutToBytes(safeText(expected.path), SHOWN_BYTES);
  if (expected.exists === false)
    return values.length === 0 ? [] : [reason(`${path} is ${shown(values[0])}, wanted nothing there`)];
  const wanted = wantedOf(expected);
  if (values.length === 0 && (wanted !== '' || expected.exists === true || isSingular)) {
    const what = wanted === '' ? countText(expected.count) : wanted;
    return [reason(`${path} is not there${what === '' ? '' : `, wanted ${what}`} (the body is JSON)`)];
  }
  const offender = values.findIndex((value) => !holds(value, expected));
  const which = values.length > 1 ? ` (value ${offender + 1} of ${values.length})` : '';
  return [
    ...(offender === -1 ? [] : [reason(`${path} is ${shown(values[offender])}${which}, wanted ${wanted}`)]),
    ...countReasons(path, isSingular ? values[0] : values, expected.count),
  ];
}

function holds(value: unknown, expected: JsonExpect): boolean {
  const { matches, less, greater } = expected;
  if (Object.hasOwn(expected, 'equals') && !sameJson(value, expected.equals)) return false;
  if (matches !== undefined && !(typeof value === 'string' && compileRegex(matches).test(value))) return false;
  if (less !== undefined && !(typeof value === 'number' && value < less)) return false;
  return greater === undefined || (typeof value === 'number' && value > greater);
}

/** What each value must be, in words; '' when nothing is said of single values. */
function wantedOf(expected: JsonExpect): string {
  const { matches, less, greater } = expected;
  const wanted = [
    ...(Object.hasOwn(expected, 'equals') ? [shown(expected.equals)] : []),
    ...(matches === undefined ? [] : [`text that matches ${quote(matches)}`]),
    ...(less === undefined && greater === undefined ? [] : [`a number ${limitsText({ less, greater })}`]),
  ];
  return wanted.join(' and ');
}

type Limits = { readonly less?: number | undefined; readonly greater?: number | undefined };

function limitsText({ less, greater }: Limits): string {
  const parts = [
    ...(greater === undefined ? [] : [`more than ${greater}`]),
    ...(less === undefined ? [] : [`less than ${less}`]),
  ];
  return parts.join(' and ');
}

function countText(count: JsonExpect['count']): string {
  if (count === undefined) return '';
  return `${typeof count === 'number' ? count : limitsText(count)} values`;
}

function countReasons(path: string, counted: unknown, count: JsonExpect['count']): Reason[] {
  if (count === undefined) return [];
  const wanted = typeof count === 'number' ? String(count) : limitsText(count);
  if (!Array.isArray(counted)) return [reason(`${path} is ${shown(counted)}, wanted a list of ${wanted}`)];
  const { length } = counted;
  const { less = length + 1, greater = length - 1 } = typeof count === 'number' ? between(count) : count;
  if (length < less && length > greater) return [];
  return [reason(`${path} has ${length} ${length === 1 ? 'value' : 'values'}, wanted ${wanted}`)];
}

function between(count: number): Limits {
  return { less: count + 1, greater: count - 1 };
}

/** As JSON, on one line, safe to print. */
function shown(value: unknown): string {
  return typeof value === 'string' ? quote(value) : cutToBytes(safeText(JSON.stringify(value)), SHOWN_BYTES);
}
