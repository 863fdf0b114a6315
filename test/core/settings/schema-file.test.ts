import { describe, expect, it } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { formatFault } from '#checks-file/fault-text.ts';
import { parseChecks } from '#checks-file/parse.ts';
import * as patterns from '#core/matching/patterns.ts';
import type { HttpCheck } from '#kinds/http/check.ts';

const FILES: Readonly<Record<string, string>> = {
  'order.json': '\ufeff{\n  "type": "object",\n  "required": ["id"]\n}\n',
  'broken.json': '{\n  "type": "object"\n  "required": []\n}',
  'cut.json': '{"type":',
  'list.json': '[1]',
  'idle.json': '{"title": "an order"}',
  'keyword.json': '{"type": "object", "requierd": ["id"]}',
  'nested.json': JSON.stringify({ $ref: 'order.json' }),
  'big.json': JSON.stringify({ enum: ['x'.repeat(40_000)] }),
};

function parse(schema: string, request = 'http: { url: "https://h/" }') {
  const read: string[] = [];
  const files = (path: string): Uint8Array => {
    read.push(path);
    const text = FILES[path];
    if (text === undefined) throw new Error(`there is no file ${path}`);
    return Buffer.from(text);
  };
  const text = `checks:\n  - name: a\n    ${request}\n    expect: { schema: ${schema} }`;
  const { list, faults } = parseChecks(text, { files, curl: parseCurl, patterns });
  const [check] = (list?.checks ?? []) as readonly HttpCheck[];
  return { schema: check?.expect.more?.schema, faults: faults.map((fault) => formatFault('f', fault)), read };
}

describe('a schema in a file', () => {
  it.each(['http: { url: "https://h/" }', 'curl: curl https://h/'])('is what the check then expects: %s', (request) => {
    const { schema, faults } = parse('order.json', request);
    expect(faults).toEqual([]);
    expect(schema).toEqual({ type: 'object', required: ['id'] });
  });

  it.each([
    ['none.json', 'cannot be read: there is no file none.json'],
    ['broken.json', 'holds no JSON (line 3, column 3 of it); name a file with a JSON Schema'],
    ['cut.json', 'holds no JSON; name a file with a JSON Schema'],
    ['list.json', 'holds no map, as which a JSON Schema is written'],
    ['idle.json', 'is fitted by any JSON; write what the body has, such as {required: [id]}'],
    ['keyword.json', 'is no usable schema: unknown keyword: "requierd"'],
    [
      'nested.json',
      'is no usable schema: $ref order.json leads out of the schema; write what it refers to under $defs',
    ],
  ])('has the faults of its content: %s', (file, message) => {
    expect(parse(file).faults).toEqual([`f:4:23 checks[0].expect.schema ${message}`]);
  });

  it('is told as a part of the check that is too big with it', () => {
    expect(parse('big.json').faults).toEqual([
      expect.stringMatching(/^f:2:5 checks\[0\] takes .*; write a check of 32KiB or less$/),
    ]);
  });
});
