import type { MessageAttribute } from '#core/report/notification.ts';
import type { Machine } from './states/state.ts';

/** A function as the Lambda service would run it. */
export type LocalFunction = {
  readonly invoke: (event: never) => unknown;
  /** The function's own time-out; without one only the Task's counts. */
  readonly timeoutSeconds?: number;
  /** Lets only so many run at a time, whatever execution calls them. No clock runs before it has let a call in. */
  readonly gate?: Gate;
};

export type Gate = { enter(): Promise<void>; leave(): void };

export type SnsMessage = {
  readonly TopicArn: string;
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, MessageAttribute>>;
};

/**
 * What the Task states call: functions by the name in their placeholder (`CheckHttp`), SNS, and Express machines by the
 * name in theirs (`RunNested`).
 */
export type Services = {
  readonly functions: Readonly<Record<string, LocalFunction>>;
  readonly publish: (message: SnsMessage) => unknown;
  readonly machines?: Readonly<Record<string, () => Machine>>;
};
