import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#kinds/http/check.ts';
import { redactRequest } from '#kinds/http/secrets.ts';
import { toCurl } from '#kinds/http/to-curl.ts';
import { get, post, requestOf } from '../../checks-file/curl/parsed.ts';

const COMMANDS = [
  'curl h',
  'curl -I h/x',
  'curl -X POST h',
  'curl -X GET -d x h',
  'curl -d "" h',
  `curl -X PUT --json '{"a":"it'"'"'s"}' 'https://h/x?y=[1]' -g`,
  "curl -d x -H 'Content-Type:' h",
  "curl -d x -H 'Content-Type: text/plain' -H 'X-Empty;' -H 'Accept:' -A '' h",
  "curl -A mine -e http://from -b 'a=1; b=2' -r 0-1 h",
  'curl --data-binary @dir/raw.bin h',
  `curl -F 'a="x;y\\"z"' -F 'f=@dir/page.html' -F 'b=@dir/raw.bin;filename="q;r"' --form-string 'c=@d' -F 'e=1;type=text/html;charset=utf-8' h`,
  'curl -u me:pass --digest h',
  'curl -u me:pass h',
  'curl -u me:pass --anyauth h',
  'curl --path-as-is h/a/../b',
  "curl -F 'a=x;filename=y' h",
  'curl --oauth2-bearer token h',
  'curl --aws-sigv4 aws:amz:r:s -u id:key h',
  "curl -H 'Authorization: Bearer abc' -H 'X-Api-Key: 123' 'h/?api_key=9&q=1' -d 'password=x&user=y'",
  `curl --json '{"client_secret": "s", "n": 1}' h`,
  'curl -x http://u:p@proxy:1 --resolve h:80:[::1] --connect-to h:81:o:82 -4 --http1.1 --compressed h',
  'curl --http2-prior-knowledge h',
  'curl --http2 https://h',
  'curl -k --tlsv1.2 --tls-max 1.3 --cacert ca.pem --cert cert.pem --key key.pem --pass x https://h',
  'curl --location-trusted --post302 -X POST -d x h',
  'curl -L --proto =https https://h',
  'curl -L --max-redirs 2 h',
  "curl -L -b '' h",
  `curl "https://\${env:H}/x" -u "u:\${ssm:/p}" -G --data-urlencode 'k e=\${env:K}' -H "X-Token: \${secret:a#b}"`,
  `curl --data-urlencode 'k=\${env:K}' -d a=b h`,
];

/** Without what is secret, and with headers in one order: curl puts those of -H before its own. */
function comparable(request: HttpRequest): HttpRequest {
  const { headers, ...rest } = redactRequest(request);
  return { ...rest, headers: headers.toSorted(([a], [b]) => a.localeCompare(b)) };
}

describe('toCurl', () => {
  it.each(COMMANDS)('repeats %s but for what is redacted', (command) => {
    const request = requestOf(command);
    const again = requestOf(toCurl(request));
    // A private key can only be named as a file, and what is in that file is not redacted.
    expect(comparable(again)).toEqual(comparable(request));
  });

  it('repeats any header, url and data', () => {
    const text = fc
      .array(fc.constantFrom(...`aZ0 '"\\$\`!#&;|<>(){}[]*?~=^%@:,./é日😀\u2028`, '${env:A}', '{{uuid}}'), {
        minLength: 1,
      })
      .map((parts) => `x${parts.join('')}x`);
    fc.assert(
      fc.property(text, text, text.map(encodeURIComponent), (header, data, query) => {
        const request = requestOf(['curl', '-g', '-H', `X-Any: ${header}`, '--data-raw', data, `http://h/?${query}`]);
        expect(requestOf(toCurl(request))).toEqual(redactRequest(request));
      }),
      { numRuns: 100 },
    );
  });

  it('shows no literal credential, and every reference', () => {
    const request = requestOf([
      'curl',
      'https://h/x?token=S3CRET&q=1',
      ...['-H', 'Authorization: Bearer S3CRET', '-H', 'Cookie: a=S3CRET; b=S3CRET', '-H', 'X-Api-Key: ${ssm:/key}'],
      ...['--data-raw', 'user=me&password=S3CRET', '-x', 'http://me:S3CRET@proxy:1', '--pass', 'S3CRET'],
    ]);
    expect(toCurl(request)).toBe(
      [
        "curl -H 'Authorization: Bearer ***' -H 'Cookie: a=***; b=***' -H 'X-Api-Key: ${ssm:/key}'",
        "--data-raw 'user=me&password=***' -x 'http://me:***@proxy:1' --pass '***' 'https://h/x?token=***&q=1'",
      ].join(' '),
    );
  });

  it('writes a check that no curl command made', () => {
    const json = get({ method: 'POST', headers: [], body: { json: { a: 1 } } });
    expect(toCurl(json)).toBe(`curl -H 'Content-Type: application/json' --data-raw '{"a":1}' http://h/`);
    expect(toCurl(post('x', { headers: [] }))).toBe(
      "curl -H 'Content-Type: text/plain; charset=utf-8' --data-raw x http://h/",
    );
    expect(toCurl(get({ query: [['a b', 'c&d']] }))).toBe("curl --url-query 'a%20b=c&d' http://h/");
  });
});
