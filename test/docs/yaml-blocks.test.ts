import { describe, expect, it } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { formatFault } from '#checks-file/fault-text.ts';
import { parseChecks } from '#checks-file/parse.ts';
import * as patterns from '#core/matching/patterns.ts';
import { blocksOf } from './pages.ts';

/** Files that examples name, as they might be. */
const files = (path: string) => Buffer.from(path.endsWith('.json') ? '{"type": "object"}' : 'a,b\n');
const OUTSIDE = { files, curl: parseCurl, patterns };

/** What an example leaves out because it is not about it. */
const CHECK = '{ name: a, tags: [shop, payments], severity: info, http: { url: https://example.com/ } }';
const CRITICAL = '{ name: b, tags: [payments], http: { url: https://example.com/ } }';

/** A whole checks file of a block that may be a part of one. */
function wholeOf(block: string): string {
  const [, first = ''] = /^(?:#.*\n)*(\w+:|- )/.exec(block) ?? [];
  if (first === '- ') return `checks:\n${block.replaceAll(/^/gm, '  ')}`;
  if (first === 'expect:')
    return `checks:\n  - http: { url: https://example.com/ }\n    name: a\n${block.replaceAll(/^/gm, '    ')}`;
  return /^checks:/m.test(block) ? block : `${block}\nchecks: [${CHECK}, ${CRITICAL}]`;
}

describe('a block of YAML in the documentation', () => {
  const blocks = blocksOf('yaml');
  it.each(blocks.filter(({ why }) => why === undefined))('is a checks file without faults: $page:$line', ({
    page,
    text,
  }) => {
    const { faults } = parseChecks(wholeOf(text), OUTSIDE);

    expect(faults.map((fault) => formatFault(page, fault))).toEqual([]);
  });

  it('says why where it is none', () => {
    for (const { why } of blocks) expect(why ?? 'not a checks file: ').toMatch(/^not a checks file: /);
  });
});
