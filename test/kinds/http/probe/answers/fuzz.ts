import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { BUDGETS } from '#core/contract.ts';
import type { Verdict } from '#core/verdict/verdict.ts';
import { type HttpOverrides, runHttp } from '../../../checks.ts';
import { peakMiB } from '../../../peak-memory.ts';
import { mutatedAnswer, randomOf } from './mutations.ts';

/**
 * Answers nobody should send, made of those in test/fixtures/answers/odd.jsonl, for so many seconds. Every one has to get a
 * short printable verdict within its deadline, and all of them together must fit in MOST_MIB. What did not is printed with
 * the seed that makes it again; as a line of that file it becomes a test.
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
});
const AT_A_TIME = 25;
const TIMEOUT_MS = 250;
/** On a machine that does other things too. */
const LATEST_MS = 5_000;
const MOST_MIB = 150;
const EXPECTATIONS: readonly HttpOverrides[] = [
  { expect: { keyword: 'ok', headers: [['x-a', 'v']] } },
  { http: { follow: 2 }, expect: { absent: 'not there' } },
  { http: { compressed: true }, expect: { status: [], more: { matches: ['^o[a-z]+$'], size: { atMost: 10 } } } },
  {
    http: { inflate: undefined } as never,
    expect: { more: { json: [{ path: '$.a', exists: false }], absents: { any: ['a', 'b'] } } },
  },
  { http: { streamMs: 20 }, expect: { more: { headers: [{ name: 'x-a', absent: true }] } } },
  { http: { method: 'HEAD' } },
];

const random = randomOf(Number(values.seed));
const answers = new Map<number, { readonly bytes: Buffer; readonly hangsUp: boolean; readonly cut: number }>();
const server = createServer(answerOne).listen({ port: 0, host: '127.0.0.1', backlog: 512 });
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const until = performance.now() + Number(values.seconds) * 1000;
const faults: string[] = [];
let count = 0;

function answerOne(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.once('data', (request: Buffer) => {
    const answer = answers.get(Number(/\/(\d+)/.exec(request.toString('latin1'))?.[1]));
    if (answer === undefined) return void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    socket.write(answer.bytes.subarray(0, answer.cut));
    setImmediate(() => {
      socket.write(answer.bytes.subarray(answer.cut));
      if (answer.hangsUp) socket.end();
    });
  });
}

async function checkOne(): Promise<void> {
  count += 1;
  const id = count;
  const bytes = mutatedAnswer(random);
  answers.set(id, { bytes, hangsUp: random() < 0.9, cut: Math.floor(random() * bytes.length) });
  const began = performance.now();
  const limits = { timeoutMs: TIMEOUT_MS, connectTimeoutMs: TIMEOUT_MS };
  try {
    const wrong = wrongWith(
      await runHttp(`${url}/${id}`, { ...limits, ...EXPECTATIONS[id % EXPECTATIONS.length] }),
      performance.now() - began,
    );
    if (wrong !== null) report(wrong, bytes);
  } catch (error) {
    report(`thrown: ${error instanceof Error ? error.stack : String(error)}`, bytes);
  }
  answers.delete(id);
}

function wrongWith(verdict: Verdict, tookMs: number): string | null {
  const text = JSON.stringify(verdict);
  if (tookMs > LATEST_MS) return `took ${Math.round(tookMs)} ms`;
  if (verdict.reason?.code === 'checker-fault') return text;
  if (Buffer.byteLength(text) > BUDGETS.verdictBytes) return `verdict of ${Buffer.byteLength(text)} bytes`;
  const shown = [verdict.reason?.message, verdict.excerpt, verdict.curl, ...(verdict.lenient ?? [])].join('');
  return /\p{Cc}|\p{Cf}|\p{Cs}|[\u2028\u2029]/u.test(shown) ? `not printable: ${text}` : null;
}

function report(words: string, bytes: Buffer): void {
  faults.push(`${words}\n  ${JSON.stringify({ answer: bytes.toString('latin1').slice(0, 2_000) })}`);
}

async function worker(): Promise<void> {
  while (performance.now() < until && faults.length < 10) await checkOne();
}

await Promise.all(Array.from({ length: AT_A_TIME }, worker));
server.close();
const peak = Math.round(peakMiB());
if (peak > MOST_MIB) faults.push(`peak memory of ${peak} MiB, wanted ${MOST_MIB} at most`);
process.stdout.write(`${count} answers, seed ${values.seed}, peak ${peak} MiB, ${faults.length} faults\n`);
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
