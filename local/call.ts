import type { CheckList } from '#core/check/check-list.ts';
import type { Counts } from '#core/report/counts.ts';
import type { Notification } from '#core/report/notification.ts';
import type { Run } from '#core/run/run.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import type { Memory } from '#functions/track-incidents/track-incidents.ts';
import type { ReadHeartbeat } from '#kinds/heartbeat/beats.ts';
import type { TraceListener } from '#kinds/probing/trace/trace.ts';
import type { Pace } from './engine/engine.ts';
import type { Functions } from './functions.ts';
import type { CountingGate } from './gate.ts';
import type { Sinks } from './sinks.ts';

export type RollCallOptions = {
  readonly list: CheckList;
  /** The execution input. */
  readonly input: {
    readonly only?: string[];
    readonly tags?: string[];
    readonly checks?: unknown[];
    /** As a schedule starts it on AWS. */
    readonly shard?: string;
    readonly scheduledTime?: string;
  };
  /** How many checks are in flight at most, over all runs that the list is split into. */
  readonly concurrency: number;
  /** The same limit over several roll calls. @default - one of this roll call's own */
  readonly gate?: CountingGate;
  readonly namespace: string;
  readonly topicArn: string;
  /** The topics that routes name; one that is not here is `topicArn`. */
  readonly topicArns?: ReadonlyMap<string, string>;
  /** Remembers incidents from run to run. Without it every NG is reported. */
  readonly memory?: Memory;
  /** Where reports of jobs are read. Without it nobody takes any. */
  readonly readHeartbeat?: ReadHeartbeat;
  readonly sinks: Sinks;
  readonly signal?: AbortSignal;
  /** Told once, when it is known which checks there are: their names, in the list's order, and the run. */
  readonly onStart?: (names: readonly string[], run: Run) => void;
  /** Told once for each check, when its final verdict is known. Why it may be quiet is known only at the end. */
  readonly onVerdict?: (verdict: Verdict) => void;
  /** Measures all that can be measured, for metrics. */
  readonly measuresAll?: boolean;
  /** Told what each attempt at a check did; without it nothing of that is taken down. */
  readonly traceListener?: TraceListener;
};

/** The edge of the engine, for tests: other functions in place of ours, and shorter waits. */
export type Edge = { readonly functions?: Functions; readonly pace?: Pace };

export type RollCall = {
  readonly run: Run;
  /** In the list's order; of an interrupted or failed run those that were answered. */
  readonly results: readonly Verdict[];
  readonly counts: Counts;
  /** What was to be said to the topic, sent or not: `failure` tells when it was not. */
  readonly notifications: readonly Notification[];
  /** Rollcall itself failed, with the error that the execution ended with. */
  readonly failure: { readonly error: string; readonly cause: string } | null;
  readonly interrupted: boolean;
};
