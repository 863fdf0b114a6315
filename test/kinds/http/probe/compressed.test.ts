import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type HttpOverrides, runHttp } from '../../checks.ts';
import { httpServer } from '../../servers.ts';

/** As a curl command without --compressed travels. */
const AS_CURL = { inflate: undefined } as unknown as HttpOverrides['http'] & object;
const TEXT = Buffer.from(`${'so much text '.repeat(100)}needle`);
const CODINGS = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const;

async function check(
  encoding: string | string[],
  body: Buffer,
  keyword = 'needle',
  compressed = true,
): Promise<Verdict> {
  const url = await httpServer((_, response) => response.setHeader('Content-Encoding', encoding).end(body));
  const verdict = await runHttp(url, { http: compressed ? { compressed } : {}, expect: { keyword } });
  const reason = verdict.reason && {
    ...verdict.reason,
    message: verdict.reason.message.replace(new URL(url).host, 'HOST'),
  };
  return { ...verdict, reason };
}

describe('a compressed response', () => {
  it('is asked for, unless a header says otherwise', async () => {
    const seen: (string | undefined)[] = [];
    const url = await httpServer((request, response) => {
      seen.push(request.headers['accept-encoding'] as string | undefined);
      response.end();
    });
    await runHttp(url);
    await runHttp(url, { http: { compressed: true } });
    await runHttp(url, { http: { compressed: true, headers: [['accept-encoding', 'br']] } });
    expect(seen).toEqual([undefined, 'gzip, deflate, br, zstd', 'br']);
  });

  it.each(CODINGS)('is inflated: %s (%o)', async (coding, compress) => {
    expect((await check(coding, compress(TEXT))).outcome).toBe('OK');
  });

  it.each(CODINGS)('that ends too early is no %s (%o)', async (coding, compress) => {
    const whole = compress(TEXT);
    const { reason } = await check(coding, whole.subarray(0, whole.length - 3));
    expect(reason?.code).toBe('protocol');
    expect(reason?.message).toMatch(`body from HOST is not ${coding}, as its content-encoding says (unexpected end`);
  });

  it.each(['gzip', 'br', 'zstd'])('that is none is told: %s', async (coding) => {
    const { reason } = await check(coding, Buffer.from('plain needle'));
    expect(reason?.message).toMatch(`body from HOST is not ${coding}, as its content-encoding says (`);
  });

  it.each(
    CODINGS.filter(([coding]) => coding !== 'x-gzip'),
  )('of which no end is in sight is cut: %s (%o)', async (coding, compress) => {
    const bomb = compress(Buffer.alloc(64 * 1024 * 1024));
    const before = process.memoryUsage().arrayBuffers;
    const { reason } = await check(coding, bomb);
    expect(reason?.message).toBe('keyword "needle" not in the first 1 MiB of the body (cut there)');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });

  it('may be compressed twice, in the order that its headers say', async () => {
    expect((await check('gzip, br', brotliCompressSync(gzipSync(TEXT)))).outcome).toBe('OK');
    expect((await check(['gzip', 'identity', 'br'], brotliCompressSync(gzipSync(TEXT)))).outcome).toBe('OK');
    expect((await check('br, gzip', brotliCompressSync(gzipSync(TEXT)))).outcome).toBe('NG');
  });

  it('may be empty', async () => {
    const url = await httpServer((_, response) => response.setHeader('Content-Encoding', 'gzip').end());
    expect((await runHttp(url, { http: { compressed: true } })).outcome).toBe('OK');
    expect((await runHttp(url, { http: { compressed: true, method: 'HEAD' } })).outcome).toBe('OK');
  });

  it.each([
    ['compress', 'content-encoding of HOST is "compress", wanted gzip, deflate, br or zstd'],
    ['gzip,'.repeat(6), 'content-encoding of HOST names 6, wanted 5 at most'],
  ])('in a way that is not offered is refused: %s', async (coding, message) => {
    expect((await check(coding, TEXT)).reason).toEqual({ code: 'protocol', message });
  });

  it.each(CODINGS)('is inflated though nobody asked for it: %s (%o)', async (coding, compress) => {
    expect((await check(coding, compress(TEXT), 'needle', false)).outcome).toBe('OK');
  });

  it('in a way that is not known is read as it is, and marked, where nobody asked for it', async () => {
    const { outcome, lenient } = await check('UTF-8', TEXT, 'needle', false);
    expect({ outcome, lenient }).toEqual({ outcome: 'OK', lenient: ['unknown content-encoding'] });
  });

  it('is left as it is for what judges as curl does without --compressed, which is told', async () => {
    const url = await httpServer((_, response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync(TEXT)));
    const { reason } = await runHttp(url, { http: AS_CURL, expect: { keyword: 'needle' } });
    expect(reason?.code).toBe('keyword');
    expect(reason?.message).toMatch(
      /^keyword "needle" not in the \d+ bytes of the body, which is gzip; add --compressed$/,
    );
    const absent = await runHttp(url, { http: AS_CURL, expect: { absent: 'other' } });
    expect(absent.reason?.message).toBe('"other" may be in the body, which is gzip; add --compressed');
    const status = await runHttp(url, { http: AS_CURL });
    expect(status.outcome).toBe('OK');
  });
});
