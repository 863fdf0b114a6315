import { sharedTrials } from '#core/prove/shared-trials.ts';
import type { Trial } from '#core/prove/trial.ts';
import type { Failure } from '#core/verdict/observation.ts';
import type { KindOffences } from '../kind.ts';
import { type GrpcCheck, SERVING } from './check.ts';
import type { GrpcObservation } from './observation.ts';

type Answered = Exclude<GrpcObservation, Failure>;

const PHASES = { dns: 0, connect: 0, tls: null, firstByte: 0, download: 0 };

/** What `rollcall prove` breaks of a grpc check. */
export const grpcOffences: KindOffences<GrpcCheck, GrpcObservation> = {
  madeUp: ({ expect: { code, serving } }) => ({
    outcome: 'answered',
    code,
    message: '',
    serving: serving === null ? null : SERVING.indexOf(serving),
    latencyMs: 0,
    phases: PHASES,
  }),
  trials: (check, healthy) =>
    healthy.outcome === 'failure'
      ? []
      : [...sharedTrials(check, healthy, 'an answer', 'firstByte'), ...otherAnswers(check, healthy)],
};

/** Every other thing that a health service says of a service, and every other status that a call may end with. */
function otherAnswers(check: GrpcCheck, healthy: Answered): Trial<GrpcCheck, Answered>[] {
  const { code, serving } = check.expect;
  const advice = 'this is a fault of Rollcall: no setting can mend it';
  const statuses = [0, 5, 12, 14, 16].filter((other) => other !== code);
  return [
    {
      name: 'other-status',
      what: `a call that ends with another status than ${code}`,
      answers: statuses.map((other) => ({ ...healthy, code: other, serving: other === 0 ? 1 : null })),
      checks: [check],
      advice,
    },
    ...(serving === null
      ? []
      : [
          {
            name: 'other-health',
            what: `a health service that does not say ${serving}`,
            answers: [0, 1, 2, 3, 9]
              .filter((other) => SERVING[other] !== serving)
              .map((other) => ({ ...healthy, serving: other })),
            checks: [check],
            advice,
          },
        ]),
  ];
}
