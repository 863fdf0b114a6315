/**
 * Every option of curl is in exactly one of three lots: honoured, dropped because it only changes what curl writes or
 * keeps, or a fault (all that is in none of these lists). Names are curl's long ones.
 */

/** Part of what a check means: read by the other files of this folder. */
export const HONOURED: ReadonlySet<string> = new Set([
  ...['url', 'request', 'head', 'get', 'globoff', 'path-as-is', 'proto-default', 'proto', 'proto-redir'],
  ...['header', 'user-agent', 'referer', 'range', 'cookie', 'cookie-jar', 'junk-session-cookies', 'compressed'],
  ...['data', 'data-ascii', 'data-raw', 'data-binary', 'data-urlencode', 'json', 'url-query'],
  ...['form', 'form-string', 'upload-file'],
  ...['user', 'digest', 'anyauth', 'oauth2-bearer', 'aws-sigv4'],
  ...['location', 'location-trusted', 'max-redirs', 'post301', 'post302', 'post303'],
  ...['max-time', 'connect-timeout', 'retry', 'retry-delay', 'fail', 'fail-with-body'],
  ...['insecure', 'cacert', 'cert', 'cert-type', 'key', 'key-type', 'pass', 'tls-max'],
  ...['tlsv1', 'tlsv1.0', 'tlsv1.1', 'tlsv1.2', 'tlsv1.3'],
  ...['proxy', 'proxy-user', 'noproxy', 'proxytunnel', 'resolve', 'connect-to', 'ipv4', 'ipv6'],
  ...['http1.1', 'http2', 'http2-prior-knowledge'],
]);

/** Without effect on the request and its verdict: what curl prints, saves, logs, or does to its own connection pool. */
export const DROPPED: ReadonlySet<string> = new Set([
  ...['silent', 'show-error', 'verbose', 'write-out', 'include', 'dump-header', 'progress-bar', 'progress-meter'],
  ...[
    'output',
    'remote-name',
    'remote-name-all',
    'remote-header-name',
    'output-dir',
    'create-dirs',
    'create-file-mode',
  ],
  ...['clobber', 'remove-on-error', 'remote-time', 'xattr', 'etag-save', 'buffer', 'styled-output', 'stderr'],
  ...['trace', 'trace-ascii', 'trace-time', 'trace-ids', 'libcurl', 'fail-early', 'suppress-connect-headers'],
  ...['out-null', 'trace-config', 'keepalive-cnt'],
  ...['disable', 'keepalive', 'keepalive-time', 'tcp-nodelay', 'sessionid'],
  // A recheck follows any NG, so these ask for what happens anyhow.
  ...['retry-connrefused', 'retry-all-errors'],
  // The rechecks of a check are few, and end by their number.
  'retry-max-time',
  // Bodies of a check are far below the megabyte from which curl asks before it sends.
  'expect100-timeout',
  // Both are for Windows's own TLS.
  ...['ssl-no-revoke', 'ssl-revoke-best-effort'],
  // What -u and -U mean anyhow.
  ...['basic', 'proxy-basic'],
]);

/** Switches that are on unless `--no-…` turns them off; only that would be a change. */
export const DEFAULT_ON: ReadonlySet<string> = new Set(['alpn', 'npn', 'epsv', 'eprt', 'sasl-ir']);

/** What is wrong with those for which "would change the check" is not the point. */
export const REFUSED: Readonly<Record<string, string>> = {
  help: 'sends no request',
  manual: 'sends no request',
  version: 'sends no request',
  next: 'begins a second request, and a check is one',
  config: 'reads more options from a file, and a check shows all of its own',
};
