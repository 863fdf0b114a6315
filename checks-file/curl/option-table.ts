/**
 * Every option in curl's documentation, as of 8.22. What a check makes of it is said in known-options.ts.
 *
 * `value`: one follows it. `boolean`: `--no-…` turns it off. `plain`: nothing turns it off.
 */
type KnownOption = { readonly name: string; readonly type: 'value' | 'boolean' | 'plain' };

const VALUE = `
  abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to
  continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode
  delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header egd-file engine etag-compare
  etag-save expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port
  ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface
  ipfs-gateway json keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from
  mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass
  pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type
  proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name
  proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file
  range rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid service-name socks4
  socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize
  time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket
  upload-file url url-query user user-agent variable write-out`;

const BOOLEAN = `
  alpn append basic buffer ca-native cert-status clobber compressed compressed-ssh create-dirs crlf digest disable
  disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure eprt epsv fail fail-early
  fail-with-body false-start form-escape ftp-create-dirs ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control get
  globoff haproxy-protocol head http0.9 ignore-content-length include insecure junk-session-cookies keepalive list-only
  location location-trusted mail-rcpt-allowfails metalink negotiate netrc netrc-optional npn ntlm ntlm-wb parallel
  parallel-immediate path-as-is post301 post302 post303 progress-bar progress-meter proxy-anyauth proxy-basic
  proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast
  proxy-ssl-auto-client-cert proxytunnel raw remote-header-name remote-name remote-name-all remote-time remove-on-error
  retry-all-errors retry-connrefused sasl-ir sessionid show-error silent socks5-basic socks5-gssapi socks5-gssapi-nec
  ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort styled-output
  suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tr-encoding trace-ids trace-time use-ascii verbose
  xattr`;

const PLAIN = `
  anyauth ftp-pasv help http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only ipv4 ipv6 manual next proxy-tlsv1
  sslv2 sslv3 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 version`;

/** From 8.6 on curl reads no abbreviations any more, so what came since does not make those of before ambiguous. */
const LATER_VALUE = `
  ech httpsig-algo httpsig-headers httpsig-key httpsig-keyid ip-tos keepalive-cnt knownhosts parallel-max-host sigalgs
  ssl-sessions upload-flags vlan-priority`;
const LATER_BOOLEAN = 'follow mptcp out-null proxy-http3 skip-existing tls-earlydata';
const LATER_PLAIN = 'dump-ca-embed';

/** Second names. */
const FORMER_ALIASES = { 'ftp-ssl': 'ssl', 'ftp-ssl-reqd': 'ssl-reqd', krb4: 'krb' };
const ALIASES = new Map([...Object.entries(FORMER_ALIASES), ['show-headers', 'include']]);

const SHORT: Readonly<Record<string, string>> = Object.fromEntries(
  `0 http1.0, 1 tlsv1, 2 sslv2, 3 sslv3, 4 ipv4, 6 ipv6, # progress-bar, : next, A user-agent, B use-ascii,
  C continue-at, D dump-header, E cert, F form, G get, H header, I head, J remote-header-name, K config, L location,
  M manual, N no-buffer, O remote-name, P ftp-port, Q quote, R remote-time, S show-error, T upload-file, U proxy-user,
  V version, X request, Y speed-limit, Z parallel, a append, b cookie, c cookie-jar, d data, e referer, f fail,
  g globoff, h help, i include, j junk-session-cookies, k insecure, l list-only, m max-time, n netrc, o output,
  p proxytunnel, q disable, r range, s silent, t telnet-option, u user, v verbose, w write-out, x proxy, y speed-time,
  z time-cond`
    .split(',')
    .map((pair) => pair.trim().split(' ')),
);

const FORMER = [...optionsIn(VALUE, 'value'), ...optionsIn(BOOLEAN, 'boolean'), ...optionsIn(PLAIN, 'plain')];
const LATER = [
  ...optionsIn(LATER_VALUE, 'value'),
  ...optionsIn(LATER_BOOLEAN, 'boolean'),
  ...optionsIn(LATER_PLAIN, 'plain'),
];
const LONG: ReadonlyMap<string, KnownOption> = new Map([...FORMER, ...LATER].map((option) => [option.name, option]));
const ABBREVIATED = [...FORMER.map(({ name }) => name), ...Object.keys(FORMER_ALIASES)];

function optionsIn(names: string, type: KnownOption['type']): readonly KnownOption[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ name, type }));
}

/** What a long option is, and whether it is turned on. */
export type Named = { readonly option: KnownOption; readonly on: boolean };

/** An option by its long name without the dashes, by an unambiguous beginning of it, or by `no-` and either. */
export function longOption(key: string): Named | 'ambiguous' | null {
  const on = !key.startsWith('no-');
  const found = byName(on ? key : key.slice('no-'.length));
  if (found === null || found === 'ambiguous') return found;
  return on || found.type === 'boolean' ? { option: found, on } : null;
}

/** An option by its letter. */
export function shortOption(letter: string): Named | null {
  const found = Object.hasOwn(SHORT, letter) ? longOption(SHORT[letter] ?? '') : null;
  return found === 'ambiguous' ? null : found;
}

function byName(name: string): KnownOption | 'ambiguous' | null {
  const exact = LONG.get(ALIASES.get(name) ?? name);
  if (exact !== undefined) return exact;
  const [first, second] = name === '' ? [] : ABBREVIATED.filter((full) => full.startsWith(name));
  if (second !== undefined) return 'ambiguous';
  return first === undefined ? null : byName(first);
}
