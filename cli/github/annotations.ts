import type { Fault } from '#checks-file/fault-text.ts';
import { withoutGuards } from '#core/run/guards.ts';
import { safeText } from '#core/text/safe-text.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { failureText } from '#local/failure-text.ts';
import type { Out } from '../io.ts';
import type { Called } from '../output/called.ts';
import type { Listing } from '../output/listing.ts';
import { standingOf, unreportedNgs } from '../output/standing.ts';
import { type Annotation, annotationLine, FAILED } from './commands.ts';

/** GitHub shows so many errors and so many warnings of a step, and drops the rest without a word. */
const MOST_OF_A_LEVEL = 10;

/**
 * What a run has to say at the lines of its checks: NGs and checker faults as errors, flaky and degraded as warnings. NGs that
 * are quiet on purpose are errors where nothing else says why the job fails.
 */
export function annotationsOf({ rollCall }: Called, listing: Listing): readonly Annotation[] {
  const { run, results, failure, interrupted } = rollCall;
  const verdicts = withoutGuards(run, results);
  const seen = verdicts.map((verdict) => ({ verdict, ...standingOf(verdict) }));
  const unreported = new Set(unreportedNgs(verdicts));
  const bad = seen.filter(({ is }) => is === 'ng' || is === 'fault');
  const quiet = seen.filter(({ verdict }) => unreported.has(verdict));
  const remarked = seen.filter(({ is, why }) => is === 'ok' && why !== '');
  const annotate = (level: Annotation['level'], { name, outcome }: Verdict, why: string): Annotation => {
    const { file, line } = listing.places.get(name) ?? {};
    const title = safeText(`${outcome} ${name}`);
    return { level, title, message: safeText(why), ...(file !== undefined && line !== undefined && { file, line }) };
  };
  return [
    ...(failure === null ? [] : [ofRun(FAILED, failureText(failure))]),
    ...(interrupted && listing.unrun.names.length === 0
      ? [ofRun('Rollcall was interrupted', 'some checks were not called')]
      : []),
    ...capped(bad.map(({ verdict, why }) => annotate('error', verdict, why))),
    ...capped(quiet.map(({ verdict, why }) => annotate('error', verdict, `${why}; the exit code counts it`))),
    ...capped(remarked.map(({ verdict, why }) => annotate('warning', verdict, why))),
  ];
}

/** Writes the faults, or warnings, of checks files at their lines. `fileOf`: the file of one, as CI servers know it. */
export function annotateFaults(
  faults: readonly Fault[],
  level: 'error' | 'warning',
  fileOf: (fault: Fault) => string,
  out: Out,
): void {
  const annotations = faults.map((fault) => {
    const { line, column, path, message } = fault;
    const title = path === '' ? 'checks file' : safeText(path);
    return { level, file: fileOf(fault), line, col: column, title, message: safeText(`${path} ${message}`.trim()) };
  });
  for (const annotation of capped(annotations)) out.write(annotationLine(annotation));
}

const ofRun = (title: string, message: string): Annotation => ({ level: 'error', title, message: safeText(message) });

/** The last that is shown says how many more there are. */
function capped(annotations: readonly Annotation[]): readonly Annotation[] {
  const [first] = annotations;
  if (first === undefined || annotations.length <= MOST_OF_A_LEVEL) return annotations;
  const rest = annotations.slice(MOST_OF_A_LEVEL - 1);
  const message = rest.map(({ title }) => title).join('\n');
  return [...annotations.slice(0, MOST_OF_A_LEVEL - 1), { level: first.level, title: `${rest.length} more`, message }];
}
