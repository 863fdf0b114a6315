import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { answering, deployed, EXECUTION, functions, MACHINE, stacks } from './deployed.ts';
import { rollcallHere } from './in-process.ts';

let cwd: string;
const run = (args: readonly string[], env = {}) => rollcallHere(args, { cwd, env });
const asked = () => stacks.commandCalls(DescribeStacksCommand).map(({ args: [{ input }] }) => input.StackName);

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rollcall-of-list-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(
    join(cwd, 'checks.yaml'),
    `vars: { stage: dev, x: 0 }
environments: { prod: { vars: { stage: prod } } }
deploy: { name: "\${var:stage}", namePrefix: "shop-" }
checks:
  - { name: pay, tcp: { host: "h\${var:x}", port: 1 } }
  - { name: job, heartbeat: { every: 1d } }
`,
  );
  writeFileSync(
    join(cwd, 'two.yaml'),
    'deploy: { regions: [eu-west-1, us-east-1] }\nchecks: [{ name: a, tcp: { host: h, port: 1 } }]\n',
  );
  deployed();
  const Outputs = [{ OutputKey: 'StateMachineArn', OutputValue: MACHINE }];
  stacks
    .on(DescribeStacksCommand)
    .resolves({ Stacks: [{ StackName: 'x', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE', Outputs }] });
  answering('TrackIncidents', { mutes: [] });
});

describe('commands that speak with AWS', () => {
  it.each([
    [['mute', 'pay', '--for', '1h'], 'Rollcall'],
    [['mute', 'pay', '--for', '1h', '--environment', 'prod'], 'shop-Rollcall-prod'],
    [['unmute', 'pay', '-c', 'checks.yaml'], 'shop-Rollcall-dev'],
    [['mute', '--var', 'stage=x'], 'shop-Rollcall-x'],
    [['start', '--no-follow', '--environment', 'prod'], 'shop-Rollcall-prod'],
    [['last', '--environment', 'prod'], 'shop-Rollcall-prod'],
    [['history', '--environment', 'prod'], 'shop-Rollcall-prod'],
    [['history', 'pay', '--environment', 'prod'], 'shop-Rollcall-prod'],
    [['open', '--print', '--environment', 'prod'], 'shop-Rollcall-prod'],
    [['rerun', 'monday', '--environment', 'prod'], 'shop-Rollcall-prod'],
    [['status', '--environment', 'prod'], 'shop-Rollcall-prod'],
    [['heartbeat', 'url', 'job', '--environment', 'prod'], 'shop-Rollcall-prod'],
    [['mute', '-c', 'two.yaml', '--region', 'us-east-1'], 'Rollcall'],
  ])('%j acts on the stack of the list that is named', async (args, stack) => {
    await run(args);
    expect(asked()[0]).toBe(stack);
  });

  it('goes by the list and by --stack before the variable', async () => {
    const env = { ROLLCALL_STATE_MACHINE: MACHINE.replace('Roll', 'Other') };
    await run(['mute', '--environment', 'prod'], env);
    await run(['mute', '--stack', 'Mine'], env);
    await run(['mute'], env);
    expect(asked()).toEqual(['shop-Rollcall-prod', 'Mine']);
  });

  it.each([
    [['mute', 'pay', '--for', '1h', '-c', 'none.yaml'], /there is no file none.yaml/],
    [['mute', 'pay', '--for', '1h', '--environment', 'nosuch'], /nosuch/],
    [['mute', 'pay', '--for', '1h', '--var', 'y=1'], /which --var gives a value/],
    [['mute', '--environment', 'prod', '--stack', 'x'], /--environment is of the list .* --stack names another/],
    [['mute', '--var', 'x=1', '--state-machine', MACHINE], /--var is of the list .* --state-machine names another/],
    [['mute', '--remember', '--stack', 'x'], /--stack means nothing/],
    [['status', '--remember', '--region', 'eu-west-1'], /--region means nothing/],
    [['rerun', EXECUTION, '--environment', 'prod'], /says where it is, so --environment means nothing/],
    [['mute', '-c', 'two.yaml'], /deployed to eu-west-1, us-east-1, each by itself; say which with --region/],
    [['mute', '-c', 'two.yaml', '--region', 'x'], /--region x is none of the list's/],
  ])('%j is refused, and nothing is asked', async (args, message) => {
    expect(await run(args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    expect([asked(), functions.commandCalls(InvokeCommand)]).toEqual([[], []]);
  });
});
