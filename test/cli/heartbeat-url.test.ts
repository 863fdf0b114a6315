import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { tokenOf } from '#kinds/heartbeat/token.ts';
import { stacks } from './deployed.ts';
import { rollcallHere } from './in-process.ts';

const secrets = mockClient(SecretsManagerClient);
const KEY_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:Key-abc';
const LIST = `checks:
  - {name: jobs/nightly run, heartbeat: {every: 1h, tokenVersion: 4}}
  - {name: web, tcp: {host: h, port: 1}}`;

function deployedWith(outputs: Readonly<Record<string, string>>): void {
  stacks.reset();
  stacks.on(DescribeStacksCommand).resolves({
    Stacks: [
      {
        StackName: 'Rollcall',
        CreationTime: new Date(0),
        StackStatus: 'CREATE_COMPLETE',
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
      },
    ],
  });
}

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rollcall-url-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, 'checks.yaml'), LIST);
  deployedWith({ HeartbeatUrl: 'https://abc.lambda-url.eu-west-1.on.aws/', HeartbeatKeyArn: KEY_ARN });
  secrets.reset();
  secrets.on(GetSecretValueCommand, { SecretId: KEY_ARN }).resolves({ SecretString: 'the key' });
});

const urlOf = (name: string) => rollcallHere(['heartbeat', 'url', name], { cwd, env: {} });

describe('rollcall heartbeat url', () => {
  it('prints where a job reports to, its name encoded, with the token of its version', async () => {
    const token = tokenOf('the key', 'jobs/nightly run', 4);
    expect(await urlOf('jobs/nightly run')).toMatchObject({
      code: 0,
      stdout: `https://abc.lambda-url.eu-west-1.on.aws/jobs%2Fnightly%20run/${token}\n`,
      stderr: '',
    });
  });

  it('prints that of a watch on this machine, whose key only its owner may read', async () => {
    const here = (...more: string[]) =>
      rollcallHere(['heartbeat', 'url', 'jobs/nightly run', '--remember', ...more], { cwd, env: {} });
    const { stdout } = await here();
    const key = join(cwd, '.rollcall', 'heartbeat.key');
    const token = tokenOf(readFileSync(key, 'utf8').trim(), 'jobs/nightly run', 4);
    expect(stdout).toBe(`http://127.0.0.1:8080/ping/jobs%2Fnightly%20run/${token}\n`);
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect((await here('--base-url', 'https://a.example/up/')).stdout).toBe(
      `https://a.example/up/ping/jobs%2Fnightly%20run/${token}\n`,
    );
  });

  it('says so where the key cannot be made', async () => {
    writeFileSync(join(cwd, '.rollcall'), 'no folder');
    const { code, stderr } = await rollcallHere(['heartbeat', 'url', 'jobs/nightly run', '--remember'], {
      cwd,
      env: {},
    });
    expect([code, stderr]).toEqual([3, expect.stringContaining('heartbeat.key: ')]);
  });

  it.each([
    ['nobody', 'there is no check nobody in the list'],
    ['web', 'web is a check of kind tcp, which is asked; only a heartbeat reports'],
  ])('has none of %s', async (name, words) => {
    expect(await urlOf(name)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
  });

  it('says what to do where nothing takes reports', async () => {
    deployedWith({});
    expect(await urlOf('jobs/nightly run')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('rollcall exec'),
    });
  });
});
