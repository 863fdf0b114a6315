import type { Literal } from '#core/redact/literal.ts';
import { literalsIn, type OnSecret, ofLiterals } from '#core/redact/map-secrets.ts';
import { redactText } from '#core/redact/redact-text.ts';
import { isSecretName } from '#core/redact/secret-names.ts';
import { redactTls } from '../http/secrets.ts';
import type { TcpTarget } from './check.ts';

/** Every literal credential of a target, as far as it can be known as one, to warn of and to search for in what leaves. */
export function literalSecrets(target: TcpTarget): readonly Literal[] {
  return literalsIn(target, mapSecrets);
}

/** The target with `onSecret` asked about every literal credential. A reference is no secret, and stays. */
export function mapSecrets(target: TcpTarget, onSecret: OnSecret): TcpTarget {
  const literal = ofLiterals(onSecret);
  const { tls, exchange } = target;
  return {
    ...target,
    ...(tls && { tls: redactTls(tls, literal) }),
    ...(exchange && {
      exchange: exchange.map((sent) =>
        sent !== null && 'text' in sent ? { text: redactSent(sent.text, literal) } : sent,
      ),
    }),
  };
}

/** Commands whose last word is a password: of redis, mail, FTP, IRC … `HELLO 3` and the tag of IMAP may stand before. */
const COMMAND =
  /^(?:HELLO[ \t]{1,8}\d[ \t]{1,8}|[a-z]{0,8}\d{1,8}[ \t]{1,8})?(AUTH|PASS|PASSWORD|LOGIN)[ \t]{1,8}(?=\S)/i;
/** A field in a line of its own, as HTTP and STOMP have it. */
const FIELD = /^([\w-]{1,64}):[ \t]{0,8}(?=\S)/;
const WORDS = /"(?:[^"\\]|\\.)*"|\S+/g;
/** What stands behind AUTH and is no password: how the password will be told, or that TLS is to begin. */
const MECHANISM =
  /^(?:TLS(?:-[CP])?|SSL|PLAIN|LOGIN|CRAM-MD5|DIGEST-MD5|NTLM|GSSAPI|EXTERNAL|ANONYMOUS|XOAUTH2|OAUTHBEARER|SCRAM-[\w-]+)$/i;
/** Of a command in redis's own protocol: each word has its length in a line before it. */
const RESP_AUTH = /(\r\nAUTH)((?:\r\n\$\d{1,6}\r\n[^\r\n]{0,1024}){1,2})/gi;

function redactSent(text: string, literal: OnSecret): string {
  const resp = text.replace(RESP_AUTH, (_, command: string, words: string) => {
    const start = words.lastIndexOf('\r\n') + 2;
    return command + words.slice(0, start) + literal(words.slice(start), 'password of AUTH');
  });
  const lines = resp.split('\n').map((line) => redactLine(line, literal));
  return redactText(lines.join('\n'), literal);
}

function redactLine(line: string, literal: OnSecret): string {
  const [before = '', command] = COMMAND.exec(line) ?? [];
  if (command !== undefined) return before + redactWords(line.slice(before.length), command.toUpperCase(), literal);
  const [start = '', name = ''] = FIELD.exec(line) ?? [];
  if (!isSecretName(name) && name.toLowerCase() !== 'passcode') return line;
  const value = line.slice(start.length).trimEnd();
  return start + literal(value, `field ${name}`) + line.slice(start.length + value.length);
}

/** The password among the words behind a command: the second where there are two, as a user or a mechanism comes first. */
function redactWords(rest: string, command: string, literal: OnSecret): string {
  const [first, second] = rest.match(WORDS) ?? [];
  const isWhole = command.startsWith('PASS');
  const word = isWhole ? rest.trimEnd().replace(/^:/, '') : (second ?? first);
  if (word === undefined || (second === undefined && MECHANISM.test(word))) return rest;
  if (command === 'LOGIN' && second === undefined) return rest;
  const plain = word.replace(/^"|"$/g, '');
  const at = rest.indexOf(plain, second === undefined || isWhole ? 0 : (first?.length ?? 0));
  return rest.slice(0, at) + literal(plain, `password of ${command}`) + rest.slice(at + plain.length);
}
