import { describe, expect, it } from 'vitest';
import { imported } from './imported.ts';

const SCRIPT = `#!/bin/bash
# what we don't want to lose

$ curl -s 'https://api.example.com/a' -H 'Authorization: Bearer abcdef123' # it's quick
curl -X POST https://api.example.com/b \\
  -H 'content-type: application/json' \\
  -d '{"password": "hunter2",
 "n": 1}'
echo hi
curl https://api.example.com/c | jq .
curl -u ann:s3cret https://api.example.com/a
curl --data-urlencode "password=a b" https://api.example.com/d
curl "https://api.example.com/never closed
`;

describe('curl commands', () => {
  const read = imported(SCRIPT);

  it('become checks as they were written, with references in the places of credentials', () => {
    expect(read.yaml).toBe(`# yaml-language-server: $schema=checks.schema.json

checks:
  - name: GET /a
    curl: "curl -s 'https://api.example.com/a' -H 'Authorization: Bearer \${env:API_EXAMPLE_COM_AUTHORIZATION}'"
  - name: POST /b
    curl: |-
      curl -X POST https://api.example.com/b \\
        -H 'content-type: application/json' \\
        -d '{"password": "\${env:API_EXAMPLE_COM_PASSWORD}",
       "n": 1}'
  - name: GET /c
    curl: curl https://api.example.com/c
  - name: GET /a (2)
    curl: curl -u ann:\${env:API_EXAMPLE_COM_BASIC_PASSWORD} https://api.example.com/a
`);
  });

  it('are told with line and column where no check can be made of them', () => {
    expect(read.left).toEqual([
      'line 9: is no curl command',
      'line 13, column 6: the " that begins here is never closed',
      'line 12: holds a credential that cannot be told apart; write ${env:API_EXAMPLE_COM_PASSWORD_2} for it, or use --keep-secrets',
    ]);
  });

  it.each([
    {
      command: 'curl -u ann:ann https://h.example/ann',
      curl: 'curl -u ann:${env:H_EXAMPLE_BASIC_PASSWORD} https://h.example/ann',
    },
    {
      command: "curl -b 'sid=1; t=2' https://h.example/",
      curl: "curl -b '${env:H_EXAMPLE_COOKIE}' https://h.example/",
    },
    {
      command: `curl -H "X-Api-Key: k\\"1" 'https://h.example/?token=t1&sig=t1'`,
      curl: null,
    },
    {
      command: `curl 'https://h.example/?token=t1&sig=t1'`,
      curl: `curl 'https://h.example/?token=\${env:H_EXAMPLE_TOKEN}&sig=\${env:H_EXAMPLE_SIG}'`,
    },
  ])('give references for the credentials of $command', ({ command, curl }) => {
    expect(imported(command).entries[0]?.['curl'] ?? null).toBe(curl);
  });

  it('stay whole where a credential is a word of the command too', () => {
    const { entries, left } = imported("curl -H 'X-Token: curl' https://curl.example/curl");

    expect(left).toEqual([]);
    expect(entries[0]?.['curl']).toBe("curl -H 'X-Token: ${env:CURL_EXAMPLE_X_TOKEN}' https://curl.example/curl");
  });

  it('keep their credentials where that is asked for', () => {
    const { entries, wanted } = imported('curl -u ann:s3cret https://h.example/', { keepSecrets: true });

    expect(entries[0]?.['curl']).toBe('curl -u ann:s3cret https://h.example/');
    expect(wanted).toEqual([]);
  });

  it('keep a # that begins no comment', () => {
    const { entries } = imported("curl https://h.example/#/a # not this\ncurl -d 'a#b' https://h.example/x#y");

    expect(entries.map(({ curl }) => curl)).toEqual([
      'curl https://h.example/#/a',
      "curl -d 'a#b' https://h.example/x#y",
    ]);
  });

  it('are read in the quoting of cmd', () => {
    const text =
      'curl ^"https://h.example/a^" ^\r\n  -H ^"A: #1^" ^\r\n  -d ^"two^\r\n\r\nlines^"\r\ncurl ^"https://h.example/b^"\r\n';
    const { entries, left } = imported(text);

    expect(left).toEqual([]);
    expect(entries.map(({ name }) => name)).toEqual(['POST /a', 'GET /b']);
  });

  it('are read with Windows line ends', () => {
    const { entries, left } = imported('curl https://h.example/a \\\r\n  -L\r\n\r\ncurl https://h.example/b\r\n');

    expect(left).toEqual([]);
    expect(entries.map(({ name }) => name)).toEqual(['GET /a', 'GET /b']);
  });
});
