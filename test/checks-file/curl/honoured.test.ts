import { describe, expect, it } from 'vitest';
import { HONOURED } from '#checks-file/curl/known-options.ts';
import { parseCurl } from '#checks-file/curl/parse-curl.ts';
import { files } from './parsed.ts';

/** Each honoured option at work, and what it stands beside where it needs that. */
const AT_WORK: Readonly<Record<string, readonly [option: string, beside?: string]>> = {
  url: ['--url https://other/', ' '],
  request: ['-X PUT'],
  head: ['-I'],
  get: ['-G', '-d a=1 https://h/'],
  globoff: ['-g', 'https://h/{a}'],
  'path-as-is': ['--path-as-is', 'https://h/a/../b'],
  'proto-default': ['--proto-default https', 'h'],
  proto: ['--proto =http'],
  'proto-redir': ['--proto-redir =https', '-L https://h/'],
  header: ['-H a:b'],
  'user-agent': ['-A x'],
  referer: ['-e x'],
  range: ['-r 0-1'],
  cookie: ['-b a=b'],
  'cookie-jar': ['-c jar', '-L https://h/'],
  'junk-session-cookies': ['-j', '-b jar.txt https://h/'],
  compressed: ['--compressed'],
  data: ['-d a'],
  'data-ascii': ['--data-ascii a'],
  'data-raw': ['--data-raw a'],
  'data-binary': ['--data-binary a'],
  'data-urlencode': ['--data-urlencode a'],
  json: ['--json {}'],
  'url-query': ['--url-query a=b'],
  form: ['-F a=b'],
  'form-string': ['--form-string a=b'],
  'upload-file': ['-T note.txt'],
  user: ['-u a:b'],
  digest: ['--digest', '-u a:b https://h/'],
  anyauth: ['--anyauth', '-u a:b https://h/'],
  'oauth2-bearer': ['--oauth2-bearer t'],
  'aws-sigv4': ['--aws-sigv4 aws:amz:r:s'],
  location: ['-L'],
  'location-trusted': ['--location-trusted'],
  'max-redirs': ['--max-redirs 3', '-L https://h/'],
  post301: ['--post301', '-L https://h/'],
  post302: ['--post302', '-L https://h/'],
  post303: ['--post303', '-L https://h/'],
  'max-time': ['-m 3'],
  'connect-timeout': ['--connect-timeout 3'],
  retry: ['--retry 1'],
  'retry-delay': ['--retry-delay 1'],
  fail: ['-f'],
  'fail-with-body': ['--fail-with-body'],
  insecure: ['-k'],
  cacert: ['--cacert ca.pem'],
  cert: ['-E cert.pem'],
  'cert-type': ['--cert-type DER', '-E cert.pem https://h/'],
  key: ['--key key.pem'],
  'key-type': ['--key-type DER', '--key key.pem https://h/'],
  pass: ['--pass x', '-E cert.pem https://h/'],
  'tls-max': ['--tls-max 1.2'],
  tlsv1: ['-1'],
  'tlsv1.0': ['--tlsv1.0'],
  'tlsv1.1': ['--tlsv1.1'],
  'tlsv1.2': ['--tlsv1.2'],
  'tlsv1.3': ['--tlsv1.3'],
  proxy: ['-x p:1'],
  'proxy-user': ['-U a:b', '-x p:1 https://h/'],
  noproxy: ['--noproxy h', '-x p:1 https://h/'],
  proxytunnel: ['-p', '-x p:1 http://h/'],
  resolve: ['--resolve h:443:127.0.0.1'],
  'connect-to': ['--connect-to h:443:i:1'],
  ipv4: ['-4'],
  ipv6: ['-6'],
  'http1.1': ['--http1.1'],
  http2: ['--http2'],
  'http2-prior-knowledge': ['--http2-prior-knowledge'],
};

describe('an option that is said to be honoured', () => {
  it('is one of these', () => {
    expect(Object.keys(AT_WORK).toSorted()).toEqual([...HONOURED].toSorted());
  });

  it.each(Object.entries(AT_WORK))('makes a difference: %s', (_, [option, beside = 'https://h/']) => {
    const without = parseCurl(`curl ${beside}`, files);
    expect(parseCurl(`curl ${option} ${beside}`, files)).not.toEqual(without);
  });
});
