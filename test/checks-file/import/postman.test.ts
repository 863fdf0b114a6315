import { describe, expect, it } from 'vitest';
import { fixture, imported } from './imported.ts';

function collection(request: object | string, more: object = {}, tests: readonly string[] = []) {
  const event = [{ listen: 'test', script: { exec: tests } }];
  return { info: { name: 'c' }, item: [{ name: 'r', event, request }], ...more };
}

function requestIn(input: object, options = {}) {
  const { entries, left } = imported(input, options);
  if (entries[0] === undefined) expect.fail(left.join('\n'));
  return entries[0]['http'];
}

describe('a Postman collection', () => {
  const read = imported(fixture('team.postman_collection.json'), { unsafe: true });

  it('becomes a check for each request, folders as tags', () => {
    expect(read.yaml).toBe(fixture('team.yaml'));
  });

  it('leaves out what no check can do, scripts line by line', () => {
    expect(read.left).toEqual([
      'the collection: a prerequest script for all requests within; a check runs none',
      'Members / List: a test that no setting stands for: "const body = pm.response.json();"',
      'Members / Invite: a test script with conditions: "if (pm.response.code === 201) { pm.response.to.be.ok; }"',
      'Avatar: the form field file is a file; write the check by hand, with multipart',
      'NTLM: authorization of the kind ntlm; basic, digest, bearer, apikey, oauth2, awsv4 are known',
      'Random: {{$randomColor}} is a value that only Postman makes; write one',
      'Broken: is no request: request is missing or of a wrong type',
    ]);
  });

  it('names the variables that its user must set', () => {
    expect(read.wanted.map(({ name }) => name)).toEqual([
      'apiToken',
      'TEAM_EXAMPLE_COM_X_API_KEY',
      'teamId',
      'TEAM_EXAMPLE_COM_PASSWORD',
    ]);
  });

  it('takes values from --var before its own', () => {
    const own = { variable: [{ key: 'id', value: 'own' }] };

    expect(requestIn(collection('https://h.example/{{id}}'), {})).toMatchObject({ url: 'https://h.example/${env:id}' });
    expect(requestIn(collection('https://h.example/{{id}}', own))).toMatchObject({ url: 'https://h.example/own' });
    expect(
      requestIn(collection('https://h.example/{{id}}', own), { variables: new Map([['id', 'mine']]) }),
    ).toMatchObject({
      url: 'https://h.example/mine',
    });
  });

  it.each([
    {
      name: 'name each other',
      variable: [
        { key: 'a', value: '{{b}}' },
        { key: 'b', value: '{{a}}' },
      ],
      left: [],
    },
    {
      name: 'multiply',
      variable: [{ key: 'a', value: '{{a}}'.repeat(20) }],
      left: ['r: its variables name each other without end'],
    },
  ])('ends when its variables $name', ({ variable, left }) => {
    expect(imported(collection('https://h.example/{{a}}', { variable })).left).toEqual(left);
  });

  it('leaves an address that only an environment knows to a variable', () => {
    const { entries } = imported(collection('{{baseUrl}}/users?at={{$timestamp}}'));

    expect(entries[0]).toMatchObject({ name: 'r', http: { url: '${env:baseUrl}/users?at={{timestamp}}' } });
  });

  it('carries over what may change something only where that is asked for', () => {
    const created = collection({ method: 'post', url: 'https://h.example/' });

    expect(imported(created)).toMatchObject({
      entries: [],
      left: ['r: may change something on every run; --unsafe carries it over'],
    });
    expect(requestIn(created, { unsafe: true })).toMatchObject({ method: 'POST' });
  });

  it('keeps the name of each request, and tells equal ones apart', () => {
    const named = (name: string) => ({ name, request: 'https://h.example/' });
    const { entries } = imported({ info: {}, item: [named('All orders'), named('All orders'), named(' ')] });

    expect(entries.map(({ name }) => name)).toEqual(['All orders', 'All orders (2)', 'GET /']);
  });

  it('fills the variables of a path from --var', () => {
    const url = { raw: 'https://h.example/a/:id/:x', variable: [{ key: 'id', value: '1' }] };

    expect(imported(collection({ url })).left).toEqual([
      'r: the path variable :x has no value; give it with --var x=…',
    ]);
    expect(
      requestIn(collection({ url }), {
        variables: new Map([
          ['id', '7'],
          ['x', 'y'],
        ]),
      }),
    ).toMatchObject({ url: 'https://h.example/a/7/y' });
  });

  it('takes the names of object members for what they are', () => {
    expect(requestIn(collection('https://h.example/{{toString}}/{{constructor}}'))).toMatchObject({
      url: 'https://h.example/${env:toString}/${env:constructor}',
    });
  });

  it('reads version 2.0, with its auth as a map and its headers as text', () => {
    const request = {
      url: { host: ['api', 'example', 'com'], protocol: 'https', path: ['v1', 'x'], port: 8443 },
      method: 'GET',
      header: 'Accept: text/plain\nX-One: 1\n',
      auth: { type: 'apikey', apikey: { key: 'X-Key', value: 'abc', in: 'header' } },
    };

    expect(requestIn(collection(request))).toEqual({
      url: 'https://api.example.com:8443/v1/x',
      headers: { accept: 'text/plain', 'x-one': '1', 'x-key': '${env:API_EXAMPLE_COM_X_KEY}' },
      follow: true,
    });
  });

  it.each([
    { test: 'pm.response.to.have.status(204);', expected: { status: 204 } },
    { test: 'pm.expect(pm.response.code).to.be.oneOf([200, 201]);', expected: { status: [200, 201] } },
    { test: 'pm.expect(pm.response.code).to.eql(202)', expected: { status: 202 } },
    { test: 'pm.test("x", function() { pm.response.to.be.ok })', expected: { status: '2xx' } },
    { test: 'tests["ok"] = responseCode.code === 200;', expected: { status: 200 } },
    {
      test: 'pm.response.to.have.header("Content-Type", "text/css");',
      expected: { header: { 'content-type': 'text/css' } },
    },
    { test: "pm.expect(pm.response.text()).to.include('it (works)');", expected: { keyword: 'it (works)' } },
  ])('reads the test $test', ({ test, expected }) => {
    const { entries, left } = imported(collection('https://h.example/', {}, [test]));

    expect(left).toEqual([]);
    expect(entries[0]?.['expect']).toEqual(expected);
  });

  it.each([
    'pm.response.to.not.have.status(200);',
    'pm.expect(pm.response.code).to.not.equal(200);',
    'pm.expect(pm.response.json().a).to.eql(1);',
    'pm.response.code === 200 && pm.response.to.have.status(200);',
    'cond ? pm.response.to.have.status(200) : 0;',
    'for (const a of b) pm.response.to.be.ok;',
    'pm.response.to.have.status("OK");',
  ])('does not guess at the test %s', (test) => {
    const { entries, left } = imported(collection('https://h.example/', {}, [test]));

    expect(entries[0]).not.toHaveProperty('expect');
    expect(left).toHaveLength(1);
    expect(left[0]).toMatch(/^r: a test (?:that no setting stands for|script with conditions): /);
  });

  it.each([
    { text: '{"id":"1","name":"v1","order":[],"requests":[]}', message: /^is a Postman collection v1; export it/ },
    { text: '{"info":{},"item":"x"}', message: /^is of no known format/ },
    { text: `${'{"item":['.repeat(400)}${']}'.repeat(400)}`, message: /^nests more than 200 deep/ },
  ])('is refused as a whole: $text', ({ text, message }) => {
    expect(() => imported(text)).toThrow(message);
  });

  it.each([
    { settings: { accessKey: 'AKIA1', secretKey: 's3cret', sessionToken: '{{t}}' }, keys: true },
    { settings: {}, keys: false },
  ])('signs as Postman does: $settings', ({ settings, keys }) => {
    const awsv4 = { service: 'execute-api', region: 'eu-west-1', ...settings };
    const given = {
      accessKeyId: 'AKIA1',
      secretAccessKey: '${env:H_EXAMPLE_SECRET_ACCESS_KEY}',
      sessionToken: '${env:t}',
    };
    expect(requestIn(collection({ url: 'https://h.example/', auth: { type: 'awsv4', awsv4 } }))).toMatchObject({
      auth: { sigv4: { service: 'execute-api', region: 'eu-west-1', ...(keys && { keys: given }) } },
    });
  });

  it('is also read as its API wraps it', () => {
    expect(requestIn({ collection: collection('https://h.example/') })).toEqual({
      url: 'https://h.example/',
      follow: true,
    });
  });
});
