import { describe, expect, it } from 'vitest';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { parseChecks } from '#checks-file/parse.ts';
import * as patterns from '#core/matching/patterns.ts';

const CHECKS = 'checks:\n  - { name: orders, tags: [shop], tcp: { host: h, port: 1 } }\n';
const pageIn = (text: string) => parseChecks(`${text}${CHECKS}`, { ...NOTHING_OUTSIDE, patterns }).list?.page;

describe('the page section', () => {
  it('is not there where the file has none', () => {
    expect(pageIn('')).toBeUndefined();
  });

  it('has a title and shows strangers nothing where the file says nothing else', () => {
    expect(pageIn('page: {}\n')).toEqual({
      title: 'Status',
      description: null,
      language: null,
      public: null,
      notes: [],
    });
  });

  it('has notes as instants of the time zone of defaults, newest first', () => {
    const page = pageIn(`defaults: { timezone: Asia/Tokyo }
page:
  language: ja
  public: { tags: [shop] }
  notes:
    - { at: 2026-11-25, title: day, text: "a\\n\\nb" }
    - { at: 2026-11-26T14:20, title: local, text: a, checks: [orders] }
    - { at: 2026-11-26T14:20+01:00, title: offset, text: a }
`);

    expect(page?.language).toBe('ja');
    expect(page?.public).toEqual({ tags: ['shop'] });
    expect(page?.notes).toEqual([
      { at: '2026-11-26T13:20:00.000Z', title: 'offset', text: 'a', checks: null },
      { at: '2026-11-26T05:20:00.000Z', title: 'local', text: 'a', checks: ['orders'] },
      { at: '2026-11-24T15:00:00.000Z', title: 'day', text: 'a\n\nb', checks: null },
    ]);
  });
});
