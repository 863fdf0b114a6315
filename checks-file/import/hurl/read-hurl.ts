import { quoted } from '#core/text/shown.ts';
import { mapOf } from '../authored-http.ts';
import { bodyOf as bodyOfText } from '../bodies.ts';
import { millisecondsOf, timeoutOf } from '../durations.ts';
import { captureMark, stepNamer } from '../flow/flow-draft.ts';
import {
  type AuthoredExpect,
  carried,
  type Draft,
  type Leftover,
  literal,
  MAY_CHANGE,
  NotCarried,
  type Reading,
  type ReadOptions,
  SAFE_METHODS,
  type StepDraft,
} from '../imported-check.ts';
import { assertOf } from './asserts.ts';
import { capturesIn, retryOf } from './captures.ts';
import { type HurlEntry, hurlEntries, type Line } from './entries.ts';

type Asked = Pick<ReadOptions, 'variables' | 'unsafe' | 'flow'>;
type Pair = readonly [string, string];

/**
 * The entries of a Hurl file, each a check of its own; one that needs what another captured is left out. With `flow` all of
 * them are the steps of one check, and where one cannot be, there is none.
 */
export function readHurl(text: string, asked: Asked): Reading {
  return asked.flow === true ? readFlow(text, asked) : readEach(text, asked);
}

function readFlow(text: string, asked: Asked): Reading {
  const leftovers: Leftover[] = [];
  const captured = new Map<string, string>();
  const nameOf = stepNamer();
  const flow = hurlEntries(text).flatMap((entry): StepDraft | [] => {
    const where = `line ${entry.line}`;
    const read = (): StepDraft => {
      const draft = draftOf(entry, where, { ...asked, unsafe: true }, marksOf(captured), leftovers);
      const capture = capturesIn(linesIn(entry.answer.sections, 'Captures'), captured);
      const path = entry.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
      const options = new Map(pairsIn(linesIn(entry.sections, 'Options'), (own) => own));
      return { ...draft, name: nameOf(`${entry.method} ${path || '/'}`), capture, ...retryOf(options) };
    };
    const leave = (why: string) => void leftovers.push({ where, what: `${why}; so the flow is not carried over` });
    return carried(read, leave) ?? [];
  });
  const isWhole = !leftovers.some(({ what }) => what.endsWith('so the flow is not carried over'));
  const draft: Draft = { where: 'the file', tags: [], request: null, expect: {}, name: 'flow', flow };
  return { drafts: isWhole && flow.length > 0 ? [draft] : [], leftovers, notes: [] };
}

/** A name that an entry before captures, as its mark; null for another. */
function marksOf(captured: ReadonlyMap<string, string>): Captured {
  return (name) => {
    const own = captured.get(name);
    return own === undefined ? null : captureMark(own);
  };
}

function readEach(text: string, asked: Asked): Reading {
  const drafts: Draft[] = [];
  const leftovers: Leftover[] = [];
  const captured = new Map<string, number>();
  for (const entry of hurlEntries(text)) {
    const where = `line ${entry.line}`;
    const read = () => draftOf(entry, where, asked, refused(captured), leftovers);
    const draft = carried(read, (what) => void leftovers.push({ where, what }));
    if (draft !== null) drafts.push(draft);
    for (const { text: line } of linesIn(entry.answer.sections, 'Captures'))
      captured.set(line.slice(0, line.indexOf(':')).trim(), entry.line);
  }
  return { drafts, leftovers, notes: [] };
}

function draftOf(
  entry: HurlEntry,
  where: string,
  { variables, unsafe }: Asked,
  captured: Captured,
  leftovers: Leftover[],
): Draft {
  if (!unsafe && !SAFE_METHODS.has(entry.method)) throw new NotCarried(MAY_CHANGE);
  const fill = (text: string) => filled(text, variables, captured);
  const options = new Map(pairsIn(linesIn(entry.sections, 'Options'), (text) => text));
  const headers = pairsIn(entry.headers, fill);
  const cookies = pairsIn(linesIn(entry.sections, 'Cookies'), fill).map(([name, value]) => `${name}=${value}`);
  const query = pairsIn(linesIn(entry.sections, 'QueryStringParams', 'Query'), fill);
  const [user] = pairsIn(linesIn(entry.sections, 'BasicAuth'), fill);
  const follows = options.get('location') === 'true';
  const all: readonly Pair[] = [...headers, ...(cookies.length > 0 ? [['cookie', cookies.join('; ')] as const] : [])];
  return {
    where,
    tags: [],
    request: null,
    authored: {
      http: {
        url: fill(entry.url),
        method: entry.method,
        ...(all.length > 0 && { headers: mapOf(all) }),
        ...(query.length > 0 && { query: mapOf(query) }),
        ...sentOf(entry, headers, fill),
        ...(user !== undefined && { auth: { basic: { user: user[0], password: user[1] } } }),
        ...(options.get('insecure') === 'true' && { tls: { insecure: true } }),
        ...(options.get('compressed') === 'true' && { compressed: true }),
        ...(options.has('max-time') &&
          timeoutOf(millisecondsOf(options.get('max-time')) ?? Number(options.get('max-time')) * 1000)),
        ...(follows && { follow: true }),
      },
    },
    expect: expectOf(entry, where, captured, leftovers),
  };
}

function sentOf(entry: HurlEntry, headers: readonly Pair[], fill: (text: string) => string) {
  const form = pairsIn(linesIn(entry.sections, 'FormParams', 'Form'), fill);
  if (form.length > 0) return { form: mapOf(form) };
  const parts = pairsIn(linesIn(entry.sections, 'MultipartFormData', 'Multipart'), fill);
  if (parts.some(([, value]) => value.startsWith('file,')))
    throw new NotCarried('a part is a file; write multipart by hand');
  if (parts.length > 0) return { multipart: parts.map(([name, value]) => ({ name, value })) };
  if (entry.body === null) return {};
  const type = headers.find(([name]) => /^content-type$/i.test(name))?.[1] ?? '';
  const { text, type: own } = bodyText(entry.body);
  const body = text.includes('{{') ? { text: fill(text) } : bodyOfText(text, type || own);
  if ('json' in body) return { json: body.json };
  const typed = type === '' && own !== '' ? { headers: { ...mapOf(headers), 'content-type': own } } : {};
  return { body: 'text' in body ? body.text : fill(text), ...typed };
}

/** A body as it stands in the file: JSON, XML, one line in backticks, several in three of them. */
function bodyText(body: string): { readonly text: string; readonly type: string } {
  if (/^\s*(?:base64|file|hex),/.test(body)) throw new NotCarried('its body is a file or bytes; write it as bodyFile');
  const [, language = '', fenced] = /^\s*```([a-z0-9,-]*)[ \t]*\n?([\s\S]*?)```\s*$/.exec(body) ?? [];
  const oneLine = /^\s*`([^`]*)`\s*$/.exec(body)?.[1];
  if (language === 'graphql') throw new NotCarried('its body is GraphQL; write json with a query');
  const text = fenced ?? oneLine ?? body.trim();
  const isJson = fenced === undefined && oneLine === undefined ? /^[{["]/.test(text) : language === 'json';
  return { text, type: isJson ? 'application/json' : '' };
}

function expectOf(
  { status, answer }: HurlEntry,
  where: string,
  captured: Captured,
  leftovers: Leftover[],
): AuthoredExpect {
  const leave = (what: string) => void leftovers.push({ where, what });
  const code = status === '*' || status === null ? '100-599' : Number(status);
  const header = Object.fromEntries(
    pairsIn(answer.headers, (text) => text).map(([name, value]) => [name.toLowerCase(), value]),
  );
  let expect: AuthoredExpect = { status: code, ...(answer.headers.length > 0 && { header }) };
  for (const { text } of linesIn(answer.sections, 'Asserts')) {
    const found = assertOf(withCaptured(text, captured));
    if (found === null) leave(`the assert ${quoted(text)} has no setting that stands for it`);
    else expect = joined(expect, found);
  }
  if (answer.body !== null) leave('the body that is expected; write it as keyword, json or schema');
  return expect;
}

function joined(one: AuthoredExpect, other: AuthoredExpect): AuthoredExpect {
  const texts = (key: 'keyword' | 'absent' | 'matches') => {
    const all = [one[key] ?? [], other[key] ?? []].flat();
    return all.length === 0 ? {} : { [key]: all.length === 1 ? all[0] : all };
  };
  const json = [...(one.json ?? []), ...(other.json ?? [])];
  return {
    ...one,
    ...other,
    ...texts('keyword'),
    ...texts('absent'),
    ...texts('matches'),
    ...(one.header || other.header ? { header: { ...one.header, ...other.header } } : {}),
    ...(json.length > 0 && { json }),
  };
}

function linesIn(sections: HurlEntry['sections'], ...names: readonly string[]): readonly Line[] {
  return sections.filter(({ name }) => names.includes(name)).flatMap(({ lines }) => lines);
}

function pairsIn(lines: readonly Line[], fill: (text: string) => string): readonly Pair[] {
  return lines.map(({ text }) => {
    const cut = text.indexOf(':');
    return [fill(text.slice(0, cut).trim()), fill(text.slice(cut + 1).trim())];
  });
}

/** What stands for a name that an entry before captures; null where none does. */
type Captured = (name: string) => string | null;

/** Where each entry is a check of its own, none has what another captures. */
function refused(captured: ReadonlyMap<string, number>): Captured {
  return (name) => {
    const line = captured.get(name);
    if (line === undefined) return null;
    const what = `needs ${name}, which the request of line ${line} captures; a check is one request`;
    throw new NotCarried(`${what}, and --flow makes one check of all`);
  };
}

/** An assert with what was captured; one with other names has no setting that stands for it. */
function withCaptured(text: string, captured: Captured): string {
  const filledIn = text.replace(/\{\{\s*([\w-]+)\s*\}\}/g, (whole, name: string) => {
    try {
      return captured(name) ?? whole;
    } catch {
      return whole;
    }
  });
  return filledIn.includes('{{') ? '' : filledIn;
}

/** `{{name}}` by its value, or by a reference; all other text is sent as it is. */
function filled(text: string, variables: ReadonlyMap<string, string>, captured: Captured): string {
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((piece, index) => {
      if (index % 2 === 0) return literal(piece);
      const name = piece.slice(2, -2).trim();
      const mark = captured(name);
      if (mark !== null) return mark;
      if (name === 'newUuid') return '{{uuid}}';
      if (name === 'newDate') return '{{now}}';
      return variables.get(name) ?? `\${env:${name.replace(/\W/g, '_')}}`;
    })
    .join('');
}
