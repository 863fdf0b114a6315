import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import { textOf } from '#core/report/bodies.ts';
import { comparable } from '../kinds/http/probe/differential/comparable.ts';
import { type Recorder, startRecorder } from '../kinds/http/probe/differential/recorder.ts';
import { call, memorySinks } from './call.ts';

const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0 && spawnSync('bash', ['-c', 'true']).status === 0;
let server: Recorder;
beforeAll(async () => {
  server = await startRecorder();
});
afterAll(() => server.close());

/** The command of a check, as somebody wrote it, and what its alert says to try. */
async function commandInAlert(command: string): Promise<string> {
  const text = JSON.stringify({
    checks: [{ name: 'a', curl: command, rechecks: 0, expect: { keyword: 'what the recorder never says' } }],
  });
  const { list, faults } = await readChecks(text, '.');
  expect(faults).toEqual([]);
  const { sinks, alerts } = memorySinks();
  await call(list?.checks ?? [], { sinks });
  const [alert] = alerts;
  return /^ *try: (.*)$/m.exec(alert === undefined ? '' : textOf(alert))?.[1] ?? 'no alert';
}

it
  .skipIf(!hasCurl)
  .each([
    `curl http://HOST/plain`,
    `curl -X PUT -H 'content-type: application/json' --data-raw '{"it": "isn'"'"'t"}' http://HOST/put?a=1`,
    `curl -F 'data=sample' -F 'note=two words' http://HOST/form`,
    `curl -G --data-urlencode 'q=a b&c' -H 'x-one: 1' -H 'x-one: 2' http://HOST/search`,
    `curl --compressed -A 'my agent' -e http://from.example/ -b 'a=1' http://HOST/headers`,
  ])('the alert of %s repeats the very request', async (template) => {
  const command = template.replace('HOST', server.address);
  const again = await commandInAlert(command);
  const [sent] = server.take();
  // Redacted credentials cannot be repeated; a cookie is one.
  const repeated = again.replaceAll('REDACTED', '1');
  await run('bash', ['--norc', '-c', repeated]);
  const [sentAgain] = server.take();
  if (sent === undefined || sentAgain === undefined) expect.fail(`nothing was sent by ${repeated}`);
  const redacted = (one: unknown) => JSON.parse(JSON.stringify(one).replace(/\["cookie","[^"]*"\]/, '["cookie"]'));
  expect(redacted(comparable(sentAgain, command))).toEqual(redacted(comparable(sent, command)));
});
