import XMLBuilder from 'fast-xml-builder';
import { withoutGuards } from '#core/run/guards.ts';
import { safeText } from '#core/text/safe-text.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { RollCall } from '#local/call.ts';

type Element = Readonly<Record<string, unknown>>;

// Noncharacters that XML 1.0 cannot hold, not even escaped; control characters are gone by then.
const NOT_XML = /[\ufffe\uffff]/g;

/**
 * A JUnit report, as CI servers read it: an NG is a failure, a checker fault an error (it says nothing about the
 * target), and a run that Rollcall could not finish an error of its own, so that no CI takes it for a pass.
 */
export function renderJunit({ run, counts, results, failure, interrupted }: RollCall, elapsedMs: number): string {
  const checks = withoutGuards(run, results);
  const broken = failure !== null || interrupted ? [brokenRun(failure)] : [];
  const totals = {
    '@name': 'rollcall',
    '@tests': counts.total + broken.length,
    '@failures': counts.ng - counts.checkerFaults,
    '@errors': counts.checkerFaults + broken.length,
    '@time': seconds(elapsedMs),
  };
  const suite = {
    ...totals,
    '@skipped': 0,
    '@timestamp': run.startedAt.replace(/(\.\d+)?Z$/, ''),
    testcase: [...checks.map(testCase), ...broken],
  };
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, indentBy: '  ' });
  const xml = builder.build({ testsuites: { ...totals, testsuite: suite } });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
}

function testCase(verdict: Verdict): Element {
  const attributes = {
    '@name': xmlText(verdict.name),
    '@classname': `rollcall.${verdict.kind}`,
    '@time': seconds(verdict.latencyMs ?? 0),
  };
  if (verdict.reason === null) return attributes;
  const { code, message } = verdict.reason;
  const problem = {
    '@message': xmlText(message),
    '@type': code,
    '#text': xmlText(verdict.excerpt ?? message),
  };
  return code === 'checker-fault' ? { ...attributes, error: problem } : { ...attributes, failure: problem };
}

function brokenRun(failure: RollCall['failure']): Element {
  const message =
    failure === null ? 'interrupted before every check had answered' : `${failure.error}: ${failure.cause}`;
  return {
    '@name': 'the run itself',
    '@classname': 'rollcall',
    '@time': seconds(0),
    error: { '@message': xmlText(message), '@type': failure?.error ?? 'interrupted' },
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function xmlText(text: string): string {
  return safeText(text).replace(NOT_XML, '\ufffd');
}
