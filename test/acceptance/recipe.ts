import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deployment } from './deployment.ts';
import { expectThat, expectTrue } from './report.ts';

/** The name that is written into the recipe's caller. */
export const FUNCTION_NAME = 'HealthCheckByCurl';

/** The recipe's caller, its payload byte for byte: what it invokes, reads and would publish. */
async function recipesCaller(deployment: Deployment, url: string, keyword: string) {
  const payload = `{"curl_cmd": "curl -s -S -F 'data=sample' ${url}", "search_keyword": "${keyword}", "ok_string": "healthcheck-ok", "ng_string": "healthcheck-ng"}`;
  const { answer, log, error } = await deployment.invoke(FUNCTION_NAME, payload);
  return { result: error ?? (JSON.parse(answer) as { result: string }).result, log };
}

/** Whatever becomes of the target, the recipe's caller hears what it would have heard from the recipe, and why. */
export async function callersAnswers(deployment: Deployment): Promise<void> {
  const { url, stop } = await startTarget();
  const cases = [
    ['OK', `${url}/ok`, 'alive', 'healthcheck-ok', 'status 200'],
    ['OK by status alone', `${url}/ok`, '', 'healthcheck-ok', 'status 200'],
    ['NG by status', `${url}/down`, 'alive', 'healthcheck-ng', 'status 503, wanted 200'],
    ['NG by keyword', `${url}/ok`, 'no such word', 'healthcheck-ng', 'keyword "no such word" not in the'],
    ['NG by a dead host', 'http://127.0.0.1:1/', 'alive', 'healthcheck-ng', 'refused'],
    ['NG by a command that cannot be read', `${url}/ok -Z`, '', 'healthcheck-ng', '-Z would change the check'],
  ] as const;
  try {
    for (const [what, target, keyword, result, why] of cases) {
      const heard = await recipesCaller(deployment, target, keyword);
      expectThat(`the recipe's caller hears of ${what}`, heard.result, result);
      expectTrue(`the log's tail says why: ${what}`, heard.log.includes(why), heard.log);
    }
    const event = { curl_cmd: `curl -s ${url}/down`, search_keyword: '', ok_string: 'ok', ng_string: 'ng' };
    for (const input of [event, { checks: [event] }]) {
      const execution = await deployment.execute(input);
      const [verdict] = JSON.parse(execution.output ?? '{}').results ?? [];
      expectThat('the event is an execution input too', [execution.status, verdict?.label], ['SUCCEEDED', 'ng']);
    }
  } finally {
    stop();
  }
}

/** Answers only what the recipe sends: a form with the field `data`. */
async function startTarget(): Promise<{ url: string; stop: () => void }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => void server.close() };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await request.toArray()).join('');
  const isForm = request.method !== 'POST' || /name="data"\r\n\r\nsample\r\n/.test(body);
  response.writeHead(request.url === '/ok' && isForm ? 200 : 503).end('all alive');
}
