import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import { annotationsOf } from '../../../cli/github/annotations.ts';
import { annotationLine } from '../../../cli/github/commands.ts';
import { NOTHING_LISTED } from '../../../cli/output/listing.ts';
import { ng, rollCall, verdict } from '../verdicts.ts';
import { heardByRunner } from './runner.ts';

const called = (...results: Parameters<typeof rollCall>) => ({
  rollCall: rollCall(...results),
  total: 1,
  elapsedMs: 1,
});
const PLACED = { ...NOTHING_LISTED, places: new Map([['orders-api', { file: 'a,b: 100%/checks.yaml', line: 7 }]]) };

describe('an annotation', () => {
  it('is escaped as GitHub documents it', () => {
    const message = '50% of a: b, c\r\n::error::d';
    expect(annotationLine({ level: 'error', file: 'a,b: 100%.yaml', line: 7, title: 'NG a:b,c', message })).toBe(
      '::error file=a%2Cb%3A 100%25.yaml,line=7,title=NG a%3Ab%2Cc::50%25 of a: b, c%0D%0A::error::d\n',
    );
  });

  it('is read by the runner as it was written', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ':', ',', '%', '\n', '=', '2C', '##[', '::') });
    fc.assert(
      fc.property(text, text, text, (file, title, message) => {
        const annotation = { level: 'warning', file, line: 1, title, message } as const;
        expect(heardByRunner(annotationLine(annotation))).toEqual({ annotations: [annotation], others: [] });
      }),
    );
  });
});

describe('the annotations of a run', () => {
  it('are errors of NGs and checker faults at their lines, and warnings of flaky and degraded', () => {
    const fault = ng('', { name: 'broken', reason: { code: 'checker-fault', message: 'the checker failed' } });
    const flaky = verdict({ name: 'late', flaky: true, attempts: 2 });
    const muted = ng('status 500', { name: 'muted', quiet: { because: 'muted', by: 'x' } });
    expect(annotationsOf(called([ng('status 503'), fault, flaky, muted, verdict({ name: 'fine' })]), PLACED)).toEqual([
      { level: 'error', title: 'NG orders-api', message: 'status 503', file: 'a,b: 100%/checks.yaml', line: 7 },
      { level: 'error', title: 'NG broken', message: 'the checker failed' },
      { level: 'warning', title: 'OK late', message: 'flaky: OK on attempt 2' },
    ]);
  });

  it('are errors of NGs that are quiet on purpose where nothing else says why the job fails', () => {
    const down = (quiet: Verdict['quiet']) =>
      ng('status 503', { name: String(quiet?.because), ...(quiet && { quiet }) });
    const quiet = [
      down({ because: 'maintenance', by: 'move' }),
      down({ because: 'muted', by: 'noon' }),
      down({ because: 'parent', by: 'orders-api' }),
    ];
    expect(annotationsOf(called([...quiet, verdict({ name: 'fine' })]), NOTHING_LISTED)).toEqual([
      { level: 'error', title: 'NG maintenance', message: 'maintenance (move): status 503; the exit code counts it' },
      { level: 'error', title: 'NG muted', message: 'muted until noon: status 503; the exit code counts it' },
      { level: 'error', title: 'NG parent', message: 'suppressed by orders-api: status 503; the exit code counts it' },
    ]);
    const offline = ng('status 503', { name: 'off', quiet: { because: 'offline', by: null } });
    expect(annotationsOf(called([...quiet, offline]), NOTHING_LISTED).map(({ title }) => title)).toEqual(['NG off']);
  });

  it('are ten of a level at most, and the last says what else there is', () => {
    const many = Array.from({ length: 12 }, (_, index) => ng('status 503', { name: `check ${index}` }));
    const annotations = annotationsOf(called(many), NOTHING_LISTED);

    expect(annotations).toHaveLength(10);
    expect(annotations.at(-1)).toEqual({
      level: 'error',
      title: '3 more',
      message: 'NG check 9\nNG check 10\nNG check 11',
    });
  });

  it.each([
    [{ failure: { error: 'SNS.NotFound', cause: 'no such topic' } }, 'Rollcall failed', 'SNS.NotFound: no such topic'],
    [{ interrupted: true }, 'Rollcall was interrupted', 'some checks were not called'],
  ])('say that the run did not end: %o', (changes, title, message) => {
    expect(annotationsOf(called([], changes), NOTHING_LISTED)).toEqual([{ level: 'error', title, message }]);
  });
});
