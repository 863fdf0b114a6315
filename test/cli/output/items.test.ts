import { expect, it } from 'vitest';
import { type Item, renderItems } from '../../../cli/output/items.ts';
import { MEASURES } from '../../../cli/output/measures.ts';

const items: readonly Item[] = [
  { mark: 'ng', text: 'orders-api: down for 2 h', details: ['status 503\u001b[2J, wanted 200', 'muted'] },
  { mark: 'ok', text: '支払い: well' },
  { mark: 'note', text: 'a note' },
];
const render = (columns: number | null, unicode = true) =>
  renderItems(items, { columns, unicode, color: false, ...MEASURES });

it('are whole lines in a pipe, with what moves a cursor made visible', () => {
  expect(render(null)).toBe(
    '✗ orders-api: down for 2 h\n  status 503␛[2J, wanted 200\n  muted\n✓ 支払い: well\n· a note\n',
  );
});

it('have marks of letters where there are no others, and stay aligned', () => {
  expect(render(null, false).split('\n').slice(0, 5)).toEqual([
    'NG orders-api: down for 2 h',
    '   status 503␛[2J, wanted 200',
    '   muted',
    'OK 支払い: well',
    '-  a note',
  ]);
});

it('wrap between words below their own beginning', () => {
  expect(render(20).split('\n')).toEqual([
    '✗ orders-api: down',
    '  for 2 h',
    '  status 503␛[2J,',
    '  wanted 200',
    '  muted',
    '✓ 支払い: well',
    '· a note',
    '',
  ]);
});
