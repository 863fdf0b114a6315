import * as z from 'zod';
import { isMap } from '#core/text/json-values.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { mapped } from './json-schema-shared.ts';
import { TARGET_KEYS } from './sections/kind-defaults.ts';
import { rowsSchema } from './sources/own-keys.ts';

/** What of checks.schema.json no section says by itself: variables in any place, and rows. */

type Json = Record<string, unknown>;

const VARIABLE = { $ref: '#/$defs/variable' };
/** Said of a setting, whatever forms it has. */
const NOTES = ['title', 'description', 'default', 'examples', 'markdownDescription'];

/** The schema of a whole file, in which variables may stand. */
export function withVariables(schema: Json): Json {
  const { properties, $defs, ...rest } = schema;
  const sections = Object.fromEntries(
    Object.entries(properties as Json).map(([key, section]) => [key, OF_FILE.has(key) ? section : within(section)]),
  );
  const { check, ...others } = mapped($defs as Json, within);
  return {
    ...rest,
    properties: sections,
    $defs: {
      ...others,
      check: { ...(check as Json), oneOf: ((check as Json)['oneOf'] as Json[]).map(withRows) },
      variable: {
        type: 'string',
        pattern: String.raw`\$\{var:[A-Za-z_][\w.-]*\}`,
        description: 'A text with a variable, such as ${var:region}.',
      },
    },
  };
}

const OF_FILE = new Set(['$schema', 'include', 'vars', 'environments']);

function withRows(form: Json): Json {
  const { $schema: _, ...rows } = z.toJSONSchema(rowsSchema, { io: 'input' }) as Json;
  const properties = mapped(form['properties'] as Json, (inner) => inner);
  for (const [key, inner] of Object.entries(properties)) {
    if (key === 'expect' || KIND_NAMES.some((kind) => kind === key)) properties[key] = withNulls(inner as Json, key);
  }
  return { ...form, properties: { ...properties, for: rows } };
}

/** null takes out what `defaults` would give. */
function withNulls(map: Json, key: string): Json {
  const properties = Object.entries(map['properties'] as Json).map(([name, schema]) => {
    const isDefaulted = key === 'expect' || TARGET_KEYS.some((one) => one === name);
    return [name, isDefaulted && isMap(schema) ? orElse(schema, { type: 'null' }) : schema];
  });
  return { ...map, properties: Object.fromEntries(properties) };
}

/** A schema that takes a variable wherever it wants something else than any text. */
function within(schema: unknown): unknown {
  if (!isMap(schema)) return schema;
  if (isLimited(schema)) return orVariable([schema], schema);
  const forms = schema['anyOf'];
  if (Array.isArray(forms)) {
    const inner = unlike(forms.map((form) => (isMap(form) && isLimited(form) ? form : within(form))));
    return forms.some((form) => isMap(form) && isLimited(form))
      ? orVariable(inner, schema)
      : { ...schema, anyOf: inner };
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, innerOf(key, value)]));
}

function innerOf(key: string, value: unknown): unknown {
  if (key === 'properties') return mapped(value as Json, within);
  if (key === 'oneOf' || key === 'allOf') return (value as unknown[]).map(within);
  return key === 'items' || key === 'additionalProperties' ? within(value) : value;
}

/** Whether it is one value, and not any text. */
function isLimited(schema: Json): boolean {
  const { type, pattern, minLength, maxLength, format } = schema;
  if ('enum' in schema || 'const' in schema) return true;
  if (type === 'integer' || type === 'number' || type === 'boolean') return true;
  return type === 'string' && [pattern, minLength, maxLength, format].some((it) => it !== undefined);
}

function orElse(schema: Json, other: Json): Json {
  const notes = Object.fromEntries(NOTES.filter((key) => key in schema).map((key) => [key, schema[key]]));
  const forms = schema['anyOf'];
  return { ...notes, anyOf: [...(Array.isArray(forms) ? forms : [without(schema, NOTES)]), other] };
}

function orVariable(forms: readonly unknown[], { anyOf: _, ...schema }: Json): Json {
  const notes = Object.fromEntries(NOTES.filter((key) => key in schema).map((key) => [key, schema[key]]));
  const bare = forms.map((form) => (form === schema || forms.length === 1 ? without(form as Json, NOTES) : form));
  return { ...notes, anyOf: [...bare, VARIABLE] };
}

const without = (schema: Json, keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));

/** What several kinds say alike, once. */
function unlike(forms: readonly unknown[]): readonly unknown[] {
  const seen = new Set<string>();
  return forms.filter((form) => {
    const text = JSON.stringify(form);
    return !seen.has(text) && seen.add(text);
  });
}
