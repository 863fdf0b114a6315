import { parseDuration } from '#core/text/duration.ts';
import { isMap } from '#core/text/json-values.ts';
import { type MuteEvent, muteChecks } from '#functions/track-incidents/mute-checks.ts';
import { type Answer, document } from '../http/answer.ts';
import { jsonOf } from '../http/asked.ts';
import type { Shared } from '../shared.ts';
import { fault } from './answers.ts';
import type { Operation } from './operation.ts';

/** Who is told nothing for a time. */
export function muteOperations({ watching, mutes, now }: Shared): readonly Operation[] {
  const ask = async (event: MuteEvent): Promise<Answer> => {
    const names = watching.inUse().list.checks.map(({ name }) => name);
    const answer = await muteChecks(event, { store: mutes, names, now });
    return 'faults' in answer ? fault(400, answer.faults.join('; ')) : document(answer.mutes);
  };
  return [
    {
      method: 'GET',
      path: '/mutes',
      id: 'listMutes',
      says: 'What is muted, and until when.',
      answer: 'mutes',
      faults: [401],
      handler: () => ask({ mode: 'mutes' }),
    },
    {
      method: 'POST',
      path: '/mutes',
      id: 'muteCheck',
      says: 'Mutes a check for a time; nobody is told of it meanwhile.',
      body: 'api-mute',
      answer: 'mutes',
      acts: true,
      faults: [400, 401, 403, 429],
      handler: async ({ asked }) => {
        const wanted = await jsonOf(asked);
        const { check, for: length } = isMap(wanted) ? wanted : {};
        const forMs = typeof length === 'string' ? parseDuration(length) : null;
        if (typeof check !== 'string' || forMs === null) return fault(400, HOW_TO_MUTE);
        return ask({ mode: 'mute', check, forMs });
      },
    },
    {
      method: 'DELETE',
      path: '/mutes/:name',
      id: 'unmuteCheck',
      says: 'Ends the mute of a check.',
      answer: 'mutes',
      acts: true,
      faults: [401, 403, 429],
      handler: ({ at: { name = '' } }) => ask({ mode: 'unmute', check: name }),
    },
  ];
}

const HOW_TO_MUTE = 'send {"check": "a name of the list", "for": "2h"}';
