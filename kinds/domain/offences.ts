import { sharedTrials } from '#core/prove/shared-trials.ts';
import type { Trial } from '#core/prove/trial.ts';
import type { Failure } from '#core/verdict/observation.ts';
import type { KindOffences } from '../kind.ts';
import type { DomainCheck } from './check.ts';
import type { DomainObservation, Registration } from './observation.ts';

type Registered = Exclude<DomainObservation, Failure>;

const DAY_MS = 24 * 3_600_000;
const PHASES = { dns: 0, connect: 0, tls: 0, firstByte: 0, download: 0 };
const FAULT = 'this is a fault of Rollcall: no setting can mend it';

/** What `rollcall prove` breaks of a domain check. How long the registry takes is nobody's outage, unless the check says so. */
export const domainOffences: KindOffences<DomainCheck, DomainObservation> = {
  madeUp: ({ expect }, at) => ({
    outcome: 'registered',
    registration: {
      expires: new Date(at.getTime() + (expect.warnDays + 2) * DAY_MS).toISOString(),
      status: ['active'],
      nameservers: expect.nameservers ?? ['ns1.example.net'],
      registrar: expect.registrar ?? '',
      at: at.toISOString(),
    },
    phases: PHASES,
    latencyMs: 0,
  }),
  trials: (check, healthy, at) =>
    healthy.outcome === 'failure'
      ? []
      : [
          ...sharedTrials(check, healthy, 'an answer', 'firstByte').filter(({ name }) => name !== 'slow'),
          ...registrations(check, healthy, at),
        ],
};

function registrations(check: DomainCheck, healthy: Registered, at: Date): Trial<DomainCheck, Registered>[] {
  const { failDays, nameservers, registrar } = check.expect;
  const within = (days: number): string => new Date(at.getTime() + days * DAY_MS).toISOString();
  const trial = (
    name: string,
    what: string,
    changes: readonly Partial<Registration>[],
  ): Trial<DomainCheck, Registered> => ({
    name,
    what,
    answers: changes.map((change) => ({ ...healthy, registration: { ...healthy.registration, ...change } })),
    checks: [check],
    advice: FAULT,
  });
  return [
    trial('days', `a registration that ends in less than ${failDays} days`, [
      { expires: within(failDays - 1) },
      { expires: within(-1) },
    ]),
    trial(
      'taken-out',
      'a domain that the registry took out of service',
      ['client hold', 'serverHold', 'redemption period', 'pending delete'].map((status) => ({ status: [status] })),
    ),
    ...(nameservers === null
      ? []
      : [trial('nameservers', 'other nameservers', [{ nameservers: ['ns.elsewhere.example'] }, { nameservers: [] }])]),
    ...(registrar === null
      ? []
      : [trial('registrar', 'another registrar', [{ registrar: 'Somebody Else' }, { registrar: '' }])]),
  ];
}
