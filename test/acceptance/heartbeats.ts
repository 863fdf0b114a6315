import { CreateSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { UrlAnswer } from '#functions/receive-heartbeat/receive-heartbeat.ts';
import { tokenOf } from '#kinds/heartbeat/token.ts';
import type { Deployment } from './deployment.ts';
import type { Lane } from './lane.ts';
import { expectThat } from './report.ts';
import { HEARTBEAT_KEY } from './unknown-resources.ts';

type Wanted = { readonly token?: string; readonly query?: string; readonly body?: string };

/** Calls the deployed receiver as its URL would, with the right token unless another is said; the status that it answers. */
export async function report(deployment: Deployment, name: string, path: string, wanted: Wanted = {}): Promise<number> {
  const { token = tokenOf(await keyOf(deployment), name, 1), query = '', body = '' } = wanted;
  const event = {
    version: '2.0',
    rawPath: `/${encodeURIComponent(name)}/${token}${path}`,
    rawQueryString: query,
    headers: {},
    requestContext: { http: { method: 'POST' } },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  };
  return ((await deployment.answerOf('Receiver', event)) as UrlAnswer).statusCode;
}

/** The stack's key, which the first to ask for it makes: the emulator makes no secret out of a template. */
async function keyOf({ clients }: Deployment): Promise<string> {
  const ask = new GetSecretValueCommand({ SecretId: HEARTBEAT_KEY.arn });
  const found = await clients.secrets.send(ask).catch(() => null);
  if (found?.SecretString !== undefined) return found.SecretString;
  const SecretString = 'k'.repeat(64);
  await clients.secrets.send(new CreateSecretCommand({ Name: HEARTBEAT_KEY.name, SecretString }));
  return SecretString;
}

const LIST = JSON.stringify({
  checks: [{ name: 'nightly', heartbeat: { every: '1h', maxRuntime: '2h' }, failureThreshold: 1 }],
});

/** A job's life on AWS: looked for, wrong tokens, a run, reports at the same time, a failure with its last words. */
export async function heartbeats(lane: Lane): Promise<void> {
  const deployment = await lane.deploy(LIST);
  const outcome = async () => {
    const { results } = JSON.parse((await deployment.execute({})).output ?? '{}');
    return [results[0].outcome, results[0].reason?.code ?? null, results[0].excerpt ?? null];
  };
  expectThat('a job that was never heard of is waited for', await outcome(), ['OK', null, null]);
  const seen = (await deployment.memory()).get('nightly');
  expectThat('the checker wrote when it first looked, and no more', Object.keys(seen ?? {}).toSorted(), [
    'memory',
    'name',
    'since',
  ]);
  await keyOf(deployment);
  expectThat('a wrong token is not found', await report(deployment, 'nightly', '', { token: 'x'.repeat(22) }), 404);
  expectThat('nor is a job that there is not', await report(deployment, 'weekly', ''), 404);
  const rids = Array.from({ length: 6 }, (_, index) => `run-${index}`);
  const starts = await Promise.all(rids.map((rid) => report(deployment, 'nightly', '/start', { query: `rid=${rid}` })));
  expectThat('starts at the same time are all taken', new Set(starts), new Set([200]));
  const { runs } = JSON.parse((await deployment.memory()).get('nightly')?.['beats']?.S ?? '{}');
  expectThat('and all kept', runs.map(({ rid }: { rid: string }) => rid).toSorted(), rids);
  await report(deployment, 'nightly', '/3', { query: 'rid=run-5', body: 'disk full' });
  expectThat('a failure is NG with the last words', await outcome(), ['NG', 'reported', 'disk full']);
  await report(deployment, 'nightly', '');
  expectThat('a success ends it', await outcome(), ['OK', null, null]);
}
