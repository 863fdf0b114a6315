import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Verdict } from '#core/verdict/verdict.ts';
import { echoChecks, leaksIn, SECRET, startEchoTarget } from '../contract/echo-target.ts';
import { Deployment } from './deployment.ts';
import { type Emulator, synthesize } from './emulator.ts';
import { expectThat } from './report.ts';

const PARAMETER = '/rollcall/acceptance/key';
const NAME = 'rollcall/acceptance';

/** The deployed checker reads a parameter and a secret, and their value is in nothing that AWS keeps of the run. */
export async function neverTold(emulator: Emulator, folder: string): Promise<void> {
  const target = await startEchoTarget();
  try {
    const own = `${echoChecks(target.url, `\${ssm:${PARAMETER}}`)}
  - name: from-secret
    http: { url: "${target.url}/body", headers: { X-Key: "\${secret:${NAME}#login.key}" } }
  - name: from-nowhere
    http: { url: "${target.url}/body", headers: { X-Key: "\${ssm:/not/there}" } }
`;
    const file = join(folder, 'secrets.yaml');
    writeFileSync(file, own);
    const assembly = join(folder, 'secrets.out');
    await synthesize(file, assembly);
    await emulator.deploy(assembly);
    await store(emulator.endpoint);
    const deployment = await Deployment.at(emulator.endpoint);

    const execution = await deployment.execute({});
    const results = (JSON.parse(execution.output ?? '{}') as { results?: readonly Verdict[] }).results ?? [];
    const reasonOf = (name: string) => results.find((verdict) => verdict.name === name)?.reason?.message;
    expectThat('every check is called', results.length, 11);
    expectThat('the target gets the value, from both stores', [...new Set(target.seen)], [SECRET]);
    expectThat('what is not there is told', reasonOf('from-nowhere'), 'parameter /not/there does not exist');

    const typed = { name: 'typed', http: { url: target.url, headers: { X: '${env:AWS_SECRET_ACCESS_KEY}' } } };
    const adHoc = await deployment.execute({ checks: [typed] });
    expectThat(
      'an input cannot read the credentials of the role',
      (adHoc.output ?? '').includes('takes ${env:AWS_SECRET_ACCESS_KEY} into a request that no deployed check makes'),
      true,
    );
    await neverLent(deployment, target.url);

    const kept = {
      history: await deployment.history(execution),
      logs: await deployment.logs(),
      alerts: await deployment.alerts(),
      metrics: await deployment.metrics('Rollcall'),
      execution,
    };
    expectThat('the history is there to be searched', JSON.stringify(kept.history).includes('from-secret'), true);
    for (const [what, content] of Object.entries(kept)) {
      expectThat(`no secret in ${what}`, leaksIn(JSON.stringify(content)), []);
    }
  } finally {
    target.stop();
  }
}

/** Whoever may start an execution gets no value to a server of their own, and may search the answer of a deployed check. */
async function neverLent(deployment: Deployment, deployedUrl: string): Promise<void> {
  const thief = await startEchoTarget();
  try {
    const X = `\${ssm:${PARAMETER}} \${secret:${NAME}}`;
    const role = { sigv4: { service: 'ssm', region: 'us-east-1' } };
    const stolen = [
      { http: { url: `${thief.url}/x`, headers: { X } } },
      { http: { url: `${thief.url}/x`, auth: role } },
      { http: { url: `${deployedUrl}/body`, headers: { 'X-Key': `\${secret:${NAME}#login.key}` }, proxy: thief.url } },
    ];
    for (const request of stolen) {
      const { output } = await deployment.execute({ checks: [{ name: 'theft', ...request }] });
      const { error } = JSON.parse(output ?? '{}') as { error?: string };
      expectThat(`an input is refused ${JSON.stringify(request).slice(0, 60)}`, error, 'InvalidInput');
    }
    expectThat('nothing came to their server', thief.seen, []);
  } finally {
    thief.stop();
  }
  const same = { url: `${deployedUrl}/body`, headers: { 'X-Key': `\${secret:${NAME}#login.key}` } };
  const { output } = await deployment.execute({ checks: [{ name: 'mine', http: same, expect: { keyword: 'x' } }] });
  const { results } = JSON.parse(output ?? '{}') as { results?: readonly Verdict[] };
  expectThat('what a deployed check sends may be sent again, and searched otherwise', results?.[0]?.name, 'mine');
}

async function store(endpoint: string): Promise<void> {
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  await new SSMClient(settings).send(new PutParameterCommand({ Name: PARAMETER, Value: SECRET, Type: 'SecureString' }));
  const SecretString = JSON.stringify({ login: { key: SECRET } });
  await new SecretsManagerClient(settings).send(new CreateSecretCommand({ Name: NAME, SecretString }));
}
