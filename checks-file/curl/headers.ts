import type { OmittedHeader } from '#kinds/http/check.ts';
import { shown } from './command-faults.ts';
import type { Option } from './options.ts';
import { type Reading, textFileOf } from './reading.ts';

type Pair = readonly [name: string, value: string];
export type HeaderSet = { readonly headers: readonly Pair[]; readonly omit: readonly OmittedHeader[] };

const TOKEN = /^[\w!#$%&'*+.^`|~\u{100000}-\u{10FFFD}-]+$/u;

function isHost(name: string): boolean {
  return name.toLowerCase() === 'host';
}

/**
 * All headers of the request but Host, Content-Length and those of authentication: those of -H, then what curl adds
 * itself. As in curl, a header of -H takes the place of curl's own, also when it is empty or taken away.
 */
export function headersOf(reading: Reading, body: Known): HeaderSet {
  const given = linesOf(reading).flatMap((line) => headerOf(line, reading));
  const host = given.find(({ name }) => isHost(name));
  // Of several hosts curl sends the first.
  const lines = given.filter((line) => line === host || !isHost(line.name));
  const named = new Set(lines.map(({ name }) => name.toLowerCase()));
  const isFree = ([name]: Pair) => !named.has(name.toLowerCase());
  const own = ownHeaders(reading, body).filter(isFree);
  const headers = [...lines.flatMap(({ name, value }): Pair[] => (value === null ? [] : [[name, value]])), ...own];
  const isSent = (name: string) => headers.some(([sent]) => sent.toLowerCase() === name);
  const noAgent = named.has('user-agent') || reading.options.last('user-agent')?.value === '';
  const omit: readonly (readonly [OmittedHeader, boolean])[] = [
    ['accept', true],
    ['user-agent', noAgent],
    // A checker names the type of a body itself when nobody does; curl does so for its own forms only.
    ['content-type', body.hasContent],
  ];
  return { headers, omit: omit.flatMap(([name, isDue]) => (isDue && !isSent(name) ? [name] : [])) };
}

/** What is known of the request beside the options about headers. */
type Known = { readonly type: string | null; readonly hasContent: boolean; readonly cookie: string | null };

type Line = { readonly text: string; readonly option: Option };

function linesOf(reading: Reading): readonly Line[] {
  return reading.options.all('header').flatMap((option) => {
    if (!option.value.startsWith('@')) return [{ text: option.value, option }];
    return textFileOf(option.value.slice(1), option, reading)
      .split(/\r?\n/)
      .filter((text) => text !== '')
      .map((text) => ({ text, option }));
  });
}

/** `Name: value`, `Name;` for an empty value, `Name:` (value null) to send none. */
function headerOf({ text, option }: Line, { faults }: Reading): readonly { name: string; value: string | null }[] {
  const refuse = (why: string) => {
    faults.add(option.valueAt, `curl: ${option.spelled} ${shown(text)} ${why}`);
    return [];
  };
  const cut = text.indexOf(':');
  const name = cut === -1 ? text.replace(/;$/, '') : text.slice(0, cut);
  if (cut === -1 && !text.endsWith(';'))
    return refuse('has no ":", so that curl would leave it out; write Name: value');
  if (!TOKEN.test(name)) return refuse('has no header name before its ":"');
  const value = text.slice(cut + 1).trim();
  if (cut !== -1 && /(?!\t)\p{Cc}/u.test(value)) return refuse('has a control character in its value; take it out');
  if (cut === -1) return [{ name, value: '' }];
  if (value === '' && isHost(name)) return refuse('takes away a header that HTTP needs');
  return [{ name, value: value === '' ? null : value }];
}

/** What curl adds for its other options and its body. */
function ownHeaders({ options, faults }: Reading, also: Known): readonly Pair[] {
  const own: Pair[] = [['Accept', options.last('json') === null ? '*/*' : 'application/json']];
  const agent = options.last('user-agent')?.value;
  if (agent) own.push(['User-Agent', agent]);
  const referer = options.last('referer');
  const [from = ''] = referer?.value.split(';auto', 1) ?? [];
  if (referer?.value.includes(';auto') && options.on('location')) {
    faults.add(
      referer.valueAt,
      'curl: ;auto would change the referer at each redirect and is not supported; take it out',
    );
  }
  if (from !== '') own.push(['Referer', from]);
  if (also.cookie !== null) own.push(['Cookie', also.cookie]);
  const range = options.last('range')?.value;
  if (range) own.push(['Range', `bytes=${/^\d+$/.test(range) ? `${range}-` : range}`]);
  if (also.type !== null) own.push(['Content-Type', also.type]);
  return own;
}
