import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { renderJunit } from '../../../cli/output/junit.ts';
import { ng, rollCall, verdict } from '../verdicts.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => name === 'testcase',
});

function suiteOf(xml: string) {
  expect(XMLValidator.validate(xml)).toBe(true);
  return parser.parse(xml).testsuites.testsuite;
}

const fault = ng('the checker failed before it could answer', {
  name: 'broken',
  reason: { code: 'checker-fault', message: 'the checker failed before it could answer' },
});

it('makes an NG a failure and a checker fault an error', () => {
  const suite = suiteOf(renderJunit(rollCall([verdict(), ng('status 503, wanted 200'), fault]), 3210));

  expect(suite).toMatchObject({ '@tests': '3', '@failures': '1', '@errors': '1', '@skipped': '0', '@time': '3.210' });
  expect(suite['@timestamp']).toBe('2026-11-23T12:00:00');
  expect(suite.testcase[0]).toEqual({ '@name': 'orders-api', '@classname': 'rollcall.http', '@time': '0.045' });
  expect(suite.testcase[1].failure).toMatchObject({ '@message': 'status 503, wanted 200', '@type': 'status' });
  expect(suite.testcase[2].error).toMatchObject({ '@type': 'checker-fault' });
});

it('escapes what names and targets say', () => {
  const hostile = ng(`wanted "<b>" & 'c' ]]> \u001b[31m \ufffe \ud800`, {
    name: '<"&\'>\u0000',
    excerpt: '</failure><evil a="1">&',
  });
  const xml = renderJunit(rollCall([hostile]), 1);
  const [testcase] = suiteOf(xml).testcase;

  expect(testcase['@name']).toBe('<"&\'>␀');
  expect(testcase.failure['@message']).toBe(`wanted "<b>" & 'c' ]]> ␛[31m \ufffd \ufffd`);
  expect(testcase.failure['#text']).toBe('</failure><evil a="1">&');
  expect(xml).not.toContain(']]>');
});

it.each([
  {
    name: 'failed',
    changes: { failure: { error: 'SNS.NotFound', cause: 'no such topic' } },
    message: 'SNS.NotFound: no such topic',
  },
  { name: 'was interrupted', changes: { interrupted: true }, message: 'interrupted before every check had answered' },
])('is no pass when the run $name', ({ changes, message }) => {
  const suite = suiteOf(renderJunit(rollCall([verdict()], changes), 1));

  expect(suite).toMatchObject({ '@tests': '2', '@errors': '1', '@failures': '0' });
  expect(suite.testcase[1].error['@message']).toBe(message);
});

it('is a report also when nothing was answered', () => {
  expect(suiteOf(renderJunit(rollCall([]), 1))['@tests']).toBe('0');
});

it('has no test of a guard', () => {
  const call = rollCall([verdict(), ng('connection refused', { name: 'up' })]);
  const counts = { ...call.counts, total: 1, ng: 0 };
  const suite = suiteOf(renderJunit({ ...call, run: { ...call.run, guards: ['up'] }, counts }, 3210));
  expect([suite['@tests'], suite.testcase.length]).toEqual(['1', 1]);
});
