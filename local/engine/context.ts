import type { Context } from './data/value.ts';

/** The context object of an execution that starts at `now`, milliseconds since 1970. */
export function contextOf(id: string, input: unknown, now: number): Context {
  const StartTime = new Date(now).toISOString();
  return {
    Execution: { Id: id, Name: id.slice(id.lastIndexOf(':') + 1), Input: input, StartTime, RedriveCount: 0 },
    // Each state has its own.
    State: { Name: '', EnteredTime: StartTime, RetryCount: 0 },
    StateMachine: { Id: 'arn:aws:states:local:000000000000:stateMachine:rollcall', Name: 'rollcall' },
  };
}
