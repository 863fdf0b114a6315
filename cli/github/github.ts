import { randomUUID } from 'node:crypto';
import { appendFile, stat } from 'node:fs/promises';
import { plainFileError } from '#local/files.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io, Out } from '../io.ts';
import type { Called } from '../output/called.ts';
import type { CheckPlace, Listing } from '../output/listing.ts';
import { say } from '../output/say.ts';
import { annotationsOf } from './annotations.ts';
import { annotationLine, CALLED_WRONGLY, FAILED } from './commands.ts';
import { MOST_SUMMARY_BYTES, summaryOf } from './summary.ts';

/**
 * Takes the runner's ear off what is printed until the answer is called: a target's words could be a command to it, such
 * as `::set-output`. `token`: what nobody else knows.
 */
export function deafen(out: Out, token: string = randomUUID()): () => void {
  out.write(`::stop-commands::${token}\n`);
  return () => {
    out.write(`::${token}::\n`);
  };
}

/** Tells GitHub Actions of a run: annotations on `out`, the job's summary, the step's outputs `ok`, `ng` and `total`. */
export async function reportToGithub(called: Called, listing: Listing, out: Out, io: Io): Promise<void> {
  for (const annotation of annotationsOf(called, listing)) out.write(annotationLine(annotation));
  const { ok, ng, total } = called.rollCall.counts;
  await append('GITHUB_OUTPUT', async () => `ok=${ok}\nng=${ng}\ntotal=${total}\n`, io);
  await append(
    'GITHUB_STEP_SUMMARY',
    async (file) => {
      const used = (await stat(file).catch(() => null))?.size ?? 0;
      return summaryOf(called, listing, MOST_SUMMARY_BYTES - used, linkTo(io.env));
    },
    io,
  );
}

/** An error of the step where it fails for what no other annotation says: the log has it. */
export function tellOfLog(code: number, called: Called | null, out: Out): void {
  const isAsideOf = (wanted: number) => code === wanted && called?.rollCall.failure == null;
  const title = isAsideOf(EXIT.usage) ? CALLED_WRONGLY : isAsideOf(EXIT.failed) ? FAILED : null;
  if (title !== null) out.write(annotationLine({ level: 'error', title, message: 'the log of the step says why' }));
}

/** The runner names files to write to. A verdict is worth more than its summary: a file that is not written is a note. */
async function append(variable: string, textFor: (file: string) => Promise<string>, io: Io): Promise<void> {
  const file = io.env[variable];
  if (file === undefined || file === '') return;
  try {
    await appendFile(file, await textFor(file));
  } catch (error) {
    await say(`note: ${variable} was not written: ${plainFileError(error)}`, io.stderr);
  }
}

function linkTo(env: Io['env']): (place: CheckPlace) => string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = env;
  if (!server || !repository || !sha) return () => null;
  return ({ file, line }) => {
    const path = file.split('/').map(encodeURIComponent).join('/');
    return file.startsWith('..') || file.startsWith('/')
      ? null
      : `${server}/${repository}/blob/${sha}/${path}#L${line}`;
  };
}
