import type { AwsJson } from '../runtime/aws-json.ts';

/** A key that was changed is taken up within this time. */
const TTL_MS = 5 * 60_000;

/** Reads the key that tokens are made with, once in five minutes; what could not be read is asked for again. */
export function keyReader(aws: AwsJson, secret: string, now: () => number): () => Promise<string> {
  let known: { readonly key: string; readonly until: number } | null = null;
  return async () => {
    if (known !== null && now() < known.until) return known.key;
    const { SecretString } = await aws('secretsmanager', 'GetSecretValue', { SecretId: secret });
    if (typeof SecretString !== 'string' || SecretString === '') throw new Error('the secret of heartbeats is empty');
    known = { key: SecretString, until: now() + TTL_MS };
    return SecretString;
  };
}
