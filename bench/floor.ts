import http, { type RequestOptions } from 'node:http';
import https from 'node:https';
import { BODY, CONCURRENCY, HEADERS, KEYWORD, targets } from './work.ts';

/**
 * The floor: what Node itself needs for the same requests, a new connection each, status and keyword judged. No engine,
 * no checks file, no deadlines, no timings. `node floor.ts BASE_URL CHECKS` prints how many were OK.
 */
const [base = '', checks = '0'] = process.argv.slice(2);
const send = base.startsWith('https:') ? https.request : http.request;
const OPTIONS: RequestOptions = {
  method: 'POST',
  agent: false,
  headers: { ...HEADERS, 'content-length': Buffer.byteLength(BODY) },
};

function isOk(url: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = send(url, OPTIONS, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve(response.statusCode === 200 && Buffer.concat(chunks).toString().includes(KEYWORD));
      });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(BODY);
  });
}

let ok = 0;
const pending = targets(base, Number(checks)).values();
async function work(): Promise<void> {
  for (const url of pending) if (await isOk(url)) ok += 1;
}
await Promise.all(Array.from({ length: CONCURRENCY }, work));
process.stdout.write(`${ok}\n`);
