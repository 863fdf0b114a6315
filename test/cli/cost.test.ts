import { expect, it } from 'vitest';
import { folderWith } from './command.ts';
import { rollcallHere } from './in-process.ts';

const LIST = 'checks:\n  - { name: a, every: 1m, tcp: { host: h, port: 1 } }\n';

it('prints the bill, largest item first, with either type of workflow beside it', async () => {
  const cwd = await folderWith({ 'checks.yaml': LIST });
  const { code, stdout } = await rollcallHere(['cost'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ +\$14\.24 {2}workflow \(standard\): 43,800 runs, 569,400 state transitions; lower: /);
  expect(stdout).toMatch(
    /a month in all\n\nworkflow: standard \$14\.24, express \$0\.08\nlist prices of us-east-1 on /,
  );
});

it('prints it as one document', async () => {
  const cwd = await folderWith({ 'checks.yaml': LIST });
  const { stdout } = await rollcallHere(['cost', '--json', '--workflow', 'express'], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({
    lines: [{ item: 'dashboards and keys' }, {}, {}, {}, {}, {}, {}, {}, {}, {}],
  });
});

it('prints the faults of a wrong file and ends with 2', async () => {
  const cwd = await folderWith({ 'checks.yaml': 'checks:\n  - { name: a, every: 1s, tcp: { host: h, port: 1 } }\n' });
  const { code, stdout } = await rollcallHere(['cost'], { cwd });
  expect({ code, stdout }).toEqual({
    code: 2,
    stdout: expect.stringMatching(/^checks\.yaml:2:23 checks\[0\]\.every is "1s"; write /),
  });
});
