import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { NO_PHASES } from '#core/verdict/phases.ts';
import { renderJunit } from '../../../cli/output/junit.ts';
import type { Listing } from '../../../cli/output/listing.ts';
import { ng, rollCall, verdict } from '../verdicts.ts';
import { junitFaults } from './junit-schema.ts';

const parser = new XMLParser({
  parseTagValue: false,
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
  expect(suite.testcase[0]).toMatchObject({
    '@name': 'orders-api',
    '@classname': 'rollcall.http',
    '@time': '0.045',
    'system-out': 'OK, status 200, 45 ms',
  });
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
  expect(testcase.failure['#text']).toContain('the answer began with: </failure><evil a="1">&');
  expect(xml).not.toContain(']]>');
});

it.each([
  {
    name: 'failed',
    changes: { failure: { error: 'SNS.NotFound', cause: 'no such topic' } },
    message: 'SNS.NotFound: no such topic',
  },
  {
    name: 'failed in a function',
    changes: {
      failure: {
        error: 'StoreFault',
        cause: '{"errorType":"StoreFault","errorMessage":"the disk is full","trace":[]}',
      },
    },
    message: 'StoreFault: the disk is full',
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

const UNTIL = '2026-11-24T12:00:00.000Z';
const listing: Listing = {
  places: new Map([
    ['orders-api', { file: 'shop/checks.yaml', line: 3 }],
    ['down', { file: 'shop/checks.yaml', line: 7 }],
    ['off', { file: 'other & "odd" <1>\u001b.yaml', line: 2 }],
    ['late', { file: 'other & "odd" <1>\u001b.yaml', line: 5 }],
  ]),
  disabled: ['off'],
  unrun: { names: ['late'], why: 'not called: down was NG before, and --fail-fast stops there' },
};

const QUIET = [
  { because: 'muted', by: UNTIL, said: `muted until ${UNTIL}: status 503, wanted 200` },
  { because: 'maintenance', by: 'nightly', said: 'maintenance (nightly): status 503, wanted 200' },
  { because: 'parent', by: 'dns', said: 'suppressed by dns: status 503, wanted 200' },
] as const;

it.each(QUIET)('skips what is quiet because of $because, and says why', ({ because, by, said }) => {
  const quiet = ng('status 503, wanted 200', { quiet: { because, by } });
  const suite = suiteOf(renderJunit(rollCall([quiet]), 1));

  expect(suite).toMatchObject({ '@skipped': '1', '@failures': '0' });
  expect(suite.testcase[0].skipped['@message']).toBe(said);
  expect(suite.testcase[0].failure).toBeUndefined();
});

it('skips a muted check that is OK too, so that a mute looks the same as long as it lasts', () => {
  const suite = suiteOf(renderJunit(rollCall([verdict({ quiet: { because: 'muted', by: UNTIL } })]), 1));
  expect(suite.testcase[0].skipped['@message']).toBe(`muted until ${UNTIL}: OK`);
});

it('takes a run that was offline for no pass', () => {
  const offline = ng('connection refused', { quiet: { because: 'offline', by: null } });
  const suite = suiteOf(renderJunit(rollCall([offline]), 1));
  expect(suite).toMatchObject({ '@errors': '1', '@skipped': '0' });
  expect(suite.testcase[0].error['@message']).toBe('monitor offline: connection refused');
});

it('has a suite for each file, with file and line of each check, and what was not called', () => {
  const down = ng('status 503, wanted 200', { name: 'down', status: 503, curl: "curl -H 'x-api-key: ***' https://a" });
  const xml = renderJunit(rollCall([verdict(), down]), 1, listing);
  const [shop, other] = suiteOf(xml);

  expect(junitFaults(xml)).toEqual([]);
  expect(shop).toMatchObject({ '@name': 'shop/checks.yaml', '@tests': '2', '@failures': '1' });
  expect(shop.testcase[1]).toMatchObject({ '@file': 'shop/checks.yaml', '@line': '7' });
  expect(shop.testcase[1].failure['#text']).toBe(
    "status 503, wanted 200\n\nshop/checks.yaml:7\n\ncurl -H 'x-api-key: ***' https://a",
  );
  expect(other).toMatchObject({ '@name': 'other & "odd" <1>␛.yaml', '@tests': '2', '@skipped': '2' });
  expect(other.testcase.map((test: { skipped: object }) => test.skipped)).toEqual([
    { '@message': 'not called: down was NG before, and --fail-fast stops there' },
    { '@message': 'disabled: enabled is false' },
  ]);
});

it('tells as properties and as output what was seen, flaky and degraded among it', () => {
  const seen = verdict({
    flaky: true,
    degraded: true,
    warning: 'latency 2.1 s, degraded above 1 s',
    attempts: 2,
    phases: { ...NO_PHASES, dns: 1, connect: 2.5 },
    certificate: { daysLeft: 12, fingerprint: 'a' },
    tags: ['shop', 'eu'],
  });
  const [testcase] = suiteOf(renderJunit(rollCall([seen]), 1)).testcase;
  const properties = testcase.properties.property.map((one: Record<string, string>) => [one['@name'], one['@value']]);

  expect(Object.fromEntries(properties)).toEqual({
    outcome: 'OK',
    kind: 'http',
    status: '200',
    latencyMs: '45',
    'phase.dnsMs': '1',
    'phase.connectMs': '2.5',
    attempts: '2',
    flaky: 'true',
    degraded: 'true',
    warning: 'latency 2.1 s, degraded above 1 s',
    tags: 'shop, eu',
    'certificate.daysLeft': '12',
  });
  expect(testcase['system-out']).toBe(
    'OK, status 200, 45 ms\ndns 1 ms, connect 2.5 ms\nflaky: OK on attempt 2; degraded: latency 2.1 s, degraded above 1 s',
  );
  expect(testcase.failure ?? testcase.error ?? testcase.skipped).toBeUndefined();
});

it('is valid whatever names and targets say', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, said) => {
      const places = new Map([[name, { file: said, line: 1 }]]);
      const hostile = ng(said, { name, excerpt: said, curl: said });
      const run = rollCall([hostile, verdict({ degraded: true, warning: said })]);
      expect(junitFaults(renderJunit(run, 1, { ...listing, places }))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it.each(['true', '&#x1b;[2J', '&lt;b&gt;', '<![CDATA[', ']]>', '&amp;'])('says %s as it was said', (said) => {
  const xml = renderJunit(rollCall([ng(said, { name: said })]), 1);
  const [testcase] = suiteOf(xml).testcase;
  expect([testcase['@name'], testcase.failure['@message'], testcase.failure['#text']]).toEqual([said, said, said]);
  expect(xml).not.toMatch(/&#x?1b;/i);
});
