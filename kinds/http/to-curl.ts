import { quote } from '#core/text/shell-quoting.ts';
import type { HttpAuth, HttpBody, HttpPart, HttpPin, HttpRequest } from './check.ts';
import { redactRequest } from './secrets.ts';

type Words = readonly string[];

/**
 * The curl command that sends a request again, in bash's quoting, with literal credentials as `***`. What no command
 * line can hold (bytes that are no text, PEM files) is named as a file that its reader must have.
 */
export function toCurl(request: HttpRequest): string {
  const redacted = redactRequest(request);
  const words = [
    ...methodWords(redacted),
    ...headerWords(redacted),
    ...(redacted.body === null ? [] : bodyWords(redacted.body)),
    ...(redacted.auth === undefined ? [] : authWords(redacted.auth)),
    ...routeWords(redacted),
    ...tlsWords(redacted),
    ...redirectWords(redacted),
    ...redacted.query.flatMap(([name, value]) => ['--url-query', `${encodeURIComponent(name)}=${value}`]),
    ...(/[[\]{}]/.test(redacted.url) ? ['-g'] : []),
    ...(redacted.pathAsIs ? ['--path-as-is'] : []),
    redacted.url,
  ];
  return ['curl', ...words.map(quote)].join(' ');
}

/** Nothing where curl would choose the same method by itself. */
function methodWords({ method, body, redirects }: HttpRequest): Words {
  if (method === 'HEAD' && body === null) return ['-I'];
  const implied = body === null ? 'GET' : 'POST';
  return method === implied && !redirects?.keepMethod ? [] : ['-X', method];
}

const FORM = 'application/x-www-form-urlencoded';

/** Headers as -H; curl's own Accept and the type of its own forms go without saying. */
function headerWords({ headers, omit = [], body }: HttpRequest): Words {
  const isData = body !== null && !('multipart' in body);
  const isGiven = (name: string) => headers.some(([given]) => given.toLowerCase() === name);
  const lines = headers
    .filter(([name, text]) => !(/^accept$/i.test(name) && text === '*/*'))
    .filter(([name, text]) => !(/^content-type$/i.test(name) && text === FORM && isData))
    .map(([name, text]) => (text === '' ? `${name};` : `${name}: ${text}`));
  const type = isData && !isGiven('content-type') && !omit.includes('content-type') ? checkersType(body) : FORM;
  return [...lines, ...(type === FORM ? [] : [`Content-Type: ${type}`]), ...omit.map((name) => REMOVED[name])].flatMap(
    (line) => ['-H', line],
  );
}

const REMOVED = { accept: 'Accept:', 'user-agent': 'User-Agent:', 'content-type': 'Content-Type:' } as const;

/** What the checker calls a body that nobody named the type of. */
function checkersType(body: HttpBody): string {
  if ('json' in body) return 'application/json';
  if ('text' in body) return 'text/plain; charset=utf-8';
  return 'base64' in body ? 'application/octet-stream' : FORM;
}

function bodyWords(body: HttpBody): Words {
  if ('text' in body) return ['--data-raw', body.text];
  if ('base64' in body) return ['--data-binary', '@body.bin'];
  if ('json' in body) return ['--data-raw', JSON.stringify(body.json)];
  if ('form' in body) {
    return body.form.flatMap(([name, value]) => ['--data-urlencode', `${encodeURIComponent(name)}=${value}`]);
  }
  return body.multipart.flatMap(partWords);
}

function partWords({ name, content, filename, type }: HttpPart): Words {
  if ('text' in content && filename === undefined && !type) return ['--form-string', `${name}=${content.text}`];
  const details = [
    ...(type === undefined || type === '' ? [] : [`;type=${type}`]),
    ...(filename === undefined ? [] : [`;filename=${formQuoted(filename)}`]),
  ].join('');
  const source = 'text' in content ? formQuoted(content.text) : '@part.bin';
  return ['-F', `${name}=${source}${details}`];
}

/** -F's own quoting, inside the shell's. */
function formQuoted(text: string): string {
  return /^[\w/.+-]+$/.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function authWords(auth: HttpAuth): Words {
  switch (auth.scheme) {
    case 'basic':
      return ['-u', `${auth.user}:${auth.password}`];
    case 'digest':
      return [auth.any === true ? '--anyauth' : '--digest', '-u', `${auth.user}:${auth.password}`];
    case 'bearer':
      return ['--oauth2-bearer', auth.token];
    case 'oauth2':
      return ['--oauth2-bearer', '***'];
    case 'sigv4': {
      const { accessKeyId, secretAccessKey } = auth.keys ?? { accessKeyId: '***', secretAccessKey: '***' };
      return ['--aws-sigv4', `aws:amz:${auth.region}:${auth.service}`, '-u', `${accessKeyId}:${secretAccessKey}`];
    }
  }
}

function routeWords({ proxy, pins = [], family, httpVersion, compressed, url }: HttpRequest): Words {
  const version = { '1.1': '--http1.1', '2': url.startsWith('https:') ? '--http2' : '--http2-prior-knowledge' };
  return [
    ...(proxy === undefined ? [] : ['-x', proxy]),
    ...pins.flatMap(pinWords),
    ...(family === undefined ? [] : [`-${family}`]),
    ...(httpVersion === undefined ? [] : [version[httpVersion]]),
    ...(compressed ? ['--compressed'] : []),
  ];
}

function pinWords(pin: HttpPin): Words {
  const from = `${bracketed(pin.host)}:${pin.port}`;
  if ('address' in pin) return ['--resolve', `${from}:${bracketed(pin.address)}`];
  return ['--connect-to', `${from}:${bracketed(pin.toHost)}:${pin.toPort}`];
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function tlsWords({ tls = {} }: HttpRequest): Words {
  const key = tls.key === undefined || tls.key === tls.cert ? [] : ['--key', 'key.pem'];
  return [
    ...(tls.insecure ? ['-k'] : []),
    ...(tls.ca === undefined ? [] : ['--cacert', 'ca.pem']),
    ...(tls.cert === undefined ? [] : ['--cert', 'cert.pem', ...key]),
    ...(tls.passphrase === undefined ? [] : ['--pass', tls.passphrase]),
    ...(tls.minVersion === undefined ? [] : [`--tlsv${tls.minVersion}`]),
    ...(tls.maxVersion === undefined ? [] : ['--tls-max', tls.maxVersion]),
  ];
}

function redirectWords({ follow, redirects = {}, cookies }: HttpRequest): Words {
  if (follow === 0) return [];
  const keepPost = (redirects.keepPost ?? []).map((status) => `--post${status}`);
  const only = redirects.only === undefined ? [] : ['--proto-redir', `=${redirects.only}`];
  return [
    redirects.trusted ? '--location-trusted' : '-L',
    '--max-redirs',
    `${follow}`,
    ...keepPost,
    ...only,
    ...(cookies ? ['-b', ''] : []),
  ];
}
