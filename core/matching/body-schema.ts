import { Ajv, type ErrorObject, type Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { endlessRef } from './endless-refs.ts';
import { PatternFault } from './pattern-fault.ts';
import { compileForeignRegex, type Regex } from './regex.ts';
import { remembered } from './remembered.ts';

/** JSON Schema, draft 2020-12 or draft-07, for a response's body. */

/** The first thing about a document that does not fit, null when it fits. `at` is a JSON pointer, '' for the whole. */
export type BodySchema = (document: unknown) => Misfit | null;
/** Where and why a document does not fit a schema. */
export type Misfit = { readonly at: string; readonly value: unknown; readonly rule: string };

/** Throws PatternFault: for keywords and formats it does not know, other drafts, and a $ref that leads elsewhere. */
export function compileSchema(schema: unknown): BodySchema {
  return compiled(JSON.stringify(schema));
}

const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';
const DRAFT_07 = 'http://json-schema.org/draft-07/schema';

const compiled = remembered((json: string): BodySchema => {
  const schema: object = JSON.parse(json);
  const draft = '$schema' in schema ? String(schema.$schema).replace(/#$/, '') : DRAFT_2020;
  if (draft !== DRAFT_2020 && draft !== DRAFT_07) {
    throw new PatternFault(`it is written for ${draft}; write for ${DRAFT_2020} or ${DRAFT_07}`);
  }
  const endless = endlessRef(schema);
  if (endless !== null) {
    throw new PatternFault(
      `$ref ${endless} leads back to itself before anything is looked at; write what it refers to`,
    );
  }
  // An instance a schema: it would remember every $id, and refuse the second schema that has the same.
  const ajv = draft === DRAFT_07 ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS);
  addFormats.default(ajv);
  try {
    const validate = ajv.compile(schema);
    return (document) => {
      try {
        return validate(document) ? null : misfitOf(validate.errors?.[0]);
      } catch (error) {
        if (error instanceof RangeError)
          return { at: '', value: document, rule: 'must not nest deeper than can be looked at' };
        throw error;
      }
    };
  } catch (cause) {
    if (cause instanceof PatternFault) throw cause;
    throw new PatternFault(cause instanceof Error ? worded(cause.message) : String(cause), { cause });
  }
}, 50);

const OPTIONS: Options = {
  // A keyword that is not understood would be an expectation that is accepted and not looked at.
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  // One misfit is enough, and more would let a hostile body choose how much work it makes.
  allErrors: false,
  verbose: true,
  logger: false,
  code: { regExp: Object.assign(linear, { code: 'linear' }) },
};

function linear(pattern: string): Regex {
  try {
    // The library tells compiled patterns apart by their text.
    return Object.assign({ toString: () => pattern }, compileForeignRegex(pattern));
  } catch (cause) {
    if (!(cause instanceof PatternFault)) throw cause;
    throw new PatternFault(`pattern ${JSON.stringify(pattern)}: ${cause.message} of it`, { cause });
  }
}

function worded(message: string): string {
  return message
    .replace(/^strict mode: /, '')
    .replace(/^schema is invalid: data([^,]*).*$/, '#$1')
    .replace(
      /^can't resolve reference (\S+) from id .*$/,
      '$ref $1 leads out of the schema; write what it refers to under $defs',
    )
    .replace(/ ignored in schema at path "#?([^"]*)"$/, ' is not known at #$1');
}

function misfitOf(error: ErrorObject | undefined): Misfit {
  const { instancePath = '', data, message = 'must fit' } = error ?? {};
  return { at: instancePath, value: data, rule: `${message}${detailOf(error)}` };
}

function detailOf(error: ErrorObject | undefined): string {
  if (error?.keyword === 'enum') return `: ${JSON.stringify(error.params['allowedValues'])}`;
  if (error?.keyword === 'const') return `: ${JSON.stringify(error.params['allowedValue'])}`;
  const extra = error?.params['additionalProperty'] ?? error?.params['unevaluatedProperty'];
  return extra === undefined ? '' : `: ${JSON.stringify(extra)}`;
}
