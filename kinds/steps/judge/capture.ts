import { told } from '#core/text/safe-text.ts';
import type { Reason, ReasonCode } from '#core/verdict/reason.ts';
import { type Page, pageOf, textOf } from '../../http/judge/page.ts';
import { type HttpObservation, headerValues } from '../../http/observation.ts';
import type { Capture, Source } from '../check.ts';
import type { Names, Value } from '../observation.ts';

/** What was captured, and why something was not. */
export type Captures = { readonly values: Names; readonly reason: Reason | null };

/** Of each capture. */
const MOST_BYTES = 8192;
/** How long a path or a regex may take of a body. */
const MOST_MS = 1500;

/** The captures of an answer, each by itself: one that fails keeps no other from being known, and hidden. */
export async function capturesOf(wanted: readonly Capture[], observed: HttpObservation): Promise<Captures> {
  const values = new Map<string, Value>();
  if (observed.outcome === 'failure' || wanted.length === 0) return { values, reason: null };
  const page = pageOf(observed);
  let reason: Reason | null = null;
  for (const { name, from, show = false } of wanted) {
    const found = await readSource(from, page);
    const lack = 'lack' in found ? found.lack : lackOf(found.text);
    if ('text' in found && lack === null) values.set(name, { ...found, captured: true, shown: show });
    else reason ??= { code: codeOf(from), message: `nothing to capture as ${name}: ${lack}` };
  }
  return { values, reason };
}

type Found = { readonly text: string; readonly typed?: number | boolean } | { readonly lack: string };

function lackOf(text: string): string | null {
  if (text === '') return 'it is empty';
  const bytes = Buffer.byteLength(text);
  return bytes > MOST_BYTES ? `it has ${bytes.toLocaleString('en-US')} bytes, wanted at most 8 KiB` : null;
}

function codeOf(from: Source): ReasonCode {
  if ('header' in from || 'cookie' in from) return 'header';
  return 'certificate' in from ? 'certificate' : 'body';
}

async function readSource(from: Source, page: Page): Promise<Found> {
  const { status, rawHeaders, facts } = page.response;
  if ('status' in from) return { text: String(status), typed: status };
  if ('header' in from) {
    const [value] = headerValues(rawHeaders, from.header.toLowerCase());
    return value === undefined ? { lack: `there is no header ${from.header}` } : { text: value.trim() };
  }
  if ('cookie' in from) return cookieIn(rawHeaders, from.cookie);
  if ('certificate' in from) {
    const text = facts?.certificate?.[from.certificate];
    return text === undefined ? { lack: 'there is no certificate' } : { text };
  }
  return 'regex' in from ? matchIn(page, from.regex) : valueIn(page, from.json);
}

function cookieIn(rawHeaders: readonly string[], name: string): Found {
  for (const text of headerValues(rawHeaders, 'set-cookie')) {
    const [pair = ''] = text.split(';', 1);
    const cut = pair.indexOf('=');
    if (cut > 0 && pair.slice(0, cut).trim() === name) return { text: pair.slice(cut + 1).trim() };
  }
  return { lack: `no cookie ${name} is set` };
}

async function matchIn(page: Page, pattern: string): Promise<Found> {
  const [{ compileRegex }, { bounded }] = await Promise.all([
    import('#core/matching/regex.ts'),
    import('../../probing/bounded.ts'),
  ]);
  const regex = compileRegex(pattern);
  const text = textOf(page);
  const found = bounded(() => regex.find(text), MOST_MS);
  if (found === null) return { lack: await tooLong() };
  return found.value === null ? { lack: `the body does not match ${shownPattern(pattern)}` } : { text: found.value };
}

async function valueIn(page: Page, path: string): Promise<Found> {
  const [{ compilePath }, { documentOf }, { bounded }] = await Promise.all([
    import('#core/matching/json-path.ts'),
    import('../../http/judge/rare/body-json.ts'),
    import('../../probing/bounded.ts'),
  ]);
  const document = documentOf(page);
  if ('unread' in document) return { lack: document.unread };
  const { valuesIn } = compilePath(path);
  const found = bounded(() => valuesIn(document.value), MOST_MS);
  if (found === null) return { lack: await tooLong() };
  if (found.value.length === 0) return { lack: `${shownPattern(path)} is not there` };
  return scalar(found.value[0], path);
}

function scalar(value: unknown, path: string): Found {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'number' || typeof value === 'boolean') return { text: String(value), typed: value };
  if (typeof value === 'bigint') return { text: String(value) };
  const sort = value === null ? 'null' : Array.isArray(value) ? 'a list' : 'a map';
  return { lack: `${shownPattern(path)} is ${sort}, wanted text, a number, true or false` };
}

async function tooLong(): Promise<string> {
  const { forgetCompiled } = await import('#core/matching/remembered.ts');
  forgetCompiled();
  return 'the body takes too long to look into';
}

function shownPattern(pattern: string): string {
  return told(pattern, 100);
}
