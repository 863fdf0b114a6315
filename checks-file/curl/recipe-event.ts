import type { NamedFiles } from '#core/settings/named-files.ts';
import { type CurlCheck, parseCurl } from './parse-curl.ts';
import { NG_STRING, OK_STRING } from './recipe-words.ts';

/** The event of the published recipe. An empty keyword means that the status alone decides. */
export type RecipeEvent = {
  readonly curl_cmd: string;
  readonly search_keyword: string;
  readonly ok_string: string;
  readonly ng_string: string;
};

const FIELDS = ['curl_cmd', 'search_keyword', 'ok_string', 'ng_string'];

/** Reads an event that a function was invoked with. Every fault is reported, those of the command with their place in it. */
export function readRecipeEvent(
  event: unknown,
  files: NamedFiles,
): { readonly event: RecipeEvent; readonly curl: CurlCheck } | { readonly faults: readonly string[] } {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return { faults: [`the event is ${kindOf(event)}; write an object with ${FIELDS.join(', ')}`] };
  }
  const fields: Readonly<Record<string, unknown>> = { ok_string: OK_STRING, ng_string: NG_STRING, ...event };
  const { curl_cmd: command } = fields;
  const read = typeof command === 'string' ? parseCurl(command, files) : { faults: [] };
  const faults = [
    ...FIELDS.flatMap((name) => fieldFault(name, fields[name])),
    ...Object.keys(fields)
      .filter((name) => !FIELDS.includes(name))
      .map((name) => `${JSON.stringify(name)} is no field of the event; take it out`),
    ...('faults' in read ? read.faults : []).map(
      ({ line, column, message }) => `curl_cmd:${line}:${column} ${message}`,
    ),
  ];
  if ('faults' in read || faults.length > 0) return { faults };
  return { event: fields as RecipeEvent, curl: read.check };
}

function fieldFault(name: string, value: unknown): readonly string[] {
  if (typeof value === 'string') return [];
  return [value === undefined ? `${name} is missing; write it` : `${name} is ${kindOf(value)}; write a string`];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`;
}
