import * as z from 'zod';
import { fileSchema } from './authored.ts';

/** What editors complete and check checks.yaml by: draft 2020-12, published as checks.schema.json. */
export function checksJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(fileSchema, { target: 'draft-2020-12', io: 'input' });
  return { $schema, title: 'Rollcall checks', ...schema };
}
