import fc from 'fast-check';
import { JSONPath as published } from 'jsonpath-plus';
import { describe, expect, it } from 'vitest';
import { JSONPath } from '#local/engine/reference-path.ts';

const steps = fc.array(
  fc.oneof(
    fc.constantFrom('.a', '.b', '.c-d', '.toString', '.length'),
    fc.nat(2).map((i) => `[${i}]`),
  ),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    // No text but the empty one: of others jsonpath-plus finds letters by index, which are no part of JSON.
    fc.constantFrom(0, 1, '', true, false, null),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c-d'), tie('tree')),
  ),
}));

describe('JSONPath', () => {
  it('finds what jsonpath-plus finds by a plain path, in whatever is not empty itself', () => {
    const container = tree.filter((json) => typeof json === 'object' && json !== null);
    fc.assert(
      fc.property(container, steps, (json, found) => {
        const path = `$${found.join('')}`;
        // `length` of text or of a list is no part of JSON; jsonpath-plus finds that of a list.
        fc.pre(!path.includes('.length'));
        expect(JSONPath({ path, json })).toEqual(published({ path, json: json as object, wrap: false }));
      }),
    );
  });

  it.each([0, '', false, null])('finds %j itself by $', (json) => {
    expect(JSONPath({ path: '$', json })).toBe(json);
  });

  it('finds nothing that an object only inherits, no length, and no letter of a text', () => {
    expect(JSONPath({ path: '$.a[0]', json: { a: 'text' } })).toBeUndefined();
    expect(JSONPath({ path: '$.constructor', json: {} })).toBeUndefined();
    expect(JSONPath({ path: '$.length', json: 'text' })).toBeUndefined();
  });

  it.each(['$..a', '$.a[*]', '$.a[?(@.b)]', "$['a']", '$.a[0:1]', 'a'])('refuses %s', (path) => {
    expect(() => JSONPath({ path, json: {} })).toThrow(`${path} is not a reference path`);
  });
});
