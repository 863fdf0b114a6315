import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** The schemas that a command's `--json` may follow: a row a command, each schema a file of schemas/. */
export const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  run: ['run'],
  validate: ['validate'],
  prove: ['prove'],
  cost: ['cost'],
  report: ['report'],
  import: ['import'],
  init: ['init'],
  'test-alert': ['test-alert'],
  start: ['run', 'started'],
  rerun: ['run', 'started'],
  last: ['run'],
  history: ['history', 'check-history'],
  open: ['open'],
  status: ['status'],
  mute: ['mutes'],
  unmute: ['mutes'],
};

const SCHEMAS = new URL('../../schemas/', import.meta.url);

/** The schemas of documents, by file name. */
export const schemaFiles = (): readonly string[] => readdirSync(SCHEMAS).toSorted();

let ajv: Ajv2020 | undefined;

function validator(): Ajv2020 {
  if (ajv !== undefined) return ajv;
  ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  (formats as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);
  for (const file of schemaFiles()) ajv.addSchema(JSON.parse(readFileSync(new URL(file, SCHEMAS), 'utf8')), file);
  return ajv;
}

/** What keeps a document from being one of a command's; empty when it is. */
export function documentFaults(command: string, document: unknown): readonly string[] {
  const schemas = DOCUMENTS[command];
  if (schemas === undefined) return [`test/cli/documents.ts has no row of ${command}`];
  const all = schemas.map((name) => schemaFaults(name, document));
  return all.some((faults) => faults.length === 0) ? [] : all.flat();
}

/** What a schema, by its name, does not allow of a value. */
export function schemaFaults(name: string, value: unknown): readonly string[] {
  const validate = validator().getSchema(`${name}.schema.json`);
  if (validate === undefined) return [`there is no schemas/${name}.schema.json`];
  return validate(value) ? [] : [`${name}.schema.json: ${validator().errorsText(validate.errors)}`];
}

/** Throws when a command was asked for `--json` and printed what its schema does not allow. Every test's commands pass here. */
export function holdToSchema(args: readonly string[], stdout: string): void {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const [command = ''] = own;
  if (stdout === '' || !own.includes('--json')) return;
  const faults = documentFaults(command, JSON.parse(stdout));
  if (faults.length > 0) throw new Error(`rollcall ${args.join(' ')} printed ${stdout}\n${faults.join('\n')}`);
}
