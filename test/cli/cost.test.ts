import { expect, it } from 'vitest';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';

const LIST = 'checks:\n  - { name: a, every: 1m, tcp: { host: h, port: 1 } }\n';

it('prints the bill, largest item first, with each type of workflow beside it', async () => {
  const cwd = await folderWith({ 'checks.yaml': LIST });
  const { code, stdout } = await rollcallHere(['cost'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^ +\$13\.22 {2}workflow \(nested\): 43,800 runs, 525,600 state transitions, 43,800 Express runs of 0\.7 s; lower: /,
  );
  expect(stdout).toMatch(
    /a month in all\n\n {14}workflow {6}in all\nnested +\$13\.22 +\$\d+\.\d\d\nstandard +\$15\.33 +\$\d+\.\d\d\nexpress +\$0\.08 +\$\d+\.\d\d\n\nlist prices of us-east-1, /,
  );
});

it('prints what this file would cost, by its own settings', async () => {
  const deploy = 'deploy: { workflow: express, regions: [eu-west-1, sa-east-1], kmsKey: true }\n';
  const cwd = await folderWith({ 'checks.yaml': deploy + LIST });
  const { stdout } = await rollcallHere(['cost'], { cwd });
  expect(stdout).toContain('workflow (express): 43,800 runs of 0.7 s, in each of 2 Regions');
  expect(stdout).toContain('$2.00  keys and secrets: 1 KMS key,');
  expect(stdout).toMatch(
    /\nlist prices of eu-west-1, \S+ to \S+; some of .* not known there and taken from us-east-1\n/,
  );
  expect(stdout).toContain('the prices of sa-east-1 are not known: these are list prices of us-east-1');
});

it('tells to choose fewer metrics only where some were chosen', async () => {
  const lowerFor = async (text: string) => {
    const cwd = await folderWith({ 'checks.yaml': text });
    const { stdout } = await rollcallHere(['cost'], { cwd });
    return /custom metrics: .*; lower: (.*)/.exec(stdout)?.[1];
  };
  expect(await lowerFor(LIST)).toBe('nothing worth changing');
  expect(await lowerFor(`defaults: { metrics: [latency] }\n${LIST}`)).toBe('fewer opt-in metrics for each check');
});

it('prints what another type of workflow and another Region would cost', async () => {
  const cwd = await folderWith({ 'checks.yaml': `deploy: { workflow: express }\n${LIST}` });
  const { stdout } = await rollcallHere(['cost', '--workflow', 'standard', '--region', 'ap-northeast-1'], { cwd });
  expect(stdout).toContain('workflow (standard): ');
  expect(stdout).toContain('list prices of ap-northeast-1, ');
});

it('refuses a Region whose prices it does not know, and says which it knows', async () => {
  const cwd = await folderWith({ 'checks.yaml': LIST });
  const { code, stderr } = await rollcallHere(['cost', '--region', 'sa-east-1'], { cwd });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'error: the prices of sa-east-1 are not known; use one of us-east-1, us-east-2, us-west-2, eu-west-1, eu-central-1, ap-northeast-1, ap-southeast-1\n',
  });
});

it('prints it as one document', async () => {
  const cwd = await folderWith({ 'checks.yaml': LIST });
  const { stdout } = await rollcallHere(['cost', '--json', '--workflow', 'express'], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({
    workflow: 'express',
    lines: expect.arrayContaining([expect.objectContaining({ item: 'custom metrics' })]),
    choices: { standard: { workflow: expect.any(Number), total: expect.any(Number) } },
  });
});

it('tells the faults of a wrong file where no bill is read, and ends with 2', async () => {
  const cwd = await folderWith({ 'checks.yaml': 'checks:\n  - { name: a, every: 1s, tcp: { host: h, port: 1 } }\n' });
  const { code, stdout, stderr } = await rollcallHere(['cost', '--json'], { cwd });
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^checks\.yaml:2:23 checks\[0\]\.every is "1s"; write /),
  });
});
