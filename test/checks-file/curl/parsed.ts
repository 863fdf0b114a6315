import { expect } from 'vitest';
import { type CurlCheck, parseCurl } from '#checks-file/curl/parse-curl.ts';
import type { HttpRequest } from '#kinds/http/check.ts';

/** The files that the commands of these tests name. */
const FILES: Readonly<Record<string, Uint8Array>> = {
  'note.txt': Buffer.from('one\r\ntwo\n'),
  'dir/page.html': Buffer.from('<p>hi</p>'),
  'dir/raw.bin': Uint8Array.of(0, 255, 10, 13, 1),
  'reference.txt': Buffer.from('a b ${env:K}\n'),
  'plane16.txt': Buffer.from('\u{100000}'),
  'headers.txt': Buffer.from('X-One: 1\nX-Two: 2\n'),
  'big.txt': Buffer.alloc(40_000, 'x'),
  'cert.pem': Buffer.from('CERT'),
  'key.pem': Buffer.from('KEY'),
  'ca.pem': Buffer.from('CA'),
  'jar.txt': Buffer.from(
    [
      '# Netscape HTTP Cookie File',
      'h\tFALSE\t/\tFALSE\t0\ta\t1',
      '#HttpOnly_.h\tTRUE\t/deep\tFALSE\t0\tb\t2',
      'other\tFALSE\t/\tFALSE\t0\tc\t3',
      'h\tFALSE\t/\tTRUE\t0\td\t4',
    ].join('\n'),
  ),
  'body.bin': Uint8Array.of(0, 255, 10, 13, 1),
  'part.bin': Uint8Array.of(0, 255, 10, 13, 1),
};

export function files(path: string): Uint8Array {
  const bytes = FILES[path];
  if (bytes === undefined) throw new Error(`there is no file ${path}`);
  return bytes;
}

export function checkOf(command: string | readonly string[]): CurlCheck {
  const result = parseCurl(command, files);
  if ('faults' in result) expect.fail(`${command}: ${JSON.stringify(result.faults)}`);
  return result.check;
}

export function requestOf(command: string | readonly string[]): HttpRequest {
  return checkOf(command).http;
}

/** Each fault as `line:column message`. */
export function faultsOf(command: string | readonly string[]): readonly string[] {
  const result = parseCurl(command, files);
  if ('check' in result) expect.fail(`${command} was accepted: ${JSON.stringify(result.check.http)}`);
  return result.faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** A GET of http://h/ as curl sends it, with what differs. */
export function get(differing: Partial<HttpRequest> = {}): HttpRequest {
  return {
    url: 'http://h/',
    method: 'GET',
    headers: [['Accept', '*/*']],
    query: [],
    body: null,
    follow: 0,
    ...differing,
  };
}

/** A POST of form data, as -d sends it. */
export function post(text: string, differing: Partial<HttpRequest> = {}): HttpRequest {
  const headers = [
    ['Accept', '*/*'],
    ['Content-Type', 'application/x-www-form-urlencoded'],
  ] as const;
  return get({ method: 'POST', headers, body: { text }, ...differing });
}
