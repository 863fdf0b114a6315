import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import type { Reason } from '#core/verdict/reason.ts';
import { type Attempt, within } from '../../../probing/attempt.ts';
import type { CheckerEffects } from '../../../probing/effects.ts';
import type { HttpAuth } from '../../check.ts';
import type { Outgoing } from '../encode.ts';
import type { Answer } from '../exchange.ts';

type SigV4 = Extract<HttpAuth, { scheme: 'sigv4' }>;

/** One hop with a signature of its own: by the keys of the check, or those of the role that the checker has. */
export async function sendSigned(
  outgoing: Outgoing,
  auth: SigV4,
  attempt: Attempt,
  send: (outgoing: Outgoing) => Promise<Answer | Reason>,
): Promise<Answer | Reason> {
  const keys = auth.keys ?? keysOfRole(attempt.effects);
  if ('code' in keys) return keys;
  // It goes out in a header; the secret key does not.
  if (keys.sessionToken !== undefined) attempt.effects.hide?.(keys.sessionToken);
  const added = await within(attempt, signatureOf(outgoing, auth, keys, attempt.effects.date()));
  return 'code' in added
    ? added
    : send({ ...outgoing, headers: [...without(outgoing.headers, added), ...added.flat()] });
}

type Keys = NonNullable<SigV4['keys']>;
type Pairs = readonly (readonly [string, string])[];

/** Lambda gives a function its role's keys in its environment; on other machines people do the same. */
function keysOfRole({ env }: CheckerEffects): Keys | Reason {
  const accessKeyId = env('AWS_ACCESS_KEY_ID') ?? '';
  const secretAccessKey = env('AWS_SECRET_ACCESS_KEY') ?? '';
  const sessionToken = env('AWS_SESSION_TOKEN') ?? '';
  if (accessKeyId === '' || secretAccessKey === '') {
    return {
      code: 'config',
      message: 'no AWS credentials to sign with; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    };
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) };
}

/** The headers that a signature consists of. */
export async function signatureOf(outgoing: Outgoing, auth: SigV4, keys: Keys, date: Date): Promise<Pairs> {
  const { url, target, method, headers, body } = outgoing;
  let at = url;
  const signed: [string, string][] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = (headers[i] ?? '').toLowerCase();
    const value = headers[i + 1] ?? '';
    // The signer takes the host from the URL.
    if (name === 'host') at = URL.parse(`${url.protocol}//${value}${target}`) ?? url;
    if (name.startsWith('x-amz-') && name !== 'x-amz-date') signed.push([name, value]);
  }
  if (auth.service === 's3' && !signed.some(([name]) => name === 'x-amz-content-sha256')) {
    signed.push([
      'x-amz-content-sha256',
      createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
    ]);
  }
  const signer = new AwsV4Signer({
    url: at.href,
    method,
    headers: signed,
    ...(body !== null && { body: new Uint8Array(body) }),
    ...keys,
    service: auth.service,
    region: auth.region,
    datetime: date.toISOString().replace(/[:-]|\.\d{3}/g, ''),
  });
  return [...(await signer.sign()).headers].filter(([name]) => name === 'authorization' || name.startsWith('x-amz-'));
}

function without(headers: readonly string[], names: Pairs): string[] {
  const replaced = new Set(names.map(([name]) => name));
  return headers.filter((_, i) => !replaced.has((headers[i - (i % 2)] ?? '').toLowerCase()));
}
