import { shown } from './command-faults.ts';
import type { Option } from './options.ts';
import type { Reading } from './reading.ts';
import { isVeiled } from './veiled-references.ts';

/** A url taken apart as curl does it: `base` is scheme and authority without user, `user` is percent-decoded. */
export type Target = {
  readonly base: string;
  readonly path: string;
  readonly query: string;
  readonly user: { readonly name: string; readonly password: string } | null;
};

const NOWHERE: Target = { base: 'http://localhost', path: '/', query: '', user: null };
const SHAPE = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/{1,3})?([^/?#]*)([^?#]*)(\?[^#]*)?/;
const OTHER_PROTOCOL = /^(?:ftp|dict|ldap|imap|smtp|pop3)\./i;

/** The one url of a command; none, several, or one that curl would refuse is a fault. */
export function targetOf(reading: Reading): Target {
  const { options, faults } = reading;
  const [option, ...more] = options.all('url');
  if (option === undefined) {
    faults.add(0, 'curl: the command names no url; write one');
    return NOWHERE;
  }
  for (const { at, value } of more) {
    faults.add(
      at,
      `curl: ${shown(value)} is a second url, and a check is one request; take it out, or quote what it belongs to`,
    );
  }
  const url = options.on('globoff') ? option.value : unglobbed(option, reading);
  const bad = url.search(/[ \p{Cc}]/u);
  if (url === '' || bad !== -1) {
    faults.add(option.valueAt, `curl: ${shown(option.value)} is no url${bad === -1 ? '' : '; write %20 for a space'}`);
    return NOWHERE;
  }
  const [, scheme, authority = '', path = '', query = ''] = SHAPE.exec(url) ?? [];
  const { user, host } = userOf(authority, option, reading);
  return {
    base: baseOf(scheme, host, option, reading),
    // A URL's reader would take a backslash in the path for a slash.
    path: encoded(pathOf(path, reading)).replaceAll('\\', '%5C'),
    query: encoded(query),
    user,
  };
}

/** curl makes many urls of one with {a,b} or [1-9]; a check is one. `\{` is a brace, [::1] and [] are themselves. */
function unglobbed({ value, valueAt }: Option, { faults }: Reading): string {
  const plain = value.replace(/\/\/(?:[^/?#]*@)?\[[\dA-Fa-f:.%]+\]|\[\]|\\[[\]{}]/g, (text) => ' '.repeat(text.length));
  const glob = plain.search(/[[\]{}]/);
  if (glob !== -1) {
    faults.add(
      valueAt,
      `curl: ${shown(value.slice(glob))} in the url makes several urls in curl; add -g to send it as it is`,
    );
  }
  return value.replace(/\\([[\]{}])/g, '$1');
}

function userOf(authority: string, { valueAt }: Option, { faults }: Reading): { user: Target['user']; host: string } {
  const cut = authority.indexOf('@');
  if (cut === -1) return { user: null, host: authority };
  const [name = '', ...password] = authority.slice(0, cut).split(':');
  const host = authority.slice(cut + 1);
  try {
    return { user: { name: decodeURIComponent(name), password: decodeURIComponent(password.join(':')) }, host };
  } catch {
    faults.add(valueAt, 'curl: the user in the url has a % that is no percent-encoding; write %25');
    return { user: null, host };
  }
}

/** What a reference stands for is not known yet: at the beginning it may be the scheme too, further on it is the host's. */
function baseOf(scheme: string | undefined, host: string, { valueAt }: Option, { options, faults }: Reading): string {
  if (scheme === undefined && isVeiled(host)) return isVeiled([...host][0] ?? '') ? host : `http://${host}`;
  const guessed = OTHER_PROTOCOL.test(host) ? host.slice(0, host.indexOf('.')) : 'http';
  const protocol = (scheme ?? options.last('proto-default')?.value ?? guessed).toLowerCase();
  if (protocol !== 'http' && protocol !== 'https') {
    faults.add(valueAt, `curl: ${shown(protocol)} is not http or https; a check by curl speaks no other protocol`);
    return NOWHERE.base;
  }
  if (isVeiled(host)) return `${protocol}://${host}`;
  try {
    return new URL(`${protocol}://${host}/`).origin;
  } catch {
    faults.add(valueAt, `curl: ${shown(host)} is no host name`);
    return NOWHERE.base;
  }
}

function pathOf(path: string, { options }: Reading): string {
  const squashed = options.on('path-as-is') ? path : withoutDots(path);
  const upload = options.last('upload-file');
  const name = upload === null ? '' : encodeURIComponent(upload.value.slice(upload.value.lastIndexOf('/') + 1));
  return squashed.endsWith('/') || squashed === '' ? `${squashed || '/'}${name}` : squashed;
}

/** `.` and `..` go as in RFC 3986, 5.2.4; `%2e` stays, as in curl. */
function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/');
  segments.forEach((segment, i) => {
    if (segment === '..' && kept.length > 1) kept.pop();
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else if (i === segments.length - 1) kept.push('');
  });
  return kept.join('/');
}

/** curl sends other than ASCII as it is, which is no HTTP; each byte is percent-encoded, as browsers do. */
function encoded(text: string): string {
  return text.toWellFormed().replace(/[^\p{ASCII}\u{100000}-\u{10FFFD}]+/gu, encodeURIComponent);
}
