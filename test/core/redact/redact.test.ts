import { describe, expect, it } from 'vitest';
import { redactText } from '#core/redact/redact-text.ts';
import { isSecretName } from '#core/redact/secret-names.ts';
import { literalSecrets } from '#kinds/http/secrets.ts';
import { requestOf } from '../../checks-file/curl/parsed.ts';

describe('isSecretName', () => {
  it.each(
    'Authorization Proxy-Authorization Cookie X-Api-Key api_key apikey APIKey key Ocp-Apim-Subscription-Key access_token accessToken refreshTokens clientSecret client_secret PASSWORD pwd passwd X-Auth-Token session_id PHPSESSID X-Amz-Signature sig X-Goog-Signature private_key secretAccessKey credentials otp jwt'.split(
      ' ',
    ),
  )('knows %s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(
    'keyword author q id monkey Idempotency-Key public_key Accept Content-Type signal design compass X-Request-Id sort_key token_name secretName key_names'.split(
      ' ',
    ),
  )('leaves %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('redactText', () => {
  it.each([
    ['{"password": "a\\"b", "n": {"token":12, "ok": true}}', '{"password": "***", "n": {"token":"***", "ok": true}}'],
    ['[{"apiKey":"x"}, broken "secret":"y"', '[{"apiKey":"***"}, broken "secret":"***"'],
    ['<a><password>x</password><user>y</user></a>', '<a><password>***</password><user>y</user></a>'],
    ['user=me&client_secret=a%20b&x=1', 'user=me&client_secret=***&x=1'],
    ['plain words, key or not', 'plain words, key or not'],
    ['{"key": "color", "keys": "a b", "token_name": "ci"}', '{"key": "color", "keys": "a b", "token_name": "ci"}'],
    ['{"key": "AIzaSyD4f8xx9Qk2zzY", "api_key": "k"}', '{"key": "***", "api_key": "***"}'],
  ])('%s', (text, redacted) => {
    expect(redactText(text, () => '***')).toBe(redacted);
  });

  it('takes no longer than its text for text made to be slow', () => {
    const started = performance.now();
    for (const text of ['"'.repeat(50_000), '"a":'.repeat(20_000), '<a '.repeat(20_000), 'a='.repeat(30_000)])
      redactText(text, () => '***');
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('literalSecrets', () => {
  it('names the place of each, and no reference', () => {
    const request = requestOf(
      `curl 'https://h/?sig=S1' -H 'X-Token: S2' -H 'X-Api-Key: \${ssm:/k}' -b 'a=S3' -u 'me:S4' --json '{"secret":"S5"}' -x 'http://p:S6@x:1' --cert cert.pem --pass S7`,
    );
    expect(literalSecrets(request)).toEqual([
      { place: 'query parameter sig', secret: 'S1' },
      { place: 'header X-Token', secret: 'S2' },
      { place: 'cookie a', secret: 'S3' },
      { place: 'JSON key secret', secret: 'S5' },
      { place: 'basic password', secret: 'S4' },
      { place: 'private key', secret: 'CERT' },
      { place: 'passphrase', secret: 'S7' },
      { place: 'password of the proxy', secret: 'S6' },
    ]);
  });
});
