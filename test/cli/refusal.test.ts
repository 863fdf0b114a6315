import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeStateMachineCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { deployed, MACHINE, stacks, states } from './deployed.ts';
import { rollcallHere } from './in-process.ts';

const last = (...args: readonly string[]) => rollcallHere(['last', ...args], { cwd: '.', env: {} });
const fault = (name: string, message: string, code?: string) => Object.assign(new Error(message), { name, code });

beforeEach(() => deployed());

it('names what this machine remembers to who is not signed in', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-refusal-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  stacks.on(DescribeStacksCommand).rejects(fault('Error', 'Region is missing'));
  const said = async () => (await rollcallHere(['status'], { cwd, env: {} })).stderr;
  expect(await said()).not.toContain('--remember');
  mkdirSync(join(cwd, '.rollcall'));
  expect(await said()).toMatch(/no AWS Region.*; of the runs of this machine ask with --remember\n/);
});

describe('what AWS refuses', () => {
  it.each([
    [
      fault('CredentialsProviderError', 'Could not load credentials\nfrom any providers'),
      2,
      /no AWS credentials .*AWS_PROFILE/,
    ],
    [fault('ExpiredTokenException', 'expired'), 2, /does not take these credentials \(ExpiredTokenException\)/],
    [fault('Error', 'Region is missing'), 2, /no AWS Region; set AWS_REGION/],
    [
      fault('ThrottlingException', 'Rate exceeded'),
      3,
      /AWS throttles states:ListExecutions; wait a minute.*Rate exceeded/,
    ],
    [
      fault('AccessDeniedException', 'User: arn:aws:iam::1:user/x is not authorized'),
      3,
      /not allowed to states:ListExecutions; .* on state machine arn:aws:states:us-west-2.*user\/x is not authorized/,
    ],
    [fault('Error', 'getaddrinfo ENOTFOUND', 'ENOTFOUND'), 3, /cannot be reached in us-west-2; is that a Region/],
    [fault('InternalServerError', 'oops'), 3, /states:ListExecutions of state machine .* failed: oops/],
  ])('%s is told in plain words', async (error, wanted, message) => {
    states.on(ListExecutionsCommand).rejects(error);
    const { code, stderr, stdout } = await last();

    expect(stderr).toMatch(message);
    expect({ code, stdout, lines: stderr.match(/\n/g)?.length }).toEqual({ code: wanted, stdout: '', lines: 1 });
  });

  it('names the stack and the Region that has none', async () => {
    stacks.on(DescribeStacksCommand).rejects(fault('ValidationError', 'Stack with id Roll does not exist'));
    const { code, stderr } = await last('--stack', 'Roll', '--region', 'eu-west-1');

    expect(code).toBe(2);
    expect(stderr).toMatch(/there is no stack Roll in eu-west-1; is the Region right \(--region\)/);
  });

  it('names the stack that is none of Rollcall', async () => {
    stacks.on(DescribeStacksCommand).resolves({ Stacks: [] });
    const { code, stderr } = await last();

    expect(code).toBe(2);
    expect(stderr).toMatch(/stack Rollcall has no output StateMachineArn; .*--state-machine ARN/);
  });

  it('names the state machine that is gone', async () => {
    states.on(DescribeStateMachineCommand).rejects(fault('StateMachineDoesNotExist', 'State Machine Does Not Exist'));
    const { code, stderr } = await last();

    expect(code).toBe(2);
    expect(stderr).toContain(`there is no state machine ${MACHINE} in us-west-2`);
  });
});
