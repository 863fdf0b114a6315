import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture } from '../checks-file/import/imported.ts';
import { folderWith, rollcall } from './command.ts';
import { rollcallHere } from './in-process.ts';

const API = `openapi: 3.1.0
servers: [{ url: https://h.example }]
paths:
  /users: { get: { responses: { '200': {} } } }
  /users/{id}: { get: {} }
`;

describe('rollcall import', () => {
  it('prints a file that validate finds nothing wrong with, and what it left out beside it', async () => {
    const cwd = await folderWith({ 'shop.har': fixture('shop.har') });
    const { code, stdout, stderr } = await rollcallHere(['import', 'shop.har', '--out', 'new.yaml'], { cwd });

    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(
      'shop.har: log.entries[11]: a WebSocket; a check sends one request and reads one response\n',
    );
    expect(stderr).toContain('\n  SHOP_EXAMPLE_COM_COOKIE  header cookie of shop.example.com\n');
    expect(stderr).toMatch(/\nHAR: 5 checks in new\.yaml, 5 not carried over\n$/);
    expect((await rollcallHere(['validate', '-c', 'new.yaml'], { cwd })).stdout).toBe(
      'new.yaml: 5 checks, no faults\n',
    );
  });

  it('reads stdin and writes stdout, as a process', async () => {
    const { code, stdout, stderr } = await rollcall(['import', '-'], { cwd: await folderWith(), stdin: API });

    expect(code).toBe(0);
    expect(stdout).toMatch(/^# yaml-language-server: \$schema=\S+checks\.schema\.json\n/);
    expect(stdout).toContain(
      'checks:\n  - name: GET /users\n    http:\n      url: https://h.example/users\n    expect:\n      status: 200\n',
    );
    expect(stderr).toBe(
      'stdin: GET /users/{id}: path parameter id is not described; describe it with an example, or give it with --var id=…\nOpenAPI: 1 check, 1 not carried over\n',
    );
  });

  it.each([
    {
      name: 'of no known format',
      files: { f: 'hello' },
      args: ['f'],
      message: 'f is of no known format; give curl commands',
    },
    { name: 'empty', files: { f: ' \n' }, args: ['f'], message: 'f is empty' },
    { name: 'not there', files: {}, args: ['nothing.har'], message: 'there is no file nothing.har; check the path' },
    { name: 'not text', files: { f: Buffer.from([0xff, 0xfe, 0x00]) }, args: ['f'], message: 'f is not UTF-8 text' },
    {
      name: 'another than it is said to be',
      files: { f: API },
      args: ['f', '--from', 'har'],
      message: 'f is not a HAR file, but an OpenAPI document',
    },
    {
      name: 'cut off',
      files: { f: '{"log": {"entries": [' },
      args: ['f', '--from', 'har'],
      message: 'f is no JSON: Unexpected end of JSON input',
    },
    {
      name: 'without a request',
      files: { f: '{"log":{"entries":[]}}' },
      args: ['f'],
      message: 'f holds nothing that could be carried over',
    },
    { name: 'Swagger 2.0', files: { f: '{"swagger":"2.0"}' }, args: ['f'], message: 'f is Swagger 2.0; convert it' },
    {
      name: 'for two files',
      files: { f: API },
      args: ['f', '--out', 'a', '--append', 'b'],
      message: '--out and --append are both given',
    },
    {
      name: 'for a file that is there',
      files: { f: API },
      args: ['f', '--out', 'f'],
      message: 'add to it with --append f',
    },
    {
      name: 'with a variable without value',
      files: { f: API },
      args: ['f', '--var', 'x'],
      message: 'write NAME=VALUE',
    },
    {
      name: 'with half an address',
      files: { f: API },
      args: ['f', '--base-url', 'h'],
      message: 'use an address such as',
    },
    {
      name: 'of an unknown format by name',
      files: { f: API },
      args: ['f', '--from', 'wsdl'],
      message: 'Allowed choices are curl, har',
    },
  ])('ends with 2 for what is $name, and prints no checks', async ({ files, args, message }) => {
    const { code, stdout, stderr } = await rollcallHere(['import', ...args], { cwd: await folderWith(files) });

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('shows what an input holds without letting it reach the terminal', async () => {
    const cwd = await folderWith({ f: JSON.stringify({ info: {}, item: [{ name: 'a\u001b[2Jb', request: 7 }] }) });

    expect((await rollcallHere(['import', 'f'], { cwd })).stderr).toContain('f: a␛[2Jb: is no request');
  });

  it.each([
    {
      name: 'behind the last check, before what follows',
      before:
        '# mine\nchecks: # all\n  # first\n  - name: GET /users   # keep\n    http: {url: "https://h/"}\n\n# next\ndefaults:\n  timeout: 5s\n',
      after:
        '# mine\nchecks: # all\n  # first\n  - name: GET /users   # keep\n    http: {url: "https://h/"}\n  - name: GET /users (2)\n    http:\n      url: https://h.example/users\n    expect:\n      status: 200\n\n# next\ndefaults:\n  timeout: 5s\n',
    },
    {
      name: 'in the indentation that is there, behind a text that ends in empty lines',
      before: 'checks:\n- name: a\n  http:\n    url: https://h/\n    body: |+\n      text\n\n',
      after:
        'checks:\n- name: a\n  http:\n    url: https://h/\n    body: |+\n      text\n\n- name: GET /users\n  http:\n    url: https://h.example/users\n  expect:\n    status: 200\n',
    },
    {
      name: 'behind a last line that does not end',
      before: 'checks:\n  - name: a\n    tcp: {host: h, port: 1}',
      after:
        'checks:\n  - name: a\n    tcp: {host: h, port: 1}\n  - name: GET /users\n    http:\n      url: https://h.example/users\n    expect:\n      status: 200\n',
    },
    {
      name: 'to a list in brackets, which it writes anew',
      before: 'checks: [{name: a, tcp: {host: h, port: 1}}] # c\n',
      after:
        'checks:\n  - { name: a, tcp: { host: h, port: 1 } }\n  - name: GET /users\n    http:\n      url: https://h.example/users\n    expect:\n      status: 200\n  # c\n',
    },
  ])('adds $name', async ({ before, after }) => {
    const cwd = await folderWith({ f: API, 'checks.yaml': before });
    const { code, stderr } = await rollcallHere(['import', 'f', '--append', 'checks.yaml'], { cwd });

    expect(await readFile(join(cwd, 'checks.yaml'), 'utf8')).toBe(after);
    expect(code).toBe(0);
    expect(stderr).toMatch(/OpenAPI: 1 check in checks\.yaml, 1 not carried over\n$/);
  });

  it('takes a list of targets, the hosts of a recording, and values by their names', async () => {
    const entry = (url: string) => ({ request: { method: 'GET', url, headers: [] }, response: { status: 200 } });
    const log = {
      pages: [{ title: 'https://a.example/' }],
      entries: [entry('https://a.example/'), entry('https://b.example/x')],
    };
    const cwd = await folderWith({
      'blackbox.yml': 'modules: { web: { prober: http } }',
      'targets.txt': 'https://shop.example\n',
      'page.har': JSON.stringify({ log }),
      'api.yaml': API,
    });
    const ran = (...args: readonly string[]) => rollcallHere(['import', ...args], { cwd });

    expect((await ran('blackbox.yml', '--targets', 'targets.txt')).stdout).toContain('url: https://shop.example');
    expect((await ran('page.har', '--host', 'b.example')).stdout).toContain('url: https://b.example/x');
    expect((await ran('api.yaml', '--var', 'id=7')).stdout).toContain('url: https://h.example/users/7');
  });

  it('leaves a file with faults alone', async () => {
    const before = 'checks:\n  - name: a\n    htp: {}\n';
    const cwd = await folderWith({ f: API, 'checks.yaml': before });
    const { code, stderr } = await rollcallHere(['import', 'f', '--append', 'checks.yaml'], { cwd });

    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^checks\.yaml:3:5 checks\[0\]\.htp .*\nnothing was added to checks\.yaml: it has 1 fault\n$/,
    );
    expect(await readFile(join(cwd, 'checks.yaml'), 'utf8')).toBe(before);
  });
});
