import { expect, it } from 'vitest';
import { renderCounts } from '../../../cli/output/counts.ts';

const plain = { columns: null, color: false, unicode: true };
const none = { total: 40, ok: 40, ng: 0, checkerFaults: 0, flaky: 0, degraded: 0, quiet: 0 };

it.each([
  { counts: none, text: '40 OK, 0 NG in 3.2 s\n' },
  {
    counts: { ...none, ok: 38, ng: 2, flaky: 1, checkerFaults: 1, quiet: 2 },
    text: '38 OK, 2 NG (1 flaky, 1 checker fault, 2 quiet) in 3.2 s\n',
  },
  { counts: { ...none, degraded: 2 }, text: '40 OK, 0 NG (2 degraded) in 3.2 s\n' },
  { counts: { ...none, ok: 38, ng: 2, checkerFaults: 2 }, text: '38 OK, 2 NG (2 checker faults) in 3.2 s\n' },
])('says $text', ({ counts, text }) => {
  expect(renderCounts(counts, 3210, plain)).toBe(text);
});
