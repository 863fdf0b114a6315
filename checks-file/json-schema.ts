import * as z from 'zod';
import { entrySchema } from './entry/entries.ts';
import { ENTRY_FORMS } from './entry/entry-forms.ts';
import { fileSchema } from './file.ts';
import { withSharedParts } from './json-schema-shared.ts';
import { withTitles } from './json-schema-titles.ts';
import { withVariables } from './json-schema-variables.ts';

type Json = Record<string, unknown>;

/** What editors complete and check checks.yaml by: draft 2020-12, published as checks.schema.json. */
export function checksJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(fileSchema(), {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const made = jsonSchema as Json;
      if ((zodSchema as unknown) === entrySchema()) asEntry(made);
      if (made['additionalProperties'] === false) made['patternProperties'] = { '^x-': {} };
      const preset = presetIn(made);
      if (preset !== undefined) made['default'] = preset;
    },
  });
  return { $schema, title: 'Rollcall checks', ...withSharedParts(withTitles(withVariables(schema))) };
}

/** An entry has exactly one kind; editors then offer the settings of the kind that is there, by its name. */
function asEntry(schema: Json): void {
  const { anyOf, ...others } = schema;
  const forms = [...ENTRY_FORMS.keys()];
  const oneOf = (anyOf as Json[]).map((form, index) => ({ title: `${forms[index]} check`, ...form }));
  for (const key of Object.keys(schema)) delete schema[key];
  Object.assign(schema, { ...others, oneOf });
}

/** Descriptions say what is taken: `10s when left out.` What is not a value of the setting is said in words. */
const WHEN_LEFT_OUT = /(?:^|[.,] )(\S+) when left out\b/;

function presetIn({ description, type, pattern, enum: words }: Json): unknown {
  const text = WHEN_LEFT_OUT.exec(String(description ?? ''))?.[1];
  if (text === undefined) return undefined;
  if (type === 'boolean') return { true: true, false: false }[text];
  if (type === 'integer') return /^\d+$/.test(text) ? Number(text) : undefined;
  const isValue = Array.isArray(words)
    ? words.includes(text)
    : typeof pattern === 'string' && new RegExp(pattern, 'u').test(text);
  return isValue ? text : undefined;
}
