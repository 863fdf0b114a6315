import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** With somebody to hear, nothing is to be said at synth. */
const HEARD =
  'deploy: { subscriptions: [{ email: a@example.com }], alarms: { subscriptions: [{ email: a@example.com }] } }\n';

// Each starts a Node process that loads the whole of CDK: about a second on an idle machine.
describe('the CDK app', { timeout: 60_000 }, () => {
  it('deploys the list that the context names, as PrepareChecks reads it', async () => {
    const ended = await synth(`${HEARD}checks:\n  - { name: orders, tcp: { host: db.internal, port: 5432 } }\n`);
    expect(ended).toEqual({ code: 0, stderr: '' });
    expect(deployedList()).toMatchObject({ checks: [{ name: 'orders', kind: 'tcp', timeoutMs: 10_000 }] });
  });

  it('tells every fault of the list with its place, and nothing else', async () => {
    const { code, stderr } = await synth('checks:\n  - { name: orders, tcp: { host: db, port: 0 }, colour: red }\n');
    expect(code).toBe(1);
    const lines = stderr.trim().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/checks\.yaml:2:\d+ checks\[0\]\.(tcp\.port|colour) /);
  });

  it('deploys several files with the values of an environment, and warns of what would stand in the clear', async () => {
    mkdirSync(join(folder, 'more'));
    writeFileSync(
      join(folder, 'more/b.yaml'),
      'include: ../c.yml\nchecks: [{ name: b, tcp: { host: "${var:host}", port: 1 } }]',
    );
    writeFileSync(join(folder, 'c.yml'), 'checks: [{ name: "c ${var:token}", tcp: { host: h, port: 1 } }]');
    writeFileSync(join(folder, '.env'), 'token=s3cret');
    const { code, stderr } = await synth(
      `${HEARD}vars: { host: dev }\nenvironments: { prod: { vars: { host: prod } } }\nchecks: [{ name: a, tcp: { host: "\${var:host}", port: "\${var:port}" } }]`,
      {
        checks: `${join(folder, 'checks.yaml')},${join(folder, 'more')}`,
        environment: 'prod',
        var: 'port=5432',
        varFile: join(folder, '.env'),
      },
    );
    expect(stderr.match(/takes the value of \w+ from --var-file as it is/g)).toEqual([
      'takes the value of token from --var-file as it is',
    ]);
    expect(code).toBe(0);
    expect(deployedList()).toMatchObject({
      checks: [
        { name: 'a', target: { host: 'prod', port: 5432 } },
        { name: 'b', target: { host: 'prod' } },
        { name: 'c s3cret' },
      ],
    });
  });

  it('says which of the variables that it is to allow have no value', async () => {
    const list = `${HEARD}checks:\n  - { name: a, http: { url: "https://example.com/?k=\${env:ROLLCALL_UNSET}" } }\n`;
    const { code, stderr } = await synth(list, { env: 'ROLLCALL_UNSET, PATH' });
    expect(code).toBe(1);
    expect(stderr).toBe(
      '-c env=ROLLCALL_UNSET: the variable is not set where cdk runs; export ROLLCALL_UNSET, or leave it out\n',
    );
  });

  it('says what it cannot read', async () => {
    const { code, stderr } = await synth(null);
    expect(code).toBe(1);
    expect(stderr).toMatch(/checks\.yaml:1:1 is not there; write it, or name another file\n$/);
  });
});

/** Runs the app as the CDK CLI does. */
function synth(yaml: string | null, context: object = {}): Promise<{ code: number; stderr: string }> {
  const file = join(folder, 'checks.yaml');
  if (yaml !== null) writeFileSync(file, yaml);
  const env = {
    ...process.env,
    CDK_OUTDIR: join(folder, 'out'),
    CDK_CONTEXT_JSON: JSON.stringify({ checks: file, ...context }),
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['infra/app.ts'], { env }, (_error, _stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stderr }),
    );
  });
}

function deployedList(): unknown {
  const out = join(folder, 'out');
  const lists = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^asset\.\w+.checks\.json$/.test(path),
  );
  expect(lists).toHaveLength(1);
  return JSON.parse(readFileSync(join(out, lists[0] ?? ''), 'utf8'));
}
