import { parentPort } from 'node:worker_threads';
import type { Reason } from '#core/verdict/reason.ts';
import type { Sent } from '../../probing/workers.ts';
import type { JudgeJob } from './judge-aside.ts';
import { judgeWhole, PATIENT } from './judge-whole.ts';

/** The other end of judge-aside.ts, on its own thread. */

parentPort?.on('message', async (job: JudgeJob) => {
  parentPort?.postMessage(await answerTo(job));
});

async function answerTo({ observed, expect, date }: JudgeJob): Promise<Sent<Reason | null>> {
  // On the way here a Buffer became plain bytes.
  const { buffer, byteOffset, byteLength } = observed.body;
  const response = { ...observed, body: Buffer.from(buffer, byteOffset, byteLength) };
  try {
    const judged = await judgeWhole(response, expect, date, PATIENT);
    return { answer: judged?.reason ?? null };
  } catch (error) {
    return { thrown: error instanceof Error ? error : new Error(String(error)) };
  }
}
