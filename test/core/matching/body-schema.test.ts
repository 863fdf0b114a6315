import { expect, it } from 'vitest';
import { compileSchema } from '#core/matching/body-schema.ts';

const TREE = { type: 'object', properties: { child: { $ref: '#' } } };

it('takes a schema that refers to itself for a part of the document', () => {
  const fits = compileSchema(TREE);
  expect(fits({ child: { child: {} } })).toBe(null);
  expect(fits({ child: { child: 1 } })).toMatchObject({ at: '/child/child' });
});

it('does not fit a document that nests deeper than it can be followed', () => {
  let document: object = {};
  for (let depth = 0; depth < 100_000; depth += 1) document = { child: document };
  expect(compileSchema(TREE)(document)).toMatchObject({ at: '', rule: 'must not nest deeper than can be looked at' });
});
