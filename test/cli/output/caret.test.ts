import { expect, it } from 'vitest';
import { renderPlace } from '../../../cli/output/caret.ts';

const fault = (column: number, line = 1) => ({ line, column, message: 'no' });

it.each([
  ['curl -Z h', fault(6), 80, '  curl -Z h\n       ^'],
  ['curl \\\n  -Z h', fault(3, 2), 80, '    -Z h\n    ^'],
  ['curl 健康 -Z', fault(9), 80, '  curl 健康 -Z\n            ^'],
  ['curl \u001b[2J\t-Z', fault(11), 80, '  curl ?[2J?-Z\n            ^'],
  [`curl ${'x'.repeat(100)} -Z tail`, fault(107), 62, `  ${'x'.repeat(29)} -Z tail\n${' '.repeat(32)}^`],
  [`curl ${'x'.repeat(100)} -Z tail`, fault(107), 40, `  ${'x'.repeat(29)} -Z tail\n${' '.repeat(32)}^`],
  [`curl ${'x'.repeat(100)} -Z ${'y'.repeat(9)}`, fault(107), 40, `  ${'x'.repeat(29)} -Z yyyyy\n${' '.repeat(32)}^`],
  ['curl -k -sS --no-such -Z h', fault(14), 40, '  curl -k -sS --no-such -Z h\n               ^'],
  [`curl -Z ${'x'.repeat(100)}`, fault(6), 62, `  curl -Z ${'x'.repeat(52)}\n       ^`],
])('shows %j with a caret at %j on %i columns', (command, at, width, shown) => {
  expect(renderPlace(command, at, width)).toBe(`${shown}\n`);
});
