import * as z from 'zod';
import { entrySchema } from './entry/entries.ts';
import { fileSchema } from './file.ts';
import { withVariables } from './json-schema-variables.ts';

/** What editors complete and check checks.yaml by: draft 2020-12, published as checks.schema.json. */
export function checksJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(fileSchema, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if ((zodSchema as unknown) !== entrySchema) return;
      // An entry has exactly one kind; editors then offer the settings of the kind that is there.
      jsonSchema.oneOf = jsonSchema.anyOf ?? [];
      delete jsonSchema.anyOf;
    },
  });
  return { $schema, title: 'Rollcall checks', ...withVariables(schema) };
}
