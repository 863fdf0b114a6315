import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

// The published test suite of Signature Version 4.
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const AUTH = { scheme: 'sigv4', service: 'service', region: 'us-east-1', keys: KEYS } as const;
const DATE = new Date('2015-08-30T12:36:00Z');

type Got = { readonly headers: NodeJS.Dict<string | string[]>; readonly reason: string | undefined };

async function signed(http: Partial<HttpRequest>, path = '/', env: Record<string, string> = {}): Promise<Got> {
  let headers: NodeJS.Dict<string | string[]> = {};
  const url = await httpServer((request, response) => {
    headers = request.headers;
    response.end();
  });
  const given = http.headers ?? [['Host', 'example.amazonaws.com']];
  const { reason } = await runHttp(
    url + path,
    { http: { auth: AUTH, ...http, headers: given } },
    { date: () => DATE, env: (name) => env[name] },
  );
  return { headers, reason: reason?.message };
}

describe('a SigV4 signature', () => {
  it.each([
    ['get-vanilla', 'GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      'GET',
      '/?Param2=value2&Param1=value1',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    ['post-vanilla', 'POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ])('is that of the published %s', async (_, method, path, signature) => {
    const { headers } = await signed({ method }, path);
    expect(headers['authorization']).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    );
    expect(headers['x-amz-date']).toBe('20150830T123600Z');
  });

  it('covers the body, and for s3 says its digest', async () => {
    const { headers } = await signed({ method: 'PUT', body: { text: 'hi' }, auth: { ...AUTH, service: 's3' } });
    expect(headers['x-amz-content-sha256']).toBe('8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4');
    expect(headers['authorization']).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date');
    const other = await signed({ method: 'PUT', body: { text: 'ho' } });
    const one = await signed({ method: 'PUT', body: { text: 'hi' } });
    expect(one.headers['authorization']).not.toBe(other.headers['authorization']);
  });

  it('is made with the keys of its own role, token included, when the check has none', async () => {
    const { keys: _, ...auth } = AUTH;
    const env = {
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      AWS_SESSION_TOKEN: 'the-token',
    };
    const { headers } = await signed({ auth }, '/', env);
    expect(headers['x-amz-security-token']).toBe('the-token');
    expect(headers['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  });

  it('needs keys', async () => {
    const { keys: _, ...auth } = AUTH;
    const { reason } = await signed({ auth });
    expect(reason).toBe('no AWS credentials to sign with; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  });

  it('takes the place of what was written by hand', async () => {
    const { headers } = await signed({
      headers: [
        ['Authorization', 'x'],
        ['X-Amz-Date', 'y'],
      ],
    });
    expect(headers['authorization']).toMatch(/^AWS4-HMAC-SHA256 /);
    expect(headers['x-amz-date']).toBe('20150830T123600Z');
  });
});
