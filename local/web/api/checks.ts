import { severityOf } from '#core/check/alert-settings.ts';
import type { Check } from '#core/check/check.ts';
import type { PastVerdict } from '#core/status/past-verdict.ts';
import { document } from '../http/answer.ts';
import type { Shared } from '../shared.ts';
import { fault, noSuchCheck } from './answers.ts';
import type { Operation } from './operation.ts';

const FEW = 100;
const MOST = 1_000;

/** Checks, their verdicts, incidents, and what is down. */
export function checkOperations({ watching, pages }: Shared): readonly Operation[] {
  const checks = () => watching.inUse().list.checks;
  const named = (name: string) => checks().find((check) => check.name === name);
  const missing = (name: string) =>
    noSuchCheck(
      name,
      checks().map((check) => check.name),
    );
  return [
    {
      method: 'GET',
      path: '/checks',
      id: 'listChecks',
      says: 'All checks with their latest verdicts, in the order of the list.',
      answer: 'api-checks',
      faults: [401],
      handler: () => document({ checks: checks().map((check) => shownCheck(check, watching.latest(check.name))) }),
    },
    {
      method: 'GET',
      path: '/checks/:name',
      id: 'getCheck',
      says: 'A check with its latest verdict.',
      answer: 'api-check',
      faults: [401, 404],
      handler: ({ at: { name = '' } }) => {
        const check = named(name);
        return check === undefined ? missing(name) : document(shownCheck(check, watching.latest(name)));
      },
    },
    {
      method: 'GET',
      path: '/checks/:name/verdicts',
      id: 'listVerdicts',
      says: 'Verdicts of a check, the newest first; next is what to ask before for those that follow.',
      query: [
        {
          name: 'limit',
          says: 'How many at most.',
          schema: { type: 'integer', minimum: 1, maximum: MOST, default: FEW },
        },
        { name: 'before', says: 'Of runs that started earlier.', schema: { type: 'string', format: 'date-time' } },
      ],
      answer: 'api-verdicts',
      faults: [400, 401, 404],
      handler: async ({ asked: { query }, at: { name = '' } }) => {
        if (named(name) === undefined) return missing(name);
        const limit = limitIn(query.get('limit'));
        const before = instantIn(query.get('before'));
        if (limit === null) return fault(400, `limit is a whole number from 1 to ${MOST}`);
        if (before === 'wrong') return fault(400, 'before is an instant such as 2026-01-31T09:05:00Z');
        const verdicts = await pages.verdicts(name, limit, before);
        return document({ verdicts, next: verdicts.length < limit ? null : (verdicts.at(-1)?.run.startedAt ?? null) });
      },
    },
    {
      method: 'POST',
      path: '/checks/:name/run',
      id: 'runCheck',
      says: 'Runs a check now, as its schedule would, and answers its verdict.',
      answer: 'verdict',
      acts: true,
      faults: [401, 403, 404, 429],
      handler: async ({ at: { name = '' } }) =>
        named(name) === undefined ? missing(name) : document(await watching.runNow(name)),
    },
    {
      method: 'GET',
      path: '/incidents',
      id: 'listIncidents',
      says: 'Incidents that are open, and those of the last 90 days, the newest first.',
      answer: 'api-incidents',
      faults: [401],
      handler: async () => document({ incidents: (await pages.data()).incidents }),
    },
    {
      method: 'GET',
      path: '/status',
      id: 'getStatus',
      says: 'What is down, what is quiet on purpose, the last runs, and whether watch itself is well.',
      answer: 'status',
      faults: [401],
      handler: async () => document((await pages.data()).status),
    },
  ];
}

/** What the API says of a check: not what is asked, which may hold what nobody should read. */
function shownCheck(check: Check, latest: PastVerdict | null) {
  const { name, kind, tags, schedule } = check;
  return { name, kind, tags, severity: severityOf(check), schedule, latest };
}

function limitIn(given: string | null): number | null {
  if (given === null) return FEW;
  const limit = Number(given);
  return /^\d+$/.test(given) && limit >= 1 && limit <= MOST ? limit : null;
}

function instantIn(given: string | null): number | null | 'wrong' {
  if (given === null) return null;
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(given) ? Date.parse(given) : Number.NaN;
  return Number.isNaN(at) ? 'wrong' : at;
}
