import type { HeartbeatCheck } from '#kinds/heartbeat/check.ts';
import { tokenOf } from '#kinds/heartbeat/token.ts';
import { clientIn } from '../aws/client.ts';
import { stackOf } from '../aws/of-list.ts';
import { stackOutput } from '../aws/place.ts';
import { ask } from '../aws/refusal.ts';
import type { RemoteOptions } from '../aws/remote.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT } from '../exit-codes.ts';
import { heartbeatFault } from '../heartbeat/known-heartbeat.ts';
import { reporterOf, type To } from '../heartbeat/reporter.ts';
import type { Io } from '../io.ts';
import { storeFile } from '../store-file.ts';
import { UsageError } from '../usage-error.ts';
import { readList } from './read-list.ts';

export type UrlOptions = Pick<RemoteOptions, 'stack' | 'region'> &
  Asked & { readonly remember?: boolean; readonly baseUrl?: string };

/** Prints the URL that a job reports to, token and all. */
export async function heartbeatUrl(name: string, options: UrlOptions, io: Io): Promise<number> {
  const list = await readList(options, io);
  if (list === null) return EXIT.usage;
  const fault = heartbeatFault(name, list);
  if (fault !== null) throw new UsageError(fault);
  const { target } = [...list.checks, ...(list.guard ?? [])].find((check) => check.name === name) as HeartbeatCheck;
  if (options.remember) {
    const [{ heartbeatKey }, { HEARTBEAT_PATH }] = await Promise.all([
      import('#local/heartbeat-key.ts'),
      import('#local/web/heartbeat-path.ts'),
    ]);
    const base = `${(options.baseUrl ?? DEFAULT_BASE).replace(/\/+$/, '')}${HEARTBEAT_PATH}`;
    io.stdout.write(urlOf(base, name, tokenOf(heartbeatKey(storeFile(io)), name, target.tokenVersion)));
    return EXIT.ok;
  }
  if (options.baseUrl !== undefined) throw new UsageError('--base-url goes with --remember; on AWS the stack knows');
  const { stack, region } = { ...stackOf(list, options.region), ...(options.stack && { stack: options.stack }) };
  const output = (name: string) => stackOutput({ stack, region }, name);
  const [url, key] = [await output('HeartbeatUrl'), await output('HeartbeatKeyArn')];
  if (url === undefined || key === undefined) {
    throw new UsageError(
      `the stack ${stack} takes no reports; deploy it with the heartbeat, or report on this machine with rollcall exec, or to rollcall watch: add --remember`,
    );
  }
  const token = tokenOf(await secretOf(key, region), name, target.tokenVersion);
  io.stdout.write(urlOf(url.replace(/\/+$/, ''), name, token));
  return EXIT.ok;
}

/** Where `rollcall watch` listens unless it is told otherwise. */
const DEFAULT_BASE = 'http://127.0.0.1:8080';

const urlOf = (base: string, name: string, token: string): string => `${base}/${encodeURIComponent(name)}/${token}\n`;

async function secretOf(SecretId: string, region: string | undefined): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const where = region ?? SecretId.split(':')[3] ?? null;
  const client = new SecretsManagerClient(clientIn(where));
  const asked = { action: 'secretsmanager:GetSecretValue', of: `secret ${SecretId}`, region: where };
  const { SecretString = '' } = await ask(asked, client.send(new GetSecretValueCommand({ SecretId })));
  return SecretString;
}

export type PingOptions = To;

const SORTS = ['success', 'start', 'fail', 'log'] as const;
const MOST_EXIT = 255;

/** Sends one report of a job: a word, or an exit code. */
export async function heartbeatPing(name: string, what: string, to: PingOptions, io: Io): Promise<number> {
  const sort = SORTS.find((known) => known === what) ?? null;
  const exit = /^\d{1,3}$/.test(what) && Number(what) <= MOST_EXIT ? Number(what) : null;
  if (sort === null && exit === null)
    throw new UsageError(`${what} is nothing to report; write ${SORTS.join(', ')} or an exit code`);
  const report = { sort: sort ?? (exit === 0 ? 'success' : 'fail'), exit, rid: null, said: Buffer.alloc(0) } as const;
  const reporter = reporterOf(name, to, io);
  const fault = await reporter.nameFault();
  if (fault !== null) throw new UsageError(fault);
  await reporter.report(report);
  return EXIT.ok;
}
