import XMLBuilder from 'fast-xml-builder';
import { withoutGuards } from '#core/run/guards.ts';
import { safeText } from '#core/text/safe-text.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { RollCall } from '#local/call.ts';
import { failureText } from '#local/failure-text.ts';
import { factsOf, measured } from './facts.ts';
import { type Listing, NOTHING_LISTED } from './listing.ts';
import { standingOf } from './standing.ts';

type Element = Readonly<Record<string, unknown>>;
/** A test, the file whose suite it belongs to, and what it counts as. */
type Test = {
  readonly suite: string;
  readonly counts: 'passed' | 'failures' | 'errors' | 'skipped';
  readonly element: Element;
};

/** The suite of what stands in no file: a curl command, and the run itself. */
const NO_FILE = 'rollcall';
// Noncharacters that XML 1.0 cannot hold, not even escaped; control characters are gone by then.
const NOT_XML = /[\ufffe\uffff]/g;

/**
 * A JUnit report, as CI servers read it, a suite a file: an NG is a failure, a checker fault an error (it says nothing about
 * the target), and a run that Rollcall could not finish an error of its own, so that no CI takes it for a pass. Skipped
 * are checks that are disabled, muted, in maintenance, suppressed by another, or were not called.
 */
export function renderJunit(rollCall: RollCall, elapsedMs: number, listing: Listing = NOTHING_LISTED): string {
  const { run, results, failure, interrupted } = rollCall;
  const tests = [
    ...withoutGuards(run, results).map((verdict) => testOf(verdict, listing)),
    ...listing.unrun.names.map((name) => skippedTest(name, listing.unrun.why, listing)),
    ...listing.disabled.map((name) => skippedTest(name, 'disabled: enabled is false', listing)),
    ...(failure !== null || interrupted ? [brokenRun(failure)] : []),
  ];
  const bySuite = Map.groupBy(tests, ({ suite }) => suite);
  if (bySuite.size === 0) bySuite.set(NO_FILE, []);
  const suites = [...bySuite].map(([suite, own]) => ({
    '@name': xmlText(suite),
    ...totalsOf(own, elapsedMs),
    '@skipped': countOf(own, 'skipped'),
    '@timestamp': run.startedAt.replace(/(\.\d+)?Z$/, ''),
    ...(suite !== NO_FILE && { '@file': xmlText(suite) }),
    testcase: own.map(({ element }) => element),
  }));
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    // Else the value "true" is left out, as HTML has it and XML does not.
    suppressBooleanAttributes: false,
    format: true,
    indentBy: '  ',
  });
  const all = { '@name': 'rollcall', ...totalsOf(tests, elapsedMs), testsuite: suites };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ testsuites: all })}`;
}

function totalsOf(tests: readonly Test[], elapsedMs: number): Element {
  return {
    '@tests': tests.length,
    '@failures': countOf(tests, 'failures'),
    '@errors': countOf(tests, 'errors'),
    '@time': seconds(elapsedMs),
  };
}

const countOf = (tests: readonly Test[], what: Test['counts']): number =>
  tests.filter(({ counts }) => counts === what).length;

function testOf(verdict: Verdict, listing: Listing): Test {
  const { name, kind, latencyMs } = verdict;
  const { is, why } = standingOf(verdict);
  const properties = factsOf(verdict).map(([fact, value]) => ({ '@name': fact, '@value': xmlText(value) }));
  const head = { ...headOf(name, `rollcall.${kind}`, latencyMs, listing), properties: { property: properties } };
  const output = { 'system-out': outputOf(verdict, why) };
  const suite = suiteOf(name, listing);
  if (is === 'ok') return { suite, counts: 'passed', element: { ...head, ...output } };
  if (is === 'skipped') {
    return { suite, counts: 'skipped', element: { ...head, skipped: { '@message': xmlText(why) }, ...output } };
  }
  const problem = {
    '@message': xmlText(why),
    '@type': verdict.reason?.code ?? 'ng',
    '#text': detailOf(verdict, why, listing),
  };
  if (is === 'fault') return { suite, counts: 'errors', element: { ...head, error: problem, ...output } };
  return { suite, counts: 'failures', element: { ...head, failure: problem, ...output } };
}

function skippedTest(name: string, why: string, listing: Listing): Test {
  const element = { ...headOf(name, 'rollcall', 0, listing), skipped: { '@message': xmlText(why) } };
  return { suite: suiteOf(name, listing), counts: 'skipped', element };
}

const suiteOf = (name: string, { places }: Listing): string => places.get(name)?.file ?? NO_FILE;

function headOf(name: string, classname: string, latencyMs: number | null, { places }: Listing): Element {
  const place = places.get(name);
  return {
    '@name': xmlText(name),
    '@classname': classname,
    '@time': seconds(latencyMs ?? 0),
    ...(place !== undefined && { '@file': xmlText(place.file), '@line': place.line }),
  };
}

/** What CI servers show of a failure: some leave its message out. */
function detailOf({ name, excerpt, curl }: Verdict, why: string, { places }: Listing): string {
  const place = places.get(name);
  const stands = place === undefined ? '' : `${place.file}:${place.line}`;
  const began = excerpt === undefined ? '' : `the answer began with: ${excerpt}`;
  return xmlLines([why, stands, curl ?? '', began], '\n\n');
}

function outputOf(verdict: Verdict, why: string): string {
  const { outcome, status, latencyMs, phases, curl } = verdict;
  const asked = [outcome, status === null ? '' : `status ${status}`, latencyMs === null ? '' : `${latencyMs} ms`];
  const lines = [
    asked.filter((word) => word !== '').join(', '),
    measured(phases)
      .map(([phase, ms]) => `${phase} ${ms} ms`)
      .join(', '),
    why,
    curl ?? '',
  ];
  return xmlLines(lines, '\n');
}

function brokenRun(failure: RollCall['failure']): Test {
  const message = failure === null ? 'interrupted before every check had answered' : failureText(failure);
  const element = {
    '@name': 'the run itself',
    '@classname': 'rollcall',
    '@time': seconds(0),
    error: { '@message': xmlText(message), '@type': failure?.error ?? 'interrupted' },
  };
  return { suite: NO_FILE, counts: 'errors', element };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function xmlText(text: string): string {
  return safeText(text).replace(NOT_XML, '\ufffd');
}

function xmlLines(lines: readonly string[], between: string): string {
  return lines
    .filter((line) => line !== '')
    .map(xmlText)
    .join(between);
}
