import { BODY_CAP_BYTES } from '#core/contract.ts';
import type { BodySchema } from '#core/matching/body-schema.ts';
import { parseExactly } from '#core/matching/exact-json.ts';
import { compilePath } from '#core/matching/json-path.ts';
import { valueAt } from '#core/text/json-values.ts';
import { told } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { JsonExpect, MoreExpect } from '../../check.ts';
import { doubtOf, type Page, textOf } from '../page.ts';
import { bodyFault, type Found, SHOWN_BYTES, shown, valueReasons } from './values.ts';

/** No API nests so deep, and what walks a body calls itself for each level. */
const MOST_LEVELS = 100;

/** Judges a body by what is expected of it as JSON: a reason for each thing that does not hold. */
export type JsonJudge = (page: Page) => Reason[];

/** Judges a body by JSONPaths and a schema, compiled beforehand. Throws PatternFault. */
export async function jsonJudge({ json = [], schema }: MoreExpect): Promise<JsonJudge> {
  const schemas = schema === undefined ? null : await import('#core/matching/body-schema.ts');
  const fits = schemas?.compileSchema(schema) ?? null;
  for (const { path } of json) compilePath(path);
  return (page) => {
    const body = documentOf(page);
    if ('unread' in body) return [bodyFault(body.unread)];
    const doubt = doubtOf(page);
    const misfit = fits === null ? [] : schemaReasons(fits, page, body.value, doubt);
    return [...misfit, ...json.flatMap((expected) => placeReasons(body.value, expected, doubt))];
  };
}

/** The body as JSON, or why it cannot be read as that, in a sentence. */
export function documentOf(page: Page): { readonly value: unknown } | { readonly unread: string } {
  const { response } = page;
  if (response.truncated) {
    return {
      unread: `the body is longer than the ${BODY_CAP_BYTES / 1024 / 1024} MiB that are read, so it cannot be read as JSON`,
    };
  }
  if (response.body.length === 0) return { unread: 'the body is empty, wanted JSON' };
  try {
    const value = parseExactly(textOf(page));
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
  return told(`${placed.charAt(0).toLowerCase()}${placed.slice(1)}`, SHOWN_BYTES);
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

/** A schema says what a body may not hold, too. */
function schemaReasons(fits: BodySchema, page: Page, exact: unknown, doubt: string | null): Reason[] {
  const found = misfits(fits, textOf(page), exact);
  return found.length > 0 || doubt === null ? found : [bodyFault(`the schema may not fit the body, ${doubt}`)];
}

/** A schema's validator knows numbers only: it is given those, and what it finds is shown with all its digits. */
function misfits(fits: BodySchema, text: string, exact: unknown): Reason[] {
  const misfit = fits(JSON.parse(text));
  if (misfit === null) return [];
  const steps = misfit.at.split('/').slice(1);
  const value = valueAt(
    exact,
    steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
  );
  const place = misfit.at === '' ? 'the body' : told(misfit.at, SHOWN_BYTES);
  return [bodyFault(`by the schema ${place} is ${shown(value ?? misfit.value)}, ${told(misfit.rule, SHOWN_BYTES)}`)];
}

/** Everything that does not hold at one place. */
function placeReasons(body: unknown, expected: JsonExpect, doubt: string | null): Reason[] {
  return valueReasons({ ...foundIn(body, expected), doubt }, expected);
}

function foundIn(body: unknown, { path }: JsonExpect): Found {
  const { isSingular, valuesIn } = compilePath(path);
  return { what: 'JSON', values: valuesIn(body), isSingular, isComputed: path.includes('?'), doubt: null };
}

/** What a path leads to in a body that can be read; nothing in another. */
export function jsonValues(page: Page, expected: JsonExpect): Found {
  const body = documentOf(page);
  return 'unread' in body
    ? { what: 'JSON', values: [], isSingular: true, isComputed: false, doubt: null }
    : foundIn(body.value, expected);
}
