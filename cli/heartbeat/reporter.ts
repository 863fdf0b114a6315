import { setTimeout as delay } from 'node:timers/promises';
import { USER_AGENT } from '#core/contract.ts';
import { lastWords } from '#core/redact/last-words.ts';
import type { Ping } from '#kinds/heartbeat/beats.ts';
import { withPing } from '#kinds/heartbeat/with-ping.ts';
import type { Io } from '../io.ts';
import { jobFiles } from '../list-files.ts';
import { UsageError } from '../usage-error.ts';

/** Where `ROLLCALL_HEARTBEAT_URL` is said: a job's own URL, as `rollcall heartbeat url` prints it. */
export const URL_VARIABLE = 'ROLLCALL_HEARTBEAT_URL';

/** One report of a job. `said`: the end of its output. */
export type Report = Pick<Ping, 'sort' | 'exit' | 'rid'> & { readonly said: Buffer };

/**
 * Hands a report on, and throws when it was not taken. `nameFault`: what is wrong with the job's name, as far as that can be
 * said here; a receiver answers for itself.
 */
export type Reporter = { readonly report: (report: Report) => Promise<void>; nameFault(): Promise<string | null> };

const TIMEOUT_MS = 10_000;
const TRIES = 3;
const PAUSE_MS = 1_000;

/** Where reports go to. `environment`: the one of the checks file where the command runs. */
export type To = { readonly url?: string; readonly environment?: string };

/** Reports to the URL that is said or in a variable, else to the store in `.rollcall/` where the command runs. */
export function reporterOf(name: string, { url, ...asked }: To, io: Io): Reporter {
  const { environment } = asked;
  if (url !== undefined && environment !== undefined) {
    throw new UsageError('--environment is of .rollcall/ here, and a URL has its own; take one of them out');
  }
  const to = url ?? (environment === undefined && io.env[URL_VARIABLE] ? io.env[URL_VARIABLE] : undefined);
  if (to !== undefined) return { report: toUrl(baseOf(to)), nameFault: async () => null };
  return {
    report: toStore(name, jobFiles(asked, io).own),
    nameFault: async () => (await import('./known-heartbeat.ts')).heartbeatFaultHere(name, asked, io),
  };
}

/** The URL is a credential, so it is not repeated. */
function baseOf(url: string): string {
  if (/^https?:\/\/[^/?#]+\/[^?#]+$/i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '');
  throw new UsageError('the URL to report to is none; write what rollcall heartbeat url NAME prints, without ? and #');
}

function toUrl(base: string): Reporter['report'] {
  return async (report) => {
    for (let tries = 1; ; tries += 1) {
      const wrong = await sent(base, report);
      if (wrong === null) return;
      if (!wrong.isPassing || tries === TRIES) throw new Error(wrong.why);
      await delay(PAUSE_MS * tries);
    }
  };
}

type Wrong = { readonly why: string; readonly isPassing: boolean };

async function sent(base: string, { sort, exit, rid, said }: Report): Promise<Wrong | null> {
  const word = exit ?? sort;
  const query = rid === null ? '' : `?rid=${encodeURIComponent(rid)}`;
  try {
    const answer = await fetch(`${base}${word === 'success' ? '' : `/${word}`}${query}`, {
      method: 'POST',
      headers: { 'user-agent': USER_AGENT, 'content-type': 'text/plain' },
      body: new Uint8Array(said),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.ok ? null : { why: `the receiver answered ${answer.status}`, isPassing: answer.status >= 429 };
  } catch (error) {
    const { cause, name } = error as Error;
    const code = (cause as NodeJS.ErrnoException | undefined)?.code;
    return { why: `the receiver does not answer (${code ?? name})`, isPassing: true };
  }
}

function toStore(name: string, file: string): Reporter['report'] {
  return async ({ sort, exit, rid, said }) => {
    const { openHeartbeats } = await import('#local/store/sqlite-heartbeats.ts');
    const store = await openHeartbeats(file);
    try {
      const at = Date.now();
      const isText = sort === 'fail' || sort === 'log';
      const ping = { sort, exit, rid, text: isText ? lastWords(said, '') : '' };
      await store.change(name, at, (beats) => withPing(beats, ping, at));
    } finally {
      store.close();
    }
  };
}
