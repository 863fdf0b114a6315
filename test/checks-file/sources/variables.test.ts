import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFault } from '#checks-file/fault-text.ts';
import { NOTHING_OUTSIDE } from '#checks-file/outside.ts';
import { placedFaults } from '#checks-file/place-faults.ts';
import { readSources, sourceOf } from '#checks-file/read-text.ts';
import type { Given } from '#checks-file/sources/given.ts';
import { filledIn } from '#checks-file/sources/substitute.ts';
import { warningsOf } from '#checks-file/warnings.ts';

const read = (text: string, given: Given = {}) =>
  readSources([sourceOf(text, NOTHING_OUTSIDE)], given, NOTHING_OUTSIDE);

function checksOf(text: string, given: Given = {}) {
  const found = read(text, given);
  if (!('list' in found)) throw new Error(JSON.stringify(placedFaults(found)));
  return found.list.checks;
}

const faultsOf = (text: string, given: Given = {}) =>
  placedFaults(read(text, given)).map((fault) => formatFault('a.yaml', fault));

function warnings(text: string, given: Given = {}): string[] {
  const found = read(text, given);
  if (!('list' in found)) throw new Error(JSON.stringify(placedFaults(found)));
  return warningsOf(found, new Date(0)).map((fault) => formatFault('a.yaml', fault));
}

const LAYERS = `
vars: { host: of-vars, port: 1, only: "x" }
environments:
  staging: { vars: { host: of-staging, port: 2 } }
  prod: { vars: { host: of-prod } }
checks:
  - name: a
    tags: ["\${var:only}"]
    tcp: { host: "\${var:host}.example.com", port: "\${var:port}" }
`;

describe('a variable', () => {
  it.each<[Given, string, number]>([
    [{}, 'of-vars', 1],
    [{ environment: 'staging' }, 'of-staging', 2],
    [{ environment: 'prod' }, 'of-prod', 1],
    [
      {
        environment: 'prod',
        varFile: new Map([
          ['host', 'of-file'],
          ['unused', '1'],
        ]),
      },
      'of-file',
      1,
    ],
    [
      {
        varFile: new Map([['host', 'of-file']]),
        vars: new Map([
          ['host', 'of-var'],
          ['port', '3'],
        ]),
      },
      'of-var',
      3,
    ],
  ])('has the value of %j', (given, host, port) => {
    expect(checksOf(LAYERS, given)).toMatchObject([{ tags: ['x'], target: { host: `${host}.example.com`, port } }]);
  });

  it('keeps its type where it is the whole value, and is text within one', () => {
    const [check] = checksOf(
      `
vars: { yes: true, n: 5, name: a, version: "1.10", latency: 200ms }
defaults: { rechecks: "\${var:n}" }
checks:
  - name: "\${var:name}-\${var:n}"
    enabled: "\${var:yes}"
    http: { url: "https://h/\${var:version}/$\${x}", query: { n: "\${var:n}", t: "\${var:yes}" }, json: { n: "\${var:n}", s: "n\${var:n}" } }
    expect: { status: "\${var:status}", latency: "\${var:latency}" }
`,
      { vars: new Map([['status', '204']]) },
    );
    expect(check).toMatchObject({
      name: 'a-5',
      rechecks: 5,
      target: {
        url: 'https://h/1.10/$${x}',
        query: [
          ['n', '5'],
          ['t', 'true'],
        ],
        body: { json: { n: 5, s: 'n5' } },
      },
      expect: { status: [[204, 204]], latencyMs: 200 },
    });
  });

  it.each([
    ['8080', undefined, 8080],
    ['8080', '"text"', '8080'],
    ['8080', '1', 8080],
    ['010', undefined, '010'],
    ['1.10', undefined, '1.10'],
    ['1.5', undefined, 1.5],
    ['-3', undefined, -3],
    ['12345678901234567890', undefined, '12345678901234567890'],
    ['true', undefined, true],
    ['True', undefined, 'True'],
    ['false', '"x"', 'false'],
    ['', undefined, ''],
    ['a=b', undefined, 'a=b'],
  ])('given as %j, declared as %s, is %j', (text, declared, value) => {
    const vars = declared === undefined ? '' : `vars: { v: ${declared} }\n`;
    const [check] = checksOf(`${vars}checks: [{ name: a, http: { url: https://h/, json: { v: "\${var:v}" } } }]`, {
      vars: new Map([['v', text]]),
    });
    expect(check).toMatchObject({ target: { body: { json: { v: value } } } });
  });

  it('may stand for another, and for a reference', () => {
    const [check] = checksOf(`
vars: { url: "https://\${var:host}/", host: "\${var:stage}.example.com", stage: eu, token: "\${secret:api#token}" }
checks: [{ name: a, http: { url: "\${var:url}health", auth: { bearer: "\${var:token}" } } }]
`);
    expect(check).toMatchObject({
      target: { url: 'https://eu.example.com/health', auth: { token: '${secret:api#token}' } },
    });
  });

  it('is nothing to steps, templates and escaped marks', () => {
    const [check] = checksOf(`
checks: [{ name: a, http: { url: "https://h/{{uuid}}", body: "$\${var:x} \${env:X} {{{{y}}" } }]
`);
    expect(check).toMatchObject({ target: { body: { text: '$${var:x} ${env:X} {{{{y}}' } } });
  });

  it('stands in every section', () => {
    const found = read(`
vars: { name: staging, zone: Europe/Berlin, topic: ops }
deploy: { name: "\${var:name}" }
defaults: { timezone: "\${var:zone}" }
alerts: { topics: { ops: {} }, routes: [{ topic: "\${var:topic}" }] }
maintenance: [{ cron: 0 2 * * *, duration: 1h, names: ["a \${var:name}"] }]
guard: [{ name: "guard \${var:name}", tcp: { host: h, port: 1 } }]
checks: [{ name: "a \${var:name}", tcp: { host: h, port: 1 } }]
`);
    expect(found).toMatchObject({
      list: {
        deploy: { name: 'staging' },
        timezone: 'Europe/Berlin',
        alerts: { routes: [{ topic: 'ops' }] },
        maintenance: [{ checks: ['a staging'], timezone: 'Europe/Berlin' }],
        guard: [{ name: 'guard staging' }],
      },
    });
  });
});

it('is missing in the environment that was chosen', () => {
  const text =
    'environments: { prod: { vars: { y: a } }, dev: {} }\nchecks: [{ name: a, tcp: { host: "${var:y}", port: 1 } }]\n';
  expect(faultsOf(text, { environment: 'dev' })).toEqual([
    'a.yaml:2:35 checks[0].tcp.host holds ${var:y}, which has a value in prod and none in dev; write one there, or into vars',
  ]);
});

describe('what was given from outside', () => {
  it.each<[Given, string]>([
    [{ environment: 'stagin' }, 'a.yaml:3:1 environments has no "stagin"; did you mean staging?'],
    [{ environment: 'x' }, 'a.yaml:3:1 environments has no "x"; choose one of staging, prod'],
    [
      { vars: new Map([['hots', 'x']]) },
      'a.yaml:2:1 uses no variable "hots", which --var gives a value; did you mean host?',
    ],
    [
      { varFile: new Map(Object.entries({ hots: 'x', Host1: 'y', unused: 'z' })) },
      'a.yaml:2:1 uses no variable "hots", which --var-file gives a value; did you mean host?',
    ],
  ])('is a fault where the file has no use for it: %j', (given, told) => {
    expect(faultsOf(LAYERS, given)).toEqual([told]);
  });

  it('is an environment of a file that has none', () => {
    expect(faultsOf('checks: [{ name: a, tcp: { host: h, port: 1 } }]', { environment: 'x' })).toEqual([
      'a.yaml:1:1 has no environments, and "x" was chosen; write environments: {x: {vars: …}}',
    ]);
  });
});

describe('a warning', () => {
  it('is made of what nothing uses', () => {
    expect(
      warnings(`
vars: { used: a, idle: b }
environments: { prod: { vars: { used: c, other: d } } }
defaults: { follow: true, expect: { status: 200, latency: 1s } }
checks:
  - name: "\${var:used} \${var:n}"
    for: [{ n: 1 }, { n: 2, m: 3 }]
    tcp: { host: h, port: 1 }
`),
    ).toEqual([
      'a.yaml:2:18 vars.idle is a variable that nothing uses; take it out',
      'a.yaml:3:42 environments.prod.vars.other is a variable that nothing uses; take it out',
      'a.yaml:4:13 defaults.follow is of checks of kind http, and there is none in this list; take it out',
      'a.yaml:4:37 defaults.expect.status is of checks of kind http, and there is none in this list; take it out',
      'a.yaml:7:29 checks[0].for[1].m is a value that nothing in the check uses; take it out',
    ]);
  });

  it('is made of a secret as it is, wherever it comes from, and of no reference', () => {
    const text = `
vars: { API_KEY: s3same-open, TOKEN: "\${env:TOKEN}" }
checks:
  - name: a
    http: { url: https://h/, headers: { X-Api-Key: "\${var:API_KEY}", X-Token: "\${var:TOKEN}", X-Pin: "\${var:pin}" } }
`;
    const advice = 'write ${secret:name#key}, ${ssm:/path} or ${env:NAME} in its place';
    const told = warnings(text, {
      varFile: new Map([
        ['pin', 'sesame-4711'],
        ['OTHER_SECRET', 'x'],
      ]),
    });
    expect(told).toEqual([
      `a.yaml:2:1 takes the value of pin from --var-file as it is, so that it would stand in the clear in what is deployed; ${advice}`,
      `a.yaml:2:18 vars.API_KEY holds a literal credential; ${advice}`,
      expect.stringMatching(
        /^a\.yaml:5:52 warning|^a\.yaml:5:52 checks\[0\]\.http\.headers\.X-Api-Key holds a literal credential/,
      ),
      expect.stringMatching(/^a\.yaml:5:\d+ checks\[0\]\.http\.headers\.X-Pin holds a literal credential/),
    ]);
    expect(told.join()).not.toMatch(/s3same|sesame/);
  });
});

it('a text is filled as if each mark were cut out and its value put in', () => {
  const piece = fc.oneof(
    fc.constantFrom('${var:a}', '${var:b}', '$${var:a}', '${env:A}', '{{x}}', '}', '$', '{'),
    fc.string({ maxLength: 4 }).filter((text) => !/[$\\]/.test(text)),
  );
  const value = (name: string): string => ({ a: '1$&$1', b: '' })[name] ?? '';
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const filled = filledIn(pieces.join(''), (name) => ({ value: value(name) }));
      // A $ in front of a mark would make it another one.
      const isPlain = !/\$\$+\{/.test(pieces.join('').replaceAll('$${var:a}', ''));
      if (!isPlain) return;
      const wanted = pieces
        .join('')
        .split(/(\$\$\{|\$\{var:[ab]\})/)
        .map((part) => (/^\$\{var:/.test(part) ? value(part.slice(6, -1)) : part))
        .join('');
      expect(filled).toEqual({ value: wanted });
    }),
    { numRuns: 500 },
  );
});
