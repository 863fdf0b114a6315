import type { Certificate, Failure, Measured } from '#core/verdict/observation.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { HttpObservation } from '../http/observation.ts';
import type { Step } from './check.ts';

/**
 * What a step makes of an answer: `reason` why it is not what it should be, null when it is. `isWaiting`: only `until` does not
 * hold yet. `captured`: what can be captured, whatever else is wrong: it is hidden either way.
 */
export type Judged = { readonly reason: Reason | null; readonly isWaiting: boolean; readonly captured: Names };

/**
 * What came of one step. `names`: those that there were before it. `tries`: how often it was sent, `retried`: how often of that because it was NG. `ms`: all of them, with what was waited between. `lacks`: names that
 * nothing was captured as, so that it was not sent. `judged`: what `step` made of `observed`, so that nothing is judged twice.
 */
export type StepRun = {
  readonly index: number;
  readonly step: Step;
  readonly names: Names;
  readonly observed: HttpObservation;
  readonly tries: number;
  readonly retried: number;
  readonly ms: number;
  readonly lacks: readonly string[];
  readonly judged?: Judged;
};

/**
 * A name's value. `captured`: a target said it. `shown`: it may be said. `typed`: the number or flag that it is in the JSON it
 * came from.
 */
export type Value = {
  readonly text: string;
  readonly captured: boolean;
  readonly shown: boolean;
  readonly typed?: number | boolean;
};
/** The values of names by now. */
export type Names = ReadonlyMap<string, Value>;

/**
 * A flow that was begun. `status`, `phases` and certificate are those of the step that the verdict names, on OK of the last
 * one that is not clean-up; `end` is its place among `runs`. `latencyMs` is the whole flow's.
 */
export type Flow = Measured & {
  readonly outcome: 'flow';
  readonly status: number | null;
  readonly facts: { readonly certificate: Certificate | null };
  readonly flaky?: true;
  readonly runs: readonly StepRun[];
  readonly end: number;
  readonly vars: Names;
};

/** What came of a check of kind steps: a flow, or why it could not begin. */
export type StepsObservation = Flow | Failure;
