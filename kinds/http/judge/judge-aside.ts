import type { Reason } from '#core/verdict/reason.ts';
import { workersOf } from '../../probing/workers.ts';
import type { HttpExpect } from '../check.ts';
import type { HttpResponse } from '../observation.ts';

/** A response to judge on another thread. */
export type JudgeJob = { readonly observed: HttpResponse; readonly expect: HttpExpect; readonly date: Date };

const judge = workersOf<JudgeJob, Reason | null>(new URL('./judge-worker.ts', import.meta.url));

/** Judges a response on a thread of its own, so that what it takes is nobody else's time. */
export async function judgeAside(job: JudgeJob): Promise<Reason | null> {
  const done = await judge(job);
  if ('answer' in done) return done.answer;
  const much = done.ended === 'time' ? 'long' : 'much memory';
  return { code: 'body', message: `the body takes too ${much} to judge; make what is expected of it simpler` };
}
