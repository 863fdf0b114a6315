import { REDACTED } from './literal.ts';
import { redactText } from './redact-text.ts';
import { isSecretName } from './secret-names.ts';

const HEADER = /^(:?[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/;
/** JSON or XML, as messages have it that have no head. */
const BARE_BODY = /^\s*[[{<]/;
const END_OF_HEAD = /\r?\n\r?\n/;
const USER_INFO = /(:\/\/[^/?#@:\s]*)(:[^/?#@\s]*)?@/g;
const PARAMETER = /([?&;])([^?&=#;\s"<>]+)=([^?&#;\s"<>]*)/g;
/** The word before a credential, as in `Bearer`. */
const SCHEME = /^([A-Za-z][\w-]*[ \t]+)?.*$/s;

/**
 * A message, or lines about one, without the values of headers, cookies, parameters and fields whose names are those of
 * credentials: head, empty line, body. It is for what a redactor cannot know, such as a session that the target began.
 */
export function maskMessage(text: string): string {
  if (BARE_BODY.test(text)) return maskBody(text);
  const end = END_OF_HEAD.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const rest = end === null ? '' : end[0] + maskBody(text.slice(end.index + end[0].length));
  const lines = head.split('\n').map(maskLine).join('\n');
  return lines + rest;
}

/** Fields, and what stands in addresses. */
function maskBody(body: string): string {
  return maskUrls(redactText(body, () => REDACTED));
}

function maskLine(line: string): string {
  const [, name, value = ''] = HEADER.exec(line.replace(/\r$/, '')) ?? [];
  if (name === undefined || value.startsWith('//')) return maskUrls(line);
  if (/^set-cookie2?$/i.test(name)) return `${name}: ${value.replace(/^[^;]*/, maskPair)}`;
  if (/^cookie2?$/i.test(name)) return `${name}: ${value.split(';').map(maskPair).join(';')}`;
  if (isSecretName(name)) return `${name}: ${value.replace(SCHEME, `$1${REDACTED}`)}`;
  return maskUrls(line);
}

/** `name=value` of a cookie. */
function maskPair(pair: string): string {
  const at = pair.indexOf('=');
  return at === -1 ? pair : `${pair.slice(0, at)}=${REDACTED}`;
}

function maskUrls(text: string): string {
  return text
    .replace(USER_INFO, (_, user: string, password: string | undefined) =>
      password === undefined ? `://${REDACTED}@` : `${user}:${REDACTED}@`,
    )
    .replace(PARAMETER, (whole, before: string, name: string) =>
      isSecretName(name) ? `${before}${name}=${REDACTED}` : whole,
    );
}
