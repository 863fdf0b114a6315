import { describe, expect, it } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { parseChecks } from '#checks-file/parse.ts';

const ALL = ['latency', 'certificateDays', 'phases'];
const WITHOUT_CERTIFICATE = ['latency', 'phases'];

describe('the metrics of a check', () => {
  it.each<[object, readonly string[] | undefined, readonly string[] | undefined]>([
    [{ http: { url: 'https://h/' } }, undefined, undefined],
    [{ http: { url: 'https://h/' } }, ALL, ALL],
    [{ http: { url: 'https://h/' }, metrics: ['phases'] }, ALL, ['phases']],
    [{ http: { url: 'https://h/' }, metrics: [] }, ALL, undefined],
    [{ http: { url: 'http://h/' } }, ALL, WITHOUT_CERTIFICATE],
    [{ http: { url: 'http://h/', follow: true } }, ALL, ALL],
    [{ tcp: { host: 'h', port: 1 } }, ALL, WITHOUT_CERTIFICATE],
    [{ tcp: { host: 'h', port: 1 } }, ['certificateDays'], undefined],
    [{ curl: 'curl https://h/' }, ALL, ALL],
    [{ curl: 'curl http://h/', metrics: ['latency'] }, undefined, ['latency']],
    [{ curl_cmd: 'curl http://h/', search_keyword: '' }, ALL, WITHOUT_CERTIFICATE],
  ])('%j with %j in defaults are %j', (entry, defaults, wanted) => {
    const text = JSON.stringify({
      ...(defaults && { defaults: { metrics: defaults } }),
      checks: [{ name: 'a', ...entry }],
    });
    const { list, faults } = parseChecks(text, { ...NOTHING_OUTSIDE, curl: parseCurl });
    expect(faults).toEqual([]);
    expect(list?.checks[0]?.metrics).toEqual(wanted);
  });
});
