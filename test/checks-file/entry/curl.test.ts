import { describe, expect, it } from 'vitest';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { formatFault } from '#checks-file/fault-text.ts';
import { parseChecks } from '#checks-file/parse.ts';
import type { Check } from '#core/check/check.ts';
import type { HttpCheck } from '#kinds/http/check.ts';
import { files, requestOf } from '../curl/parsed.ts';

const outside = { files, curl: parseCurl };

function listOf(text: string): readonly Check[] {
  const { list, faults } = parseChecks(text, outside);
  expect(faults).toEqual([]);
  return list?.checks ?? [];
}

function checkOf(entry: object, defaults: object = {}): HttpCheck {
  const [check] = listOf(JSON.stringify({ defaults, checks: [{ name: 'a', ...entry }] }));
  return check as HttpCheck;
}

function faultsOf(text: string): readonly string[] {
  return parseChecks(text, outside).faults.map((fault) => formatFault('checks.yaml', fault));
}

describe('an entry with curl', () => {
  it('is the http check that the command means, with every default filled', () => {
    expect(checkOf({ curl: "curl -d 'a=1' https://h/x" })).toEqual({
      name: 'a',
      kind: 'http',
      tags: [],
      labels: { ok: 'OK', ng: 'NG' },
      rechecks: 1,
      recheckAfterSeconds: 2,
      schedule: { every: 300 },
      timeoutMs: 10_000,
      connectTimeoutMs: 3_000,
      target: requestOf("curl -d 'a=1' https://h/x"),
      expect: { status: [[200, 299]], keyword: null, absent: null, latencyMs: null, headers: [] },
    });
  });

  it('has everything else of an http check beside it', () => {
    const entry = {
      curl: 'curl https://h',
      tags: ['t'],
      labels: { ok: 'up' },
      rechecks: 3,
      recheckAfter: '5s',
      expect: { status: [200, '3xx'], keyword: 'k', absent: 'b', latency: '1s', header: { 'x-a': 'b' } },
    };
    expect(checkOf(entry)).toMatchObject({
      tags: ['t'],
      labels: { ok: 'up', ng: 'NG' },
      rechecks: 3,
      recheckAfterSeconds: 5,
      expect: {
        status: [
          [200, 200],
          [300, 399],
        ],
        keyword: 'k',
        absent: 'b',
        latencyMs: 1000,
        headers: [['x-a', 'b']],
      },
    });
  });

  it('may be sent to a private address', () => {
    expect(checkOf({ curl: 'curl h', allowPrivate: true }).target.allowPrivate).toBe(true);
    expect(checkOf({ curl: 'curl h', allowPrivate: false }).target).not.toHaveProperty('allowPrivate');
  });

  it.each([
    ['curl h', {}, [10_000, 3_000]],
    ['curl h', { timeout: '2s' }, [2_000, 2_000]],
    ['curl -m 5 h', { timeout: '2s', connectTimeout: '1s' }, [5_000, 1_000]],
    ['curl --connect-timeout 5 h', {}, [10_000, 5_000]],
    ['curl --connect-timeout 30 h', {}, [30_000, 30_000]],
    ['curl --connect-timeout 30 -m 8 h', {}, [8_000, 8_000]],
  ])('takes the deadlines of %j, else those of the defaults %j', (curl, defaults, [timeoutMs, connectTimeoutMs]) => {
    expect(checkOf({ curl }, defaults)).toMatchObject({ timeoutMs, connectTimeoutMs });
  });

  it.each([
    ['curl --retry 3 --retry-delay 4 h', { rechecks: 3, recheckAfterSeconds: 4 }],
    ['curl --retry 0 h', { rechecks: 0, recheckAfterSeconds: 9 }],
    ['curl h', { rechecks: 5, recheckAfterSeconds: 9 }],
  ])('takes the rechecks of %j before those of the defaults', (curl, wanted) => {
    expect(checkOf({ curl }, { rechecks: 5, recheckAfter: '9s' })).toMatchObject(wanted);
  });

  it.each([
    ['curl -f h', undefined, [100, 399]],
    ['curl --fail-with-body h', undefined, [100, 399]],
    ['curl -f h', 204, [204, 204]],
    ['curl h', undefined, [200, 299]],
  ])('means by %j with status %j the statuses %j', (curl, status, range) => {
    expect(checkOf({ curl, expect: { keyword: 'k', ...(status && { status }) } }).expect.status).toEqual([range]);
  });

  it('sends the headers of defaults that the command neither sends nor takes out', () => {
    const defaults = { headers: { 'x-env': 'prod', 'X-Key': 'shared', 'user-agent': 'us', accept: 'text/html' } };
    const { target } = checkOf({ curl: "curl -H 'x-key: own' -H 'User-Agent:' h" }, defaults);
    expect(target.headers).toEqual([
      ['x-env', 'prod'],
      ['x-key', 'own'],
      ['Accept', '*/*'],
    ]);
  });

  it('says so where nobody can read it', () => {
    expect(parseChecks('checks:\n  - {name: a, curl: curl h}').faults).toEqual([
      { line: 2, column: 21, path: 'checks[0].curl', message: 'cannot be read here; write http instead' },
    ]);
  });
});

describe('a fault of a command', () => {
  const Z = '-Z would change the check and is not supported; take it out';

  it.each([
    ['plain', '{name: a, curl: curl -Z http://h}', '2:26', ''],
    ['single quotes', "{name: a, curl: 'curl -d ''x'' -Z h'}", '2:36', ''],
    ['double quotes', '{name: a, curl: "curl -d \\"x\\" -Z h"}', '2:36', ''],
    ['a literal block', '\n    name: a\n    curl: |\n      curl -d x \\\n        -Z h', '6:9', ''],
    ['a literal block of its own indent', '\n    name: a\n    curl: |2-\n        curl -Z h', '5:14', ''],
    ['a folded block', '\n    name: a\n    curl: >\n      curl -d x\n      -Z h', '4:11', ' at column 11'],
    ['several lines', '\n    name: a\n    curl: curl\n      -Z h', '4:11', ' at column 6'],
    ['other escapes', '{name: a, curl: "\\x63url -Z h"}', '2:21', ' at column 6'],
    ['several lines of escapes', '{name: a, curl: "curl \\\\\\n -Z h"}', '2:21', ' at line 2, column 2'],
  ])('has its place in the file when the command is written in %s', (_, entry, place, inside) => {
    expect(faultsOf(`checks:\n  - ${entry}`)).toEqual([
      `checks.yaml:${place} checks[0].curl is refused${inside}: ${Z}`,
    ]);
  });

  it('is told beside every other fault of the entry', () => {
    const entry = {
      name: 'a',
      curl: 'curl -Z h | jq',
      rechecks: 99,
      expect: { status: 9, keyword: 'ab', absent: 'a' },
    };
    expect(faultsOf(JSON.stringify({ checks: [entry] }))).toEqual([
      `checks.yaml:1:37 checks[0].curl is refused: ${Z}`,
      'checks.yaml:1:42 checks[0].curl is refused: a pipe is not part of a check; take out what follows it',
      'checks.yaml:1:59 checks[0].rechecks is 99; write a whole number from 0 to 10',
      'checks.yaml:1:81 checks[0].expect.status is 9; write a status from 100 to 599, "2xx", "200-299", or a list of such',
      'checks.yaml:1:107 checks[0].expect.absent occurs in the keyword, so no body can pass; write another text',
    ]);
  });

  it.each([
    [{ curl: 'curl -I h', expect: { keyword: 'k' } }, 'expect.keyword looks into a body, and HEAD has none; write GET'],
    [
      { curl: 'curl -m 2 h', expect: { latency: '3s' } },
      'expect.latency is "3s", more than the timeout; write 2s or less, or a longer timeout',
    ],
    [{ curl: 'curl --retry 2 h', rechecks: 2 }, 'rechecks is in the command too, as --retry 2; take one of them out'],
    [
      { curl: 'curl --retry-delay 2 h', recheckAfter: '2s' },
      'recheckAfter is in the command too, as --retry-delay 2; take one of them out',
    ],
    [{ curl: 'curl --retry 11 h' }, 'curl is refused: --retry is 11; write 10 or less'],
    [{ curl: 'curl --retry-delay 61 h' }, 'curl is refused: --retry-delay is 61 s; write 60 or less'],
    [{ curl: 5 }, 'curl is 5, a number, not text; write a curl command such as curl -s https://api.example.com/health'],
    [{ curl: 'curl -d @gone h' }, 'curl is refused: -d: there is no file gone'],
    [{ curl: 'curl h', timeout: '5s' }, expect.stringMatching(/^timeout is not a setting; write one of name, .*curl/)],
    [{ curl: 'curl h', http: { url: 'http://h' } }, 'curl is a second kind beside http; write two checks'],
  ])('between its settings is told: %j', (entry, told) => {
    const faults = parseChecks(JSON.stringify({ checks: [{ name: 'a', ...entry }] }), outside).faults;
    expect(faults.map(({ path, message }) => `${path} ${message}`.replace('checks[0].', ''))).toEqual([told]);
  });
});

describe('an event of the recipe', () => {
  const event = {
    curl_cmd: "curl -s -S -F 'data=sample' https://api.example/check?key=sesame",
    search_keyword: 'alive',
    ok_string: 'healthcheck-ok',
    ng_string: 'healthcheck-ng',
  };

  it('is a check that means what the recipe did, whatever the defaults but tags and deadlines', () => {
    const defaults = { rechecks: 4, timeout: '5s', tags: ['t'], labels: { ok: 'x' }, headers: { a: 'b' } };
    const [check] = listOf(JSON.stringify({ defaults, checks: [event] }));
    expect(check).toEqual({
      name: 'POST api.example/check',
      kind: 'http',
      tags: ['t'],
      labels: { ok: 'healthcheck-ok', ng: 'healthcheck-ng' },
      rechecks: 0,
      recheckAfterSeconds: 2,
      schedule: { every: 300 },
      timeoutMs: 5_000,
      connectTimeoutMs: 3_000,
      target: requestOf(event.curl_cmd),
      expect: { status: [[200, 200]], keyword: 'alive', absent: null, latencyMs: null, headers: [] },
      alerts: { notify: 'every' },
    });
  });

  it('keeps its second tries when the command has them', () => {
    const command = 'curl --retry 2 --retry-delay 3 h';
    const [check] = listOf(JSON.stringify({ checks: [{ ...event, curl_cmd: command }] }));
    expect(check).toMatchObject({ rechecks: 2, recheckAfterSeconds: 3 });
  });

  it('gets a name that nobody else has', () => {
    const checks = [
      event,
      event,
      { ...event, name: 'own' },
      { name: 'POST api.example/check (2)', tcp: { host: 'h', port: 1 } },
      { ...event, curl_cmd: `curl 'http://u:p@h/ä%20b/${'x'.repeat(200)}'` },
    ];
    expect(listOf(JSON.stringify({ checks })).map(({ name }) => name)).toEqual([
      'POST api.example/check',
      'POST api.example/check (3)',
      'own',
      'POST api.example/check (2)',
      expect.stringMatching(/^GET h\/[\w-]+\/x+$/),
    ]);
  });

  it.each([
    [
      { search_keyword: undefined },
      'search_keyword is missing; write the text to look for, or "" to look at the status alone',
    ],
    [
      { search_keyword: 1 },
      'search_keyword is 1, a number, not text; write the text to look for, or "" to look at the status alone',
    ],
    [{ ok_strin: '' }, 'ok_strin is not a setting; did you mean ok_string?'],
    [{ curl_cmd: 'curl h | jq' }, 'curl_cmd is refused: a pipe is not part of a check; take out what follows it'],
    [{ ng_string: 'x'.repeat(33) }, expect.stringMatching(/^ng_string is "x+"; write 1 to 32 characters/)],
  ])('with %j is refused', (wrong, told) => {
    const { faults } = parseChecks(JSON.stringify({ checks: [{ ...event, ...wrong }] }), outside);
    expect(faults.map(({ path, message }) => `${path} ${message}`.replace('checks[0].', ''))).toEqual([told]);
  });
});
