import { quoted } from '#core/text/shown.ts';
import { millisecondsOf } from '../durations.ts';
import { captureNamer } from '../flow/flow-draft.ts';
import { NotCarried, type StepDraft } from '../imported-check.ts';
import type { Line } from './entries.ts';

const QUERY = /^(jsonpath|header|cookie|regex|certificate|status)(?:\s+("(?:[^"\\]|\\.)*"|\/(?:[^/\\]|\\.)*\/))?$/;
const CERTIFICATE: Readonly<Record<string, string>> = { Issuer: 'issuer', 'Expire-Date': 'validTo' };

/** `[Captures]` of an entry as `capture` of a step; `known` learns what each is called. Throws NotCarried. */
export function capturesIn(lines: readonly Line[], known: Map<string, string>): StepDraft['capture'] {
  const nameOf = captureNamer([...known.values()]);
  return Object.fromEntries(
    lines.map(({ text }) => {
      const cut = text.indexOf(':');
      const written = text.slice(0, cut).trim();
      const name = nameOf(written);
      const from = sourceOf(text.slice(cut + 1).trim());
      if (from === null) throw new NotCarried(`captures ${quoted(text)}, for which there is no setting`);
      known.set(written, name);
      return [name, from] as const;
    }),
  );
}

function sourceOf(text: string): Readonly<Record<string, unknown>> | null {
  const [, kind, quotedText] = QUERY.exec(text) ?? [];
  if (kind === undefined) return null;
  if (kind === 'status') return quotedText === undefined ? { status: true } : null;
  const value = quotedText === undefined ? null : unquoted(quotedText);
  if (value === null) return null;
  if (kind === 'jsonpath') return { json: value };
  if (kind !== 'certificate') return { [kind]: value };
  return CERTIFICATE[value] === undefined ? null : { certificate: CERTIFICATE[value] };
}

function unquoted(text: string): string | null {
  if (text.startsWith('/')) return text.slice(1, -1).replaceAll('\\/', '/');
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}

const MOST_RETRIES = 5;
const LEAST_WAIT_MS = 200;

/** `retry` of an entry, which is after any failure; of more than we have, as many as there can be. */
export function retryOf(options: ReadonlyMap<string, string>): Pick<StepDraft, 'beside'> {
  const times = Number(options.get('retry') ?? 0);
  if (times === 0 || !Number.isInteger(times)) return {};
  const every = Math.max(millisecondsOf(options.get('retry-interval')) ?? 1000, LEAST_WAIT_MS);
  return {
    beside: {
      retry: { times: times < 0 ? MOST_RETRIES : Math.min(times, MOST_RETRIES), every: `${every}ms`, on: 'any' },
    },
  };
}
