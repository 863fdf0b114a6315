import { USER_AGENT } from '#core/contract.ts';
import { metricsRequest } from '#core/report/otlp/metrics-request.ts';
import { EXIT, interruptedCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Called, Runs } from '../output/called.ts';
import { say } from '../output/say.ts';
import { UsageError } from '../usage-error.ts';

const DEADLINE_MS = 10_000;
const PATH = '/v1/metrics';
const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';
const MOST_ANSWER_BYTES = 65_536;

/**
 * The same run, which sends its verdicts by OTLP/HTTP when it has ended; one that is interrupted sends nothing. What is not
 * taken is reported, and the exit code is 3. Throws UsageError for an address or headers that cannot be used.
 */
export function sendingOtlp(address: string, io: Io, run: Runs, deadlineMs = DEADLINE_MS): Runs {
  const url = endpointOf(address);
  const headers = headersOf(io.env[HEADERS] ?? '');
  return async (onCalled) => {
    const ended: Called[] = [];
    const code = await run((called) => {
      ended.push(called);
      onCalled(called);
    });
    const [called] = ended;
    if (called === undefined || called.rollCall.interrupted) return code;
    const fault = await post({ url, headers, deadlineMs }, called, io.signal);
    if (fault === null) return code;
    await say(`rollcall: --otlp was not sent: ${url.host} ${fault}`, io.stderr);
    if (io.signal.aborted) return interruptedCode(io.signal);
    return EXIT.failed;
  };
}

/** As SDKs read OTEL_EXPORTER_OTLP_ENDPOINT: the signal's path is added, unless it is there. */
function endpointOf(address: string): URL {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError('--otlp takes the address of an OTLP/HTTP receiver, such as http://localhost:4318');
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(`--otlp takes no credentials in its address; write them as headers in ${HEADERS}`);
  }
  if (!url.pathname.endsWith(PATH)) url.pathname = url.pathname.replace(/\/*$/, PATH);
  return url;
}

/** `name=value` with commas between, values percent-encoded. What is wrong is said without its value, which may be a key. */
function headersOf(text: string): Headers {
  const headers = new Headers();
  for (const pair of text.split(',').filter((one) => one.trim() !== '')) {
    const cut = pair.indexOf('=');
    try {
      if (cut < 1) throw new TypeError('no name');
      headers.append(pair.slice(0, cut).trim(), decodeURIComponent(pair.slice(cut + 1).trim()));
    } catch (cause) {
      throw new UsageError(`${HEADERS} cannot be read; write NAME=VALUE with commas between, values percent-encoded`, {
        cause,
      });
    }
  }
  headers.set('content-type', 'application/json');
  headers.set('user-agent', USER_AGENT);
  return headers;
}

type Receiver = { readonly url: URL; readonly headers: Headers; readonly deadlineMs: number };

/** Why it was not taken; null when it was. A redirect is not followed: it would take the headers elsewhere. */
async function post(to: Receiver, { rollCall }: Called, stop: AbortSignal): Promise<string | null> {
  const { url, headers, deadlineMs } = to;
  const body = JSON.stringify(metricsRequest(rollCall.results, rollCall.run.startedAt));
  const signal = AbortSignal.any([stop, AbortSignal.timeout(deadlineMs)]);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const text = await beginningOf(response);
    if (!response.ok) return `answered ${response.status}`;
    const rejected = rejectedIn(text);
    return rejected === 0 ? null : `rejected ${rejected} data points`;
  } catch (error) {
    return wordsOf(error, deadlineMs, stop);
  }
}

/** An answer that goes on for ever ends here. */
async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_ANSWER_BYTES) break;
  }
  return text;
}

/** How many points a receiver that took the request did not take (partialSuccess). An answer of another shape says nothing. */
function rejectedIn(text: string): number {
  try {
    return Number(JSON.parse(text)?.partialSuccess?.rejectedDataPoints ?? 0) || 0;
  } catch {
    return 0;
  }
}

function wordsOf(error: unknown, deadlineMs: number, stop: AbortSignal): string {
  if (stop.aborted) return 'was not waited for: interrupted';
  if (error instanceof Error && error.name === 'TimeoutError') return `did not answer in ${deadlineMs / 1000} s`;
  const code = error instanceof Error && (error.cause as NodeJS.ErrnoException | undefined)?.code;
  return `could not be reached${code ? `: ${code}` : ''}`;
}
