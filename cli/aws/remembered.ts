import type { StatusAnswer } from '#functions/track-incidents/status.ts';
import { callFunction, type Functions } from './functions.ts';

/** Asks the function that remembers: it alone may read and write the table, and knows what is deployed. */
export async function askMemory(workflow: Functions, event: object): Promise<unknown> {
  const { answer, fault } = await callFunction(workflow, 'TrackIncidents', event);
  if (fault !== null) throw new Error(`TrackIncidents failed: ${fault.errorMessage ?? 'it did not say why'}`);
  return answer;
}

/** What the deployed workflow remembers. */
export async function rememberedBy(workflow: Functions): Promise<StatusAnswer> {
  const answer = await askMemory(workflow, { mode: 'status' });
  if (isAnswer(answer)) return answer;
  throw new Error('what is deployed knows no status, or an older one; deploy again');
}

const LISTS = ['open', 'mutes', 'maintenance', 'shards', 'guards'] as const satisfies readonly (keyof StatusAnswer)[];

function isAnswer(answer: unknown): answer is StatusAnswer {
  const given = (answer ?? {}) as Partial<Record<keyof StatusAnswer, unknown>>;
  return LISTS.every((key) => Array.isArray(given[key])) && typeof given.namespace === 'string';
}
