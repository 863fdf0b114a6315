import { describe, expect, it } from 'vitest';
import { imported } from './imported.ts';

/** The commands that a text gives, each as it is written into the checks file. */
function commandsIn(text: string, options = {}): readonly unknown[] {
  return imported(text, { from: 'curl', ...options }).entries.map(({ curl }) => curl);
}

const VARIABLES: readonly (readonly [text: string, curl: string])[] = [
  ['curl "http://h/$X"', 'curl "http://h/${env:X}"'],
  ['curl "http://h/${X}y?z=$X_y"', 'curl "http://h/${env:X}y?z=${env:X_y}"'],
  ['curl $BASE/a -u $A:$B', 'curl ${env:BASE}/a -u ${env:A}:${env:B}'],
  ["curl -d 'a=$X' http://h/", "curl -d 'a=$X' http://h/"],
  ['curl -d "a=\\$X" http://h/', 'curl -d "a=\\$X" http://h/'],
  ["curl -d 'a=${x} {{y}}' http://h/", "curl -d 'a=$${x} {{{{y}}' http://h/"],
  ['curl -d "a=\\${x} {{y}}" http://h/', 'curl -d "a=\\$\\${x} {{{{y}}" http://h/'],
  ['curl -d \'{"a":"\'"$B"\'"}\' http://h/', 'curl -d \'{"a":"\'"${env:B}"\'"}\' http://h/'],
  ['curl -d \'id={{uuid}}\' -H "A: ${env:B}" http://h/', 'curl -d \'id={{uuid}}\' -H "A: ${env:B}" http://h/'],
  ['curl "${X:-http://h:8080}/a"', 'curl "http://h:8080/a"'],
  ['curl "${X:?set it}/a"', 'curl "${env:X}/a"'],
  ['X=http://h\ncurl "$X/a"', 'curl "http://h/a"'],
  ['export X=\'a b\' Y=c\ncurl -d "$X" -d $X -d $Y http://h/', 'curl -d "a b" -d "a b" -d c http://h/'],
  ['export TOKEN=abc123\ncurl -H "A: $TOKEN" http://h/', 'curl -H "A: ${env:TOKEN}" http://h/'],
  ['A=$B/c\ncurl http://h/$A', 'curl http://h/${env:B}/c'],
  ['T=$(gcloud auth print-access-token)\ncurl -H "A: $T" http://h/', 'curl -H "A: ${env:T}" http://h/'],
  ['curl -H "A: $(vault print token)" http://h/', 'curl -H "A: ${env:VAULT_PRINT_TOKEN}" http://h/'],
  ['curl -d "t=`date +%s`&u=$(uuidgen)" http://h/', 'curl -d "t={{timestamp}}&u={{uuid}}" http://h/'],
  ['curl -H "A: ${{ secrets.GH_TOKEN }}" http://h/', 'curl -H "A: ${env:GH_TOKEN}" http://h/'],
  ['$X = "http://h"\ncurl $X/a', 'curl http://h/a'],
  // placeholders
  ['curl http://h/<owner>/<repo>', 'curl http://h/${env:OWNER}/${env:REPO}'],
  ['curl "http://h/{userId}/{{x}}?y=<a b>"', 'curl "http://h/${env:USER_ID}/${env:X}?y=${env:A_B}"'],
  ['curl http://{{< influx/host >}}/a', 'curl http://${env:INFLUX_HOST}/a'],
  ['curl -g "http://h/{userId}"', 'curl -g "http://h/{userId}"'],
  ['curl -H "X-A: Bearer <YOUR-TOKEN>" http://h/', 'curl -H "X-A: Bearer ${env:YOUR_TOKEN}" http://h/'],
  ["curl -d '<a>1</a>' http://h/", "curl -d '<a>1</a>' http://h/"],
  // a user without a password, which curl would ask for
  ['curl -u ann http://h/', 'curl -u ann:${env:ANN_PASSWORD} http://h/'],
  ['curl -u $CREDENTIALS http://h/', 'curl -u ${env:CREDENTIALS_USER}:${env:CREDENTIALS_PASSWORD} http://h/'],
];

const LEFT_OUT: readonly (readonly [text: string, commands: readonly string[], ...notes: string[]])[] = [
  [
    'curl http://h/ | jq -r .a | head',
    ['curl http://h/'],
    '2 pipes left out: what reads an answer is not part of a check',
  ],
  ['curl http://h/ > f 2>/dev/null', ['curl http://h/'], '2 redirections left out'],
  ['curl -s >/dev/null http://h/ 2>&1', ['curl -s http://h/'], '2 redirections left out'],
  ['curl http://h/ \\\n  -L \\\n', ['curl http://h/ \\\n  -L'], '1 backslash left out that continued nothing'],
  [
    'curl http://h/a \\\ncurl http://h/b',
    ['curl http://h/a', 'curl http://h/b'],
    '1 backslash left out that continued nothing',
  ],
  [
    'curl http://h/ \\ \n  -L',
    ['curl http://h/  \\\n  -L'],
    '1 backslash taken to end a line in spite of the blanks behind',
  ],
  ['curl http://h/a && curl http://h/b; curl http://h/c', ['curl http://h/a', 'curl http://h/b', 'curl http://h/c']],
  ['curl -f http://h/ || exit 1', ['curl -f http://h/'], 'other commands beside curl left out: exit'],
  [
    'sudo curl http://h/',
    ['curl http://h/'],
    '1 word before curl left out (sudo, a variable for curl alone, and the like)',
  ],
  [
    'A=b timeout 10 curl http://h/',
    ['curl http://h/'],
    '3 words before curl left out (sudo, a variable for curl alone, and the like)',
  ],
  [
    'docker exec web curl http://h/',
    ['curl http://h/'],
    '3 words before curl left out (sudo, a variable for curl alone, and the like)',
  ],
  ['S=$(curl -s http://h/)', ['curl -s http://h/'], '1 line read that set variables'],
  ['s=`curl -I http://h/`', ['curl -I http://h/'], '1 line read that set variables'],
  ['curl http://h/ # what it is', ['curl http://h/']],
];

const PROMPTS = [
  ...['$ ', '% ', '> ', '# ', '❯ ', 'user@host:~$ ', 'root@host:~# ', '[me@box dir]$ ', '(venv) $ ', 'bash-5.1$ '],
  ...['PS C:\\> ', 'PS> ', 'C:\\Users\\me> ', '*/5 * * * * ', '@hourly ', '0 9 * * MON-FRI root '],
];

const DOCUMENTS: readonly (readonly [text: string, curl: string])[] = [
  ['curl http://h/ -d @- <<\'EOF\'\n{"a":\n "$B"}\nEOF\n', 'curl http://h/ --data-binary \'{"a": "$B"}\''],
  ['curl --data-binary @- http://h/ <<EOF\na=$B\nc\nEOF', "curl --data-binary 'a=${env:B}\nc\n' http://h/"],
  ['curl --json @- http://h/ <<-E\n\t{"a":"it\'s"}\n\tE\n', "curl --json '{\"a\":\"it'\\''s\"}\n' http://h/"],
  ["curl -sd@- http://h/ <<< '{}'", "curl -s --data-binary '{}' http://h/"],
  ['echo \'{"a":1}\' | curl -d @- http://h/', 'curl --data-binary \'{"a":1}\' http://h/'],
  ['cat note.txt | curl --data-binary @- http://h/', 'curl --data-binary @note.txt http://h/'],
  ["curl -d @- http://h/ <<'E'\n@x {{y}}\nE\n", "curl --data-raw '@x {{{{y}}' http://h/"],
];

describe('published commands', () => {
  it.each(VARIABLES)('take what a shell puts in as references or values: %s', (text, curl) => {
    expect(commandsIn(text)).toEqual([curl]);
  });

  it.each(LEFT_OUT)('lose what is no part of a check, with a note: %j', (text, commands, ...notes) => {
    const { entries, left, notes: told } = imported(text, { from: 'curl' });
    expect(entries.map(({ curl }) => curl)).toEqual(commands);
    expect({ left, told }).toEqual({ left: [], told: notes });
  });

  it.each(PROMPTS)('are found behind the prompt %j', (prompt) => {
    expect(imported(`${prompt}curl http://h/a`).entries).toMatchObject([{ curl: 'curl http://h/a' }]);
  });

  it.each(DOCUMENTS)('hold what they would read from their standard input: %j', (text, curl) => {
    const { entries, left } = imported(text, { from: 'curl' });
    expect({ curl: entries.map((entry) => entry['curl']), left }).toEqual({ curl: [curl], left: [] });
  });

  it('go on behind the continuation prompt, a backtick of PowerShell and an array of Docker', () => {
    expect(commandsIn('$ curl http://h/ \\\n> -L')).toEqual(['curl http://h/ \\\n  -L']);
    expect(commandsIn('curl.exe http://h/ `\n  -L')).toEqual(['curl.exe http://h/ \\\n  -L']);
    expect(commandsIn('HEALTHCHECK --interval=5m CMD ["curl", "-f", "http://h/"]')).toEqual(['curl -f http://h/']);
  });

  it('take a # for a comment in a script', () => {
    expect(commandsIn('#!/bin/sh\n# curl -X DELETE http://h/\ncurl http://h/')).toEqual(['curl http://h/']);
  });

  it('are found again behind a quote that is never closed', () => {
    const { entries, left } = imported("curl 'http://h/a\n\ncurl 'http://h/b'\n\n$ curl 'http://h/c'\ncurl http://h/d");

    expect(entries.map(({ name }) => name)).toEqual(['GET /b', 'GET /c', 'GET /d']);
    expect(left).toEqual(["line 1, column 6: the ' that begins here is never closed"]);
  });

  it('are found again behind a here-document that never ends', () => {
    const { entries, left } = imported('curl -d @- http://h/ <<EOF\nx\ncurl http://h/b');

    expect(entries.map(({ name }) => name)).toEqual(['GET /b']);
    expect(left).toEqual(['line 1, column 22: the here-document that begins here never ends with EOF']);
  });

  it('leave no line uncounted', () => {
    const { left, notes } = imported(
      'curl http://h/\n{"a":1,\n "b":"it\'s"}\nHTTP/1.1 200 OK\n\nInvoke-RestMethod -Uri http://h/\n# note\nX=1\n',
    );

    expect(left).toEqual(['lines 2 to 4: are no curl commands', 'line 6: is no curl command']);
    expect(notes).toEqual(['1 line read that set variables', '1 comment skipped']);
  });

  it('tell a fault where it stands in the text, whatever was put in before it', () => {
    const { left } = imported('LONG=http://a-long-host.example\n$ curl $LONG/x \\\n  -d "$A" --ntlm');

    expect(left).toEqual(['line 3, column 11: curl: --ntlm would change the check and is not supported; take it out']);
  });

  it('become a check for each url, each member of a glob and each --next', () => {
    expect(commandsIn('curl -sL http://h/a --url http://h/b -o x -o y')).toEqual([
      'curl -sL http://h/a -o x -o y',
      'curl -sL --url http://h/b -o x -o y',
    ]);
    expect(commandsIn('curl "http://h/{a,b}/[1-2]"')).toEqual([
      ...['curl http://h/a/1', 'curl http://h/a/2', 'curl http://h/b/1', 'curl http://h/b/2'],
    ]);
    expect(commandsIn("curl -d a=1 http://h/ --next -H '--next: 1' http://h/b -: http://h/c")).toEqual([
      'curl -d a=1 http://h/',
      "curl -H '--next: 1' http://h/b",
      'curl http://h/c',
    ]);
  });

  it('say what each variable stands for', () => {
    expect(imported('curl "$A/<b>" -H "C: $(vault print token)" -u d').wanted).toEqual([
      { name: 'A', place: 'a variable of the commands' },
      { name: 'B', place: 'the placeholder <b>' },
      { name: 'VAULT_PRINT_TOKEN', place: 'what vault print token … prints' },
      { name: 'D_PASSWORD', place: 'a password that curl would ask for' },
    ]);
  });

  it('name their files and do not read them out', () => {
    const command =
      'curl --cert cert.pem --key key.pem -H @headers.txt -d @dir/page.html -H "X-Token: abc" https://h.example/';

    expect(commandsIn(command)).toEqual([command.replace('abc', '${env:H_EXAMPLE_X_TOKEN}')]);
  });

  it('of cmd take its variables as references', () => {
    expect(commandsIn('curl ^"https://h.example/a^" -H ^"X-A: %TOKEN%^"')).toEqual([
      'curl ^"https://h.example/a^" -H ^"X-A: ${env:TOKEN}^"',
    ]);
  });

  it.each([
    "'",
    '"',
    '$(',
    '`',
    '<<E\n',
    '\\\n',
    '|',
    "curl '\n",
    'curl h <<E\n',
    '<a>',
  ])('are read in a time that grows with the text alone: %j', (part) => {
    imported(`curl http://h/\n${part.repeat(5_000)}`, { from: 'curl' });
  });
});
