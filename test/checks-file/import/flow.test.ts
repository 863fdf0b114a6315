import { describe, expect, it } from 'vitest';
import { imported } from './imported.ts';

type Headers = Readonly<Record<string, string>>;
type Exchange = {
  readonly ask: string;
  readonly headers?: Headers;
  readonly body?: object | string;
  readonly status?: number;
  readonly answer?: object | string;
  readonly answered?: Headers;
};

const pairs = (headers: Headers = {}) => Object.entries(headers).map(([name, value]) => ({ name, value }));
const textOf = (body: object | string) => (typeof body === 'string' ? body : JSON.stringify(body));

function har(...exchanges: readonly Exchange[]): string {
  const entries = exchanges.map(({ ask, headers, body, status = 200, answer = '', answered }) => {
    const [method, url] = ask.split(' ');
    const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
    return {
      request: {
        method,
        url,
        headers: pairs(headers),
        ...(body !== undefined && { postData: { mimeType: type, text: textOf(body) } }),
      },
      response: { status, headers: pairs(answered), content: { mimeType: 'application/json', text: textOf(answer) } },
    };
  });
  return JSON.stringify({ log: { version: '1.2', entries } });
}

const A = 'https://api.example.com';

/** The one flow of a recording, with no faults. */
function flowOf(text: string, options = {}) {
  const { entries, left, wanted } = imported(text, { flow: true, ...options });
  const [entry] = entries as unknown as { steps: { flow: Record<string, unknown>[] } }[];
  return { flow: entry?.steps.flow ?? [], left, wanted, entries };
}

describe('a recording as a flow', () => {
  it('captures what an answer has and a later request sends, and hides what was typed in', () => {
    const { flow, wanted, left } = flowOf(
      har(
        {
          ask: `POST ${A}/login`,
          body: { user: 'probe', password: 'hunter22' },
          answer: { access_token: 'tok-123456789', user: 'probe' },
        },
        {
          ask: `POST ${A}/orders`,
          headers: { authorization: 'Bearer tok-123456789' },
          body: { qty: 1 },
          status: 201,
          answer: { id: 42, state: 'new' },
        },
        { ask: `GET ${A}/orders/42?view=full`, headers: { authorization: 'Bearer tok-123456789' }, answer: { id: 42 } },
      ),
    );

    expect(left).toEqual([]);
    expect(flow).toEqual([
      {
        name: 'POST /login',
        http: { url: `${A}/login`, json: { user: 'probe', password: '${env:API_EXAMPLE_COM_PASSWORD}' } },
        expect: { status: 200 },
        capture: { access_token: { json: '$.access_token' } },
      },
      {
        name: 'POST /orders',
        http: { url: `${A}/orders`, headers: { authorization: 'Bearer {{access_token}}' }, json: { qty: 1 } },
        expect: { status: 201 },
        capture: { id: { json: '$.id', show: true } },
      },
      {
        name: 'GET /orders/42',
        http: { url: `${A}/orders/{{id}}?view=full`, headers: { authorization: 'Bearer {{access_token}}' } },
        expect: { status: 200 },
      },
    ]);
    expect(wanted.map(({ name }) => name)).toEqual(['API_EXAMPLE_COM_PASSWORD']);
  });

  it('takes tokens from forms, cookies and headers, and leaves the cookies that answers set to the flow', () => {
    const page = '<form><input type="hidden" name="csrf" value="f00-ba4"></form>';
    const { flow } = flowOf(
      har(
        { ask: `GET ${A}/login`, answer: page, answered: { 'set-cookie': 'sid=s-1234; Path=/\nXSRF-TOKEN=x-5678' } },
        {
          ask: `POST ${A}/login`,
          headers: { cookie: 'sid=s-1234; old=kept', 'x-xsrf-token': 'x-5678' },
          body: 'csrf=f00-ba4&user=probe',
          status: 302,
          answered: { 'x-request-ref': 'ref-9876' },
        },
        { ask: `GET ${A}/next?ref=ref-9876` },
      ),
    );

    expect(flow[0]?.['capture']).toEqual({
      XSRF_TOKEN: { cookie: 'XSRF-TOKEN' },
      csrf: { regex: 'name="csrf" value="([^"]+)' },
    });
    expect(flow[1]).toMatchObject({
      http: { form: { csrf: '{{csrf}}', user: 'probe' }, headers: { 'x-xsrf-token': '{{XSRF_TOKEN}}' } },
      capture: { x_request_ref: { header: 'x-request-ref' } },
    });
    expect(JSON.stringify(flow[1])).not.toContain('s-1234');
    expect(flow[2]?.['http']).toEqual({ url: `${A}/next?ref={{x_request_ref}}` });
  });

  it('leaves short words, what was sent first and what is sent elsewhere as they are, and merges polling', () => {
    const { flow } = flowOf(
      har(
        { ask: `GET ${A}/a?customer=customer-77`, answer: { customer: 'customer-77', size: 12, word: 'done' } },
        { ask: `GET ${A}/b/12/done?customer=customer-77`, answer: {} },
        { ask: `GET ${A}/b/12/done?customer=customer-77`, answer: {} },
      ),
    );

    expect(flow).toHaveLength(2);
    expect(JSON.stringify(flow)).not.toContain('capture');
  });

  it('has 20 steps at most, and says what is left', () => {
    const many = Array.from({ length: 23 }, (_, i) => ({ ask: `GET ${A}/${i}` }));
    const { flow, left } = flowOf(har(...many));

    expect([flow.length, left.length]).toEqual([20, 3]);
  });

  it('reads what a recording makes up as text: no name, no reference', () => {
    const { flow } = flowOf(har({ ask: `GET ${A}/a`, headers: { 'x-a': '{{token}} ${env:HOME}' } }));

    expect(flow[0]?.['http']).toMatchObject({ headers: { 'x-a': '{{{{token}} $${env:HOME}' } });
  });
});

describe('a Hurl file as a flow', () => {
  const hurl = `POST ${A}/login
[FormParams]
user: probe
password: hunter22
HTTP 200
[Captures]
csrf_token: jsonpath "$.token"
sid: cookie "sid"
loc: header "Location"
n: regex /n=(\\d+)/

POST ${A}/orders?n={{n}}
X-Csrf: {{csrf_token}}
X-Sid: {{sid}}
X-Key: {{api-key}}
[Options]
retry: 9
retry-interval: 50ms
{"ref": "{{csrf_token}}", "n": 1}
HTTP 201
[Asserts]
jsonpath "$.ref" == "{{csrf_token}}"
header "Location" == "{{loc}}"
`;

  it('has its captures, and what needs them', () => {
    const { flow, left, wanted } = flowOf(hurl, { from: 'hurl' });

    expect(left).toEqual([]);
    expect(flow).toMatchObject([
      {
        name: 'POST /login',
        http: { form: { user: 'probe', password: '${env:API_EXAMPLE_COM_PASSWORD}' } },
        capture: {
          csrf_token: { json: '$.token' },
          sid: { cookie: 'sid' },
          loc: { header: 'Location' },
          n: { regex: 'n=(\\d+)' },
        },
      },
      {
        name: 'POST /orders',
        http: {
          url: `${A}/orders?n={{n}}`,
          headers: { 'x-csrf': '{{csrf_token}}', 'x-sid': '{{sid}}', 'x-key': '${env:api_key}' },
          body: '{"ref": "{{csrf_token}}", "n": 1}',
        },
        expect: {
          status: 201,
          header: { location: '{{loc}}' },
          json: [{ path: '$.ref', equals: '{{csrf_token}}' }],
        },
        retry: { times: 5, every: '200ms', on: 'any' },
      },
    ]);
    expect(wanted.map(({ name }) => name)).toEqual(['API_EXAMPLE_COM_PASSWORD', 'api_key']);
  });

  it('is not carried over where one of its entries cannot be, and says which', () => {
    const { entries, left } = flowOf(hurl.replace('cookie "sid"', 'xpath "//a"'), { from: 'hurl' });

    expect(entries).toEqual([]);
    expect(left[0]).toBe(
      'line 1: captures "sid: xpath \\"//a\\"", for which there is no setting; so the flow is not carried over',
    );
  });
});

it.each([
  ['openapi', '{"openapi": "3.1.0", "paths": {}}'],
  ['curl', 'curl https://api.example.com/'],
])('of %s nobody makes a flow', (format, text) => {
  expect(() => imported(text, { flow: true })).toThrow(`is ${format}; --flow takes a HAR or a Hurl file`);
});
