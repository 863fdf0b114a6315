import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { checkOf, get, post, requestOf } from './parsed.ts';

const ACCEPT = ['Accept', '*/*'] as const;
const withHeaders = (...headers: HttpRequest['headers']) => get({ headers });
const form = (...multipart: NonNullable<Extract<HttpRequest['body'], { multipart: unknown }>>['multipart']) =>
  get({ method: 'POST', body: { multipart } });

const commands: readonly (readonly [string, HttpRequest])[] = [
  // methods
  ['curl h', get()],
  ['$ curl h', get()],
  ['/usr/bin/curl h', get()],
  ['curl -X DELETE h', get({ method: 'DELETE' })],
  ['curl -XPATCH h', get({ method: 'PATCH' })],
  ['curl -X null h', get()],
  ['curl -I h', get({ method: 'HEAD' })],
  ['curl --head --no-head h', get()],
  ['curl -sSfI h', get({ method: 'HEAD' })],
  ['curl -G -d a=1 -d b=2 h', get({ url: 'http://h/?a=1&b=2' })],
  ['curl -G -I -d a=1 "h/x?y"', get({ method: 'HEAD', url: 'http://h/x?y&a=1' })],
  [
    'curl -T note.txt h/up/',
    get({ method: 'PUT', url: 'http://h/up/note.txt', body: { text: 'one\r\ntwo\n' }, omit: ['content-type'] }),
  ],
  [
    'curl -T dir/raw.bin h/x',
    get({ method: 'PUT', url: 'http://h/x', body: { base64: 'AP8KDQE=' }, omit: ['content-type'] }),
  ],
  // urls
  ['curl https://h:8443', get({ url: 'https://h:8443/' })],
  ['curl http://h:80/a', get({ url: 'http://h/a' })],
  ['curl http:/h', get()],
  ['curl --url h/a --proto-default https', get({ url: 'https://h/a' })],
  ['curl "h/a/./b/../c//d/%2e%2e?x#frag"', get({ url: 'http://h/a/c//d/%2e%2e?x' })],
  ['curl h?x=1', get({ url: 'http://h/?x=1' })],
  ['curl "h/é?q=日"', get({ url: 'http://h/%C3%A9?q=%E6%97%A5' })],
  ['curl http://bücher.example', get({ url: 'http://xn--bcher-kva.example/' })],
  ['curl "h/?a[]=1"', get({ url: 'http://h/?a[]=1' })],
  ['curl -g "h/?a[1]={x}"', get({ url: 'http://h/?a[1]={x}' })],
  ["curl 'h/\\{x\\}'", get({ url: 'http://h/{x}' })],
  ['curl "h/a\\\\b?c\\\\d"', get({ url: 'http://h/a%5Cb?c\\d' })],
  ['curl http://[::1]:81/x', get({ url: 'http://[::1]:81/x' })],
  ['curl "h/?a=\'b\'&c=%27"', get({ url: "http://h/?a='b'&c=%27" })],
  ['curl -- -h', get({ url: 'http://-h/' })],
  // headers
  ["curl -H 'X-A: 1' -H 'X-B:2' h", withHeaders(['X-A', '1'], ['X-B', '2'], ACCEPT)],
  ["curl -H 'X-Empty;' -H 'X-None:' h", withHeaders(['X-Empty', ''], ACCEPT)],
  ["curl -H 'accept: text/html' h", withHeaders(['accept', 'text/html'])],
  ["curl -H 'Accept:' -H 'User-Agent:' h", get({ headers: [], omit: ['accept', 'user-agent'] })],
  ["curl -A '' h", get({ omit: ['user-agent'] })],
  ['curl -A probe/1 -e http://from/ h', withHeaders(ACCEPT, ['User-Agent', 'probe/1'], ['Referer', 'http://from/'])],
  ["curl -A x -H 'user-agent: y' h", withHeaders(['user-agent', 'y'], ACCEPT)],
  ['curl -e "http://from/;auto" h', withHeaders(ACCEPT, ['Referer', 'http://from/'])],
  ['curl -H @headers.txt h', withHeaders(['X-One', '1'], ['X-Two', '2'], ACCEPT)],
  ['curl -b a=1 -b "b=2; c=3" h', withHeaders(ACCEPT, ['Cookie', 'a=1;b=2; c=3'])],
  ['curl -b a=1 -H "cookie: z=1" h', withHeaders(['cookie', 'z=1'], ACCEPT)],
  ['curl -b jar.txt -b e=5 h/deep/x', get({ url: 'http://h/deep/x', headers: [ACCEPT, ['Cookie', 'b=2; a=1; e=5']] })],
  ['curl -j -b jar.txt h/deep/x', get({ url: 'http://h/deep/x' })],
  ['curl -c jar h', get()],
  ['curl -r 0-99 h', withHeaders(ACCEPT, ['Range', 'bytes=0-99'])],
  ['curl -r 5 h', withHeaders(ACCEPT, ['Range', 'bytes=5-'])],
  ['curl --compressed h', get({ compressed: true })],
  // data
  ['curl -d a=1 -d b=2 h', post('a=1&b=2')],
  ['curl -d "" h', post('')],
  ['curl -d @note.txt -d z h', post('onetwo&z')],
  ['curl --data-ascii @note.txt h', post('onetwo')],
  ['curl --data-binary @note.txt h', post('one\r\ntwo\n')],
  ['curl --data-binary @dir/raw.bin -d x h', post('', { body: { base64: 'AP8KDQEmeA==' } })],
  ['curl --data-raw @note.txt h', post('@note.txt')],
  ["curl --data-urlencode 'a b&c=d~*é' h", post('a b&c=d~%2A%C3%A9')],
  ["curl --data-urlencode '=a b' --data-urlencode 'c d' h", post('a+b&c+d')],
  ['curl --data-urlencode @note.txt --data-urlencode n@note.txt h', post('one%0D%0Atwo%0A&n=one%0D%0Atwo%0A')],
  ['curl --data-urlencode x@dir/raw.bin h', post('x=%00%FF%0A%0D%01')],
  ['curl -X PUT -d x h', post('x', { method: 'PUT' })],
  ['curl -X post -d x h', post('x', { method: 'post' })],
  [
    "curl -d '{}' -H 'content-type: application/json' h",
    post('{}', { headers: [['content-type', 'application/json'], ACCEPT] }),
  ],
  ["curl -d x -H 'Content-Type:' h", post('x', { headers: [ACCEPT], omit: ['content-type'] })],
  [
    `curl --json '{"a":1}' --json ',x' -d y h`,
    post('{"a":1},x&y', {
      headers: [
        ['Accept', 'application/json'],
        ['Content-Type', 'application/json'],
      ],
    }),
  ],
  ["curl --url-query 'q=a b' --url-query '+raw=1' 'h/?z='", get({ url: 'http://h/?z=&q=a+b&raw=1' })],
  ["curl -G -d '' 'h/x?'", get({ url: 'http://h/x' })],
  // forms
  ["curl -F 'data=sample' h", form({ name: 'data', content: { text: 'sample' } })],
  [
    "curl -F 'a=  x;type=text/html;filename=b.c' h",
    form({ name: 'a', content: { text: 'x' }, filename: 'b.c', type: 'text/html' }),
  ],
  [`curl -F 'a="x;y\\"z"' h`, form({ name: 'a', content: { text: 'x;y"z' } })],
  [
    "curl -F 'a= x  ;; ' -F 'b=)' -F 'c=\"x' h",
    form(
      { name: 'a', content: { text: 'x' } },
      { name: 'b', content: { text: ')' } },
      { name: 'c', content: { text: '"x' } },
    ),
  ],
  [
    "curl -F 'a={};type=application/json; charset=utf-8 ; filename= b.c ' h",
    form({ name: 'a', content: { text: '{}' }, filename: 'b.c', type: 'application/json; charset=utf-8' }),
  ],
  [
    `curl -F 'f=@"dir/page.html";filename="a,b;c"' h`,
    form({ name: 'f', content: { text: '<p>hi</p>' }, filename: 'a,b;c', type: 'text/html' }),
  ],
  ["curl --form-string 'a=@b;type=c' h", form({ name: 'a', content: { text: '@b;type=c' } })],
  [
    "curl -F f=@dir/page.html -F 'g=@dir/raw.bin;filename=z' -F 'h=<dir/page.html' -F 'i=<note.txt;type=x/y' h",
    form(
      { name: 'f', content: { text: '<p>hi</p>' }, filename: 'page.html', type: 'text/html' },
      { name: 'g', content: { base64: 'AP8KDQE=' }, filename: 'z', type: 'application/octet-stream' },
      { name: 'h', content: { text: '<p>hi</p>' }, type: 'text/html' },
      { name: 'i', content: { text: 'one\r\ntwo\n' }, type: 'x/y' },
    ),
  ],
  ["curl -F a=b -H 'Content-Type: multipart/form-data' h", form({ name: 'a', content: { text: 'b' } })],
  // who asks
  ['curl -u me:p:w h', get({ auth: { scheme: 'basic', user: 'me', password: 'p:w' } })],
  ['curl http://me%40x:p%2F@h', get({ auth: { scheme: 'basic', user: 'me@x', password: 'p/' } })],
  ['curl --digest -u me:pw http://x:y@h', get({ auth: { scheme: 'digest', user: 'me', password: 'pw' } })],
  ['curl --oauth2-bearer t -u a:b h', get({ auth: { scheme: 'bearer', token: 't' } })],
  ["curl -u a:b -H 'authorization: mine' h", withHeaders(['authorization', 'mine'], ACCEPT)],
  [
    'curl --aws-sigv4 aws:amz:eu-west-1:execute-api -u id:key h',
    get({
      auth: {
        scheme: 'sigv4',
        service: 'execute-api',
        region: 'eu-west-1',
        keys: { accessKeyId: 'id', secretAccessKey: 'key' },
      },
    }),
  ],
  [
    'curl --aws-sigv4 aws:amz http://sqs.us-east-1.amazonaws.com',
    get({ url: 'http://sqs.us-east-1.amazonaws.com/', auth: { scheme: 'sigv4', service: 'sqs', region: 'us-east-1' } }),
  ],
  // the way
  ['curl -L h', get({ follow: 10 })],
  ["curl -L -b '' h", get({ follow: 10, cookies: true })],
  ['curl -L -c jar h', get({ follow: 10, cookies: true })],
  ['curl -L -j h', get({ follow: 10 })],
  ["curl -b '' -c jar h", get()],
  ['curl -L --max-redirs 3 h', get({ follow: 3 })],
  ['curl -L --max-redirs 50 h', get({ follow: 50 })],
  ['curl --max-redirs 3 h', get()],
  ['curl --proto =https,http --proto-redir -all,https h', get()],
  ['curl -L --proto =https,http --proto-redir all h', get({ follow: 10 })],
  ['curl -L --proto =https https://h', get({ url: 'https://h/', follow: 10, redirects: { only: 'https' } })],
  ['curl -L --proto-redir -http h', get({ follow: 10, redirects: { only: 'https' } })],
  ['curl -L --proto -all,+http --proto-redir =http,https h', get({ follow: 10, redirects: { only: 'http' } })],
  ['curl -L --max-redirs -1 h', get({ follow: 10 })],
  [
    'curl --location-trusted --post301 --post303 -X POST h',
    get({ method: 'POST', follow: 10, redirects: { trusted: true, keepPost: [301, 303], keepMethod: true } }),
  ],
  ['curl -k https://h', get({ url: 'https://h/', tls: { insecure: true } })],
  [
    'curl --cacert ca.pem --cert cert.pem:pw --key key.pem --tlsv1.2 --tls-max 1.3 h',
    get({ tls: { ca: 'CA', cert: 'CERT', key: 'KEY', passphrase: 'pw', minVersion: '1.2', maxVersion: '1.3' } }),
  ],
  ['curl -E cert.pem h', get({ tls: { cert: 'CERT', key: 'CERT' } })],
  ['curl -x proxy h', get({ proxy: 'http://proxy:1080' })],
  ['curl -x http://proxy:3128 -U me:p/w h', get({ proxy: 'http://me:p%2Fw@proxy:3128' })],
  ['curl -x proxy --noproxy a,h http://b.h', get({ url: 'http://b.h/' })],
  ['curl --resolve h:80:127.0.0.1 h', get({ pins: [{ host: 'h', port: 80, address: '127.0.0.1' }] })],
  [
    'curl --resolve "*:443:[::1]" https://h',
    get({ url: 'https://h/', pins: [{ host: 'h', port: 443, address: '::1' }] }),
  ],
  ['curl --connect-to ::other:8080 h', get({ pins: [{ host: 'h', port: 80, toHost: 'other', toPort: 8080 }] })],
  ['curl --connect-to H:80:o: h', get({ pins: [{ host: 'h', port: 80, toHost: 'o', toPort: 80 }] })],
  ['curl -4 h', get({ family: 4 })],
  ['curl -4 -6 h', get({ family: 6 })],
  ['curl --http1.1 h', get({ httpVersion: '1.1' })],
  ['curl --http2 https://h', get({ url: 'https://h/' })],
  ['curl --http2 h', get({})],
  ['curl --http1.1 --http2 h', get({})],
  ['curl --http2 --http1.1 h', get({ httpVersion: '1.1' })],
  ['curl --http2-prior-knowledge h', get({ httpVersion: '2' })],
  // what only curl's output knows of
  [
    `curl -sSvi -o /dev/null -O -D - -w '%{http_code}\\n' --trace-ascii x --stderr y -N --no-progress-meter -# --retry-connrefused h`,
    get(),
  ],
  ['curl --no-netrc --no-compressed --sil h', get()],
];

describe('parseCurl', () => {
  it.each(commands)('%s', (command, request) => {
    expect(requestOf(command)).toEqual(request);
  });

  it.each([
    ['curl -m 5 h', { timeoutMs: 5000 }],
    ['curl -m2.5 --connect-timeout 0.5 h', { timeoutMs: 2500, connectTimeoutMs: 500 }],
    ['curl -m 0 h', { timeoutMs: null }],
    ['curl --retry 3 --retry-delay 1 h', { rechecks: 3, recheckAfterSeconds: 1 }],
    ['curl -f h', { statusBelow400: true }],
    ['curl --fail-with-body --no-fail-with-body h', { statusBelow400: false }],
    [
      'curl h',
      { timeoutMs: null, connectTimeoutMs: null, rechecks: null, recheckAfterSeconds: null, statusBelow400: false },
    ],
  ])('%s says when it is over', (command, wanted) => {
    expect(checkOf(command)).toMatchObject(wanted);
  });

  it('reads however many switches in one word', () => {
    expect(requestOf(`curl -${'s'.repeat(50_000)}d x h`)).toEqual(post('x'));
  });

  it('takes words as a shell hands them over', () => {
    expect(requestOf(['curl', '-d', "it's $HOME; `x`", 'h'])).toEqual(post("it's $HOME; `x`"));
  });

  it('keeps references whole wherever they stand', () => {
    const command = [
      `curl "https://\${env:HOST}/\${ssm:/a/b}?k=\${secret:n#json.key}" -u \${env:U}:"\${ssm:/p:x}"`,
      `-H "Authorization2: Bearer \${ssm:/t}" --data-raw '{"id":"{{uuid}}"}' -x "http://\${env:P}:3128"`,
    ].join(' \\\n ');
    expect(requestOf(command)).toMatchObject({
      url: 'https://${env:HOST}/${ssm:/a/b}?k=${secret:n#json.key}',
      auth: { user: '${env:U}', password: '${ssm:/p:x}' },
      headers: [['Authorization2', 'Bearer ${ssm:/t}'], ACCEPT, ['Content-Type', 'application/x-www-form-urlencoded']],
      body: { text: '{"id":"{{uuid}}"}' },
      proxy: 'http://${env:P}:3128',
    });
  });

  it('takes a reference for a whole url', () => {
    expect(requestOf('curl ${env:BASE}/health').url).toBe('${env:BASE}/health');
    expect(requestOf('curl api.${env:ZONE}:8080/health').url).toBe('http://api.${env:ZONE}:8080/health');
  });

  it('leaves a reference that curl would encode to the checker, which knows its value', () => {
    const given = "-d 'a=b%20c' --data-urlencode 'k=${env:K}' --data-urlencode '${ssm:/x}'";
    const pairs = [
      ['a', 'b c'],
      ['k', '${env:K}'],
      ['', '${ssm:/x}'],
    ];
    expect(requestOf(`curl ${given} h`).body).toEqual({ form: pairs });
    expect(requestOf(`curl -G ${given} h`)).toEqual(get({ query: pairs as never }));
  });

  it('leaves those in files to it too', () => {
    const text = 'a b ${env:K}\n';
    expect(requestOf('curl --data-urlencode a@reference.txt h').body).toEqual({ form: [['a', text]] });
    expect(requestOf('curl --url-query a@reference.txt h').query).toEqual([['a', text]]);
    expect(requestOf('curl --data-binary @reference.txt h').body).toEqual({ text });
    expect(requestOf('curl -F a=@reference.txt h').body).toMatchObject({ multipart: [{ content: { text } }] });
  });
});
