import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What one check of the bench is, so that every contender does the same work. */

export const PROTOCOLS = ['http', 'https'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** How many checks each contender has in flight. */
export const CONCURRENCY = 40;

export const KEYWORD = 'healthcheck-keyword';
export const API_KEY = 'bench-api-key';
export const HEADERS = { 'api-key': API_KEY, 'content-type': 'application/json' } as const;
export const BODY = JSON.stringify({ orderId: 4711, items: [{ sku: 'A-1', count: 2 }], dryRun: true });

const ANSWER_BYTES = 10 * 1024;

/** 10 KB of JSON with the keyword near its end, so that a contender which stops reading early finds nothing. */
export function answer(): string {
  const [head, tail] = ['{"filler":"', `","state":"${KEYWORD}"}`];
  return head + 'x'.repeat(ANSWER_BYTES - head.length - tail.length) + tail;
}

/** Self-signed for 127.0.0.1, valid to 2120; every client is told to trust it as an authority. */
export const CERTIFICATE_FILE = fileURLToPath(new URL('fixtures/certificate.pem', import.meta.url));

export function serverCredentials(): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(CERTIFICATE_FILE), key: readFileSync(new URL('fixtures/key.pem', import.meta.url)) };
}

/** One target among `checks`: they differ, as real targets do, by their path only. */
export function targets(base: string, checks: number): string[] {
  return Array.from({ length: checks }, (_, index) => `${base}/check/${index + 1}`);
}
