import { describe, expect, it } from 'vitest';
import { faultsOf } from './parsed.ts';

const SECOND = 'a second command is not part of a check; take it out';
const PIPE = 'a pipe is not part of a check; take out what follows it';
const REDIRECTION = 'a redirection is not part of a check; take it out (curl options name files with @)';
const VARIABLE = 'a shell variable is not replaced; write ${env:NAME}, or put it in single quotes to send it as it is';

const refused: readonly (readonly [string, ...string[]])[] = [
  ['', '1:1 there is no command'],
  ['  # curl h', '1:1 there is no command'],
  ['wget h', '1:1 the command is wget; only curl can be a check'],
  ['constructor h', '1:1 the command is constructor; only curl can be a check'],
  ['curl\u00a0h', '1:1 the command is curl\u00a0h; only curl can be a check'],
  ['curl', '1:1 curl: the command names no url; write one'],
  // the shell's part
  ['curl h | jq .', `1:8 ${PIPE}`],
  ['curl h && curl i', `1:8 ${SECOND}`],
  ['curl h || true', `1:8 ${SECOND}`],
  ['curl h; rm x', `1:9 ${SECOND}`],
  ['curl h\ncurl i', `2:1 ${SECOND}`],
  ['curl h # a note \\\n-X DELETE', `2:1 ${SECOND} (a comment ends with its line, also behind a \\)`],
  ['curl h # a note\n\n  # another\n-X DELETE', `4:1 ${SECOND}`],
  ['curl h \\\n# a note\n-X DELETE', `3:1 ${SECOND}`],
  ['curl h ;;', `1:9 ${SECOND}`],
  ['curl h/?a=1&b=2', '1:12 & ends the command here; quote the url or data that it belongs to'],
  ['curl h &', '1:8 & ends the command here; quote the url or data that it belongs to'],
  ['curl h > f', '1:8 a redirection is not part of a check; take it out (curl options name files with @)'],
  ['curl h 2>&1', '1:8 a redirection is not part of a check; take it out (curl options name files with @)'],
  [
    'curl > f h &>> $F -Z',
    `1:6 ${REDIRECTION}`,
    `1:12 ${REDIRECTION}`,
    '1:19 curl: -Z would change the check and is not supported; take it out',
  ],
  ['curl -d <(x) h', '1:9 a process substitution is not run; take it out'],
  [
    'curl h <<EOF -Z\n$A\nEOF\n',
    '1:8 a here-document is not part of a check; write the text behind --data-raw',
    '1:14 curl: -Z would change the check and is not supported; take it out',
  ],
  [
    'curl -d @- h <<< x',
    '1:9 curl: -d would read standard input; name a file, or write the text itself',
    '1:14 a here-string is not part of a check; write the text behind --data-raw',
  ],
  ['curl -H "A: $(cat x)" h', '1:13 a command substitution is not run; write its value, or ${env:NAME}'],
  ['curl -H "A: `cat x`" h', '1:13 a command substitution is not run; write its value, or ${env:NAME}'],
  ['curl $URL', `1:6 ${VARIABLE}`],
  ['curl "h/$ID" -H "A: ${B:-c}"', `1:9 ${VARIABLE}`, `1:21 ${VARIABLE}`],
  ['curl h/$((1+1))', '1:8 an arithmetic expansion is not computed; write its value'],
  ['curl -d $[1+1] h', '1:9 an arithmetic expansion is not computed; write its value'],
  ['curl -d $(a $(b ")") ) h', '1:9 a command substitution is not run; write its value, or ${env:NAME}'],
  ['curl h/$\\\nID', `1:8 ${VARIABLE}`],
  ['A=b curl h', '1:1 a variable before the command is not set; take it out'],
  ['A=b\ncurl h', '1:1 a variable before the command is not set; take it out'],
  ['(curl h)', '1:1 this is not one curl command: subshell'],
  ['{ curl h; }', '1:1 this is not one curl command: compound statement'],
  ['for i in 1; do curl h; done', '1:1 this is not one curl command: for statement'],
  ['curl h (x)', '1:8 this cannot be read as a bash command: (x)'],
  ['; curl h', '1:1 this cannot be read as a bash command: ; curl h'],
  ['curl h \\', '1:8 this cannot be read as a bash command: \\'],
  ['! curl h', '1:1 ! is not part of a check; take it out'],
  ["curl 'h", "1:6 the ' that begins here is never closed"],
  ['curl h -d "a', '1:11 the " that begins here is never closed'],
  ['curl h -d "a $B', '1:11 the " that begins here is never closed'],
  ["curl h -d $'a\\'", "1:12 the ' that begins here is never closed"],
  [
    'curl h \\ -d x',
    '1:8 a backslash before a blank continues nothing; end the line right after it (in YAML: | instead of >)',
  ],
  ["curl -d $'\\xff' h", "1:9 the bytes in $'…' are not UTF-8 text; put them in a file and name it with @"],
  ["curl -d $'a\\0b' h", "1:9 a NUL in $'…' ends the word there in bash; take it out"],
  ["curl -d $'a\\c@b' h", "1:9 a NUL in $'…' ends the word there in bash; take it out"],
  // options
  ['curl -Z h', '1:6 curl: -Z would change the check and is not supported; take it out'],
  ['curl -sSnL h', '1:6 curl: -n would change the check and is not supported; take it out'],
  [
    'curl h --interface eth0 \\\n  --no-alpn',
    '1:8 curl: --interface would change the check and is not supported; take it out',
    '2:3 curl: --no-alpn would change the check and is not supported; take it out',
  ],
  ['curl -K f h', '1:6 curl: -K reads more options from a file, and a check shows all of its own; take it out'],
  [
    'curl h --next i',
    '1:8 curl: --next begins a second request, and a check is one; take it out',
    '1:15 curl: i is a second url, and a check is one request; take it out, or quote what it belongs to',
  ],
  [
    'curl --version',
    '1:1 curl: the command names no url; write one',
    '1:6 curl: --version sends no request; take it out',
  ],
  ['curl --bogus h', '1:6 curl: --bogus is not an option that Rollcall knows'],
  ['curl --no-ipv4 h', '1:6 curl: --no-ipv4 is not an option that Rollcall knows'],
  ['curl --no-re h', '1:6 curl: --no-re could be several options; write it in full'],
  ['curl --follow h', '1:6 curl: --follow would change the check and is not supported; take it out'],
  ['curl --skip-exist h', '1:6 curl: --skip-exist is not an option that Rollcall knows'],
  ['curl -? h', '1:6 curl: -? is not an option that Rollcall knows'],
  [
    'curl --re x h',
    '1:6 curl: --re could be several options; write it in full',
    '1:13 curl: h is a second url, and a check is one request; take it out, or quote what it belongs to',
  ],
  [
    'curl --request=POST h',
    '1:6 curl: --request=POST is not an option that Rollcall knows; write --request and its value as two words',
  ],
  ['curl h -H', '1:8 curl: -H has no value; write one after it'],
  [
    'curl --http2 h',
    '1:6 curl: --http2 with an http url asks to upgrade, which is not supported; write --http2-prior-knowledge',
  ],
  // urls
  ['curl h/{a,b}', '1:6 curl: {a,b} in the url makes several urls in curl; add -g to send it as it is'],
  ['curl "h/[1-3]"', '1:6 curl: [1-3] in the url makes several urls in curl; add -g to send it as it is'],
  ['curl "h/a b"', '1:6 curl: h/a b is no url; write %20 for a space'],
  ['curl ""', '1:6 curl:  is no url'],
  ['curl ftp://h', '1:6 curl: ftp is not http or https; a check by curl speaks no other protocol'],
  ['curl ftp.example', '1:6 curl: ftp is not http or https; a check by curl speaks no other protocol'],
  ['curl file:///etc/passwd', '1:6 curl: file is not http or https; a check by curl speaks no other protocol'],
  ['curl http://h:99999', '1:6 curl: h:99999 is no host name'],
  [
    'curl --proto =https http://h',
    '1:14 curl: --proto =https does not admit http, which the url has; change one of them',
  ],
  ['curl --proto -all,ftp h', '1:14 curl: --proto -all,ftp does not admit http, which the url has; change one of them'],
  ['curl -L --proto-redir =ftp h', '1:23 curl: --proto-redir =ftp admits neither http nor https; take out -L'],
  // values
  ['curl -m 90 h', '1:9 curl: -m is 90 s; write 60 or less (a check ends within 60 s)'],
  ['curl -m soon h', '1:9 curl: -m soon is no number of seconds'],
  ['curl -L --max-redirs 51 h', '1:22 curl: --max-redirs is 51; write 50 or less'],
  ['curl --retry x h', '1:14 curl: --retry x is no whole number'],
  ['curl -X "A B" h', '1:9 curl: A B is no method'],
  ['curl -H "foo; " h', '1:9 curl: -H foo;  has no ":", so that curl would leave it out; write Name: value'],
  ['curl -H foo h', '1:9 curl: -H foo has no ":", so that curl would leave it out; write Name: value'],
  ["curl -H $'A: b\\r\\nC: d' h", '1:9 curl: -H A: b??C: d has a control character in its value; take it out'],
  ['curl -H Host: h', '1:9 curl: -H Host: takes away a header that HTTP needs'],
  ['curl -u me h', '1:9 curl: -u has no ":"; curl would ask for the password; write user:password'],
  [
    'curl -u ${env:BOTH} h',
    '1:9 curl: -u has no ":"; a reference cannot stand for both; write ${env:USER}:${env:PASSWORD}',
  ],
  [
    'curl --aws-sigv4 osc:osc3:r:s -u a:b h',
    "1:18 curl: --aws-sigv4 osc:osc3:r:s is not AWS's own; write aws:amz:region:service",
  ],
  ['curl -x socks5://p h', '1:9 curl: -x socks5://p is not supported; name a proxy http://host:port'],
  [
    'curl --resolve h:80:1.1.1.1,2.2.2.2 h',
    '1:16 curl: --resolve h:80:1.1.1.1,2.2.2.2 names several addresses; a check is one connection, so name one',
  ],
  ['curl --cert-type DER h', '1:18 curl: --cert-type DER is not supported; convert the file to PEM'],
  [
    'curl -L -b jar.txt h',
    '1:9 curl: cookies of a file are sent to the first url alone; take out -L, or write them as text',
  ],
  ['curl -I -d x h', '1:6 curl: -I does not go with -d; take one of them out'],
  ['curl -F a=b -d x h', '1:6 curl: -F does not go with -d; take one of them out'],
  ['curl -F a h', '1:9 curl: -F a has no "="; write name=content'],
  ['curl -F =x h', '1:9 curl: -F =x has no name before its "="; write name=content'],
  ['curl -F "a=x;type=" h', '1:9 curl: -F a=x;type= has an empty type; write one, or take it out'],
  [
    'curl -F "a=x;type=text html" h',
    '1:9 curl: -F a=x;type=text html has text html for a type; write one such as text/plain',
  ],
  [
    'curl -F "a=x;headers=X-A: 1" h',
    '1:9 curl: -F a=x;headers=X-A: 1 sets headers= or encoder=, which is not supported',
  ],
  [
    'curl -F "a=x;type=a/b;encoder=8bit" h',
    '1:9 curl: -F a=x;type=a/b;encoder=8bit sets headers= or encoder=, which is not supported',
  ],
  [
    `curl -F 'a="x"y' h`,
    '1:9 curl: -F a="x"y is no part that curl understands: Trailing data after quoted form parameter',
  ],
  [
    'curl -F "a=<note.txt;filename=b" h',
    '1:9 curl: -F a=<note.txt;filename=b is no part that curl understands: Field file name not allowed here: b',
  ],
  [
    'curl -F "a=@note.txt;type=a/b,dir/raw.bin" h',
    '1:9 curl: -F a=@note.txt;type=a/b,dir/raw.bin names several files for one part; write one -F for each',
  ],
  ['curl -F "a=(;type=x/y" h', '1:9 curl: -F a=(;type=x/y nests parts, which is not supported'],
  ['curl -T note.txt -G -d q=1 h', '1:6 curl: -T does not go with -G and -d; take one of them out'],
  [
    'curl -F a=@note.txt,dir/raw.bin h',
    '1:9 curl: -F a=@note.txt,dir/raw.bin names several files for one part; write one -F for each',
  ],
  // files
  ['curl -d @none h', '1:9 curl: -d: there is no file none'],
  ['curl -d @plane16.txt h', '1:9 curl: -d: plane16.txt holds a character of the private plane 16'],
  ['curl -H @dir/raw.bin h', '1:9 curl: -H: the file is not UTF-8 text'],
  ['curl --data-binary @big.txt h', '1:1 the check is 40274 bytes with the files it names; keep it to 32768 or less'],
];

describe('parseCurl', () => {
  it.each(refused)('refuses %s', (command, ...faults) => {
    expect(faultsOf(command)).toEqual(faults);
  });

  it('gives the column of words from a command line in the text that quotes them', () => {
    expect(faultsOf(['curl', '-H', 'A: b c', '-Z', 'h'])).toEqual([
      '1:18 curl: -Z would change the check and is not supported; take it out',
    ]);
  });

  it('tells every fault of the shell and of curl at once', () => {
    expect(faultsOf('curl -Z -m x --bogus h | jq')).toHaveLength(4);
  });

  it('shows references in messages as they were written', () => {
    expect(faultsOf('curl h ${env:SECOND}')).toEqual([
      '1:8 curl: ${env:SECOND} is a second url, and a check is one request; take it out, or quote what it belongs to',
    ]);
  });
});
