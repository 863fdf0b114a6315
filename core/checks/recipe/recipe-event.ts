import type { HttpCheck } from '../check.ts';
import type { CurlGrammar } from '../curl/grammar.ts';
import { type CurlCheck, parseCurl } from '../curl/parse-curl.ts';
import type { CurlFiles } from '../curl/reading.ts';

/** The event of the published recipe. An empty keyword means that the status alone decides. */
export type RecipeEvent = {
  readonly curl_cmd: string;
  readonly search_keyword: string;
  readonly ok_string: string;
  readonly ng_string: string;
};

/** What a recipe's event leaves open; whoever makes a Check of it fills it in. */
export type RecipeCheck = CurlCheck & Pick<HttpCheck, 'expect' | 'labels'>;

export type RecipeFault = { readonly path: string; readonly message: string };

const FIELDS = ['curl_cmd', 'search_keyword', 'ok_string', 'ng_string'] as const;

/** Whether a value is meant as the recipe's event: it has the one field that nothing else has. */
export function isRecipeEvent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'curl_cmd' in value;
}

/**
 * The check that means what the recipe did: exactly status 200, and the keyword somewhere in the body. Every fault is
 * told, those of the command with their column.
 */
export function fromRecipeEvent(
  event: unknown,
  grammar: CurlGrammar,
  files: CurlFiles,
): { readonly check: RecipeCheck } | { readonly faults: readonly RecipeFault[] } {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return {
      faults: [{ path: '', message: `the event is ${kindOf(event)}; write an object with ${FIELDS.join(', ')}` }],
    };
  }
  const fields = event as Readonly<Record<string, unknown>>;
  const faults: RecipeFault[] = [
    ...FIELDS.flatMap((name) => fieldFault(name, fields[name])),
    ...Object.keys(fields)
      .filter((name) => !FIELDS.some((known) => known === name))
      .map((name) => ({ path: name, message: `${JSON.stringify(name)} is no field of the event; take it out` })),
  ];
  const { curl_cmd: command, search_keyword: keyword, ok_string: ok, ng_string: ng } = fields as RecipeEvent;
  const parsed = typeof command === 'string' ? parseCurl(command, grammar, files) : { faults: [] };
  if ('faults' in parsed || faults.length > 0) {
    const ofCommand = 'faults' in parsed ? parsed.faults : [];
    return {
      faults: [
        ...faults,
        ...ofCommand.map(({ line, column, message }) => ({
          path: 'curl_cmd',
          message: `${line}:${column} ${message}`,
        })),
      ],
    };
  }
  const expect: HttpCheck['expect'] = {
    status: [[200, 200]],
    keyword: keyword || null,
    absent: null,
    latencyMs: null,
    headers: [],
  };
  // The recipe knew no second try.
  return { check: { ...parsed.check, rechecks: parsed.check.rechecks ?? 0, expect, labels: { ok, ng } } };
}

function fieldFault(name: string, value: unknown): readonly RecipeFault[] {
  if (typeof value === 'string') return [];
  const message = value === undefined ? `${name} is missing; write it` : `${name} is ${kindOf(value)}; write a string`;
  return [{ path: name, message }];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`;
}
