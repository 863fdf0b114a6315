import type { StatusAnswer } from '#functions/track-incidents/status.ts';
import { callFunction, type Functions } from './functions.ts';

/** What the deployed workflow remembers, of the function that does: it alone may read the table, and knows what is deployed. */
export async function rememberedBy(workflow: Functions): Promise<StatusAnswer> {
  const { answer, fault } = await callFunction(workflow, 'TrackIncidents', { mode: 'status' });
  if (fault !== null) throw new Error(`TrackIncidents failed: ${fault.errorMessage ?? 'it did not say why'}`);
  if (isAnswer(answer)) return answer;
  throw new Error('what is deployed knows no status, or an older one; deploy again');
}

const LISTS = ['open', 'mutes', 'maintenance', 'shards', 'guards'] as const satisfies readonly (keyof StatusAnswer)[];

function isAnswer(answer: unknown): answer is StatusAnswer {
  const given = (answer ?? {}) as Partial<Record<keyof StatusAnswer, unknown>>;
  return LISTS.every((key) => Array.isArray(given[key])) && typeof given.namespace === 'string';
}
