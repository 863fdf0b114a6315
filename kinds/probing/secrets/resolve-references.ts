import { filled, mapTexts, type Piece, type Reference, referencesIn, type Template } from '#core/check/references.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { CheckerEffects } from '../effects.ts';

type Limits = { readonly timeoutMs: number };

/** A request as it is sent, and the time that is left for that. */
type Resolved<R> = { readonly request: R; readonly timeoutMs: number };

/**
 * The request with every reference and template replaced, or the reason (`config`) why it cannot be. The values go to
 * `hidden` as soon as they are known. Look-ups end with the check's deadline; what they took is no longer there for the
 * request, in tenths of a second.
 */
export async function resolveReferences<R>(
  request: R,
  { timeoutMs }: Limits,
  hidden: string[],
  effects: CheckerEffects,
): Promise<Resolved<R> | Reason> {
  const began = effects.now();
  const values = await readReferences(referencesIn(request), timeoutMs, (secret) => void hidden.push(secret), effects);
  if ('code' in values) return values;
  const templates = templateValues(effects.date());
  const textOf = (piece: Piece): string => {
    if (piece.kind === 'reference') return values.get(piece.reference.text) ?? '';
    return piece.kind === 'template' ? templates[piece.template] : piece.text;
  };
  const spent = Math.floor((effects.now() - began) / 100) * 100;
  return {
    request: mapTexts(request, (text, isUrl) => filled(text, textOf, isUrl)),
    timeoutMs: Math.max(timeoutMs - spent, 1),
  };
}

/**
 * The value of each reference by its text, or the reason (`config`) why one cannot be had. `hide` is told of each as soon
 * as it is known.
 */
export async function readReferences(
  references: readonly Reference[],
  timeoutMs: number,
  hide: (secret: string) => void,
  effects: CheckerEffects,
): Promise<ReadonlyMap<string, string> | Reason> {
  const values = new Map<string, string>();
  const reasons = await Promise.all(
    references.map(async (reference) => {
      const value = await beforeDeadline(effects.readReference(reference), reference.text, timeoutMs);
      if (typeof value !== 'string') return value;
      hide(value);
      values.set(reference.text, value);
      return null;
    }),
  );
  const missing = reasons.filter((reason) => reason !== null);
  return missing.length === 0
    ? values
    : { code: 'config', message: missing.map(({ message }) => message).join('; also ') };
}

/** One value each for all places of a request, so that a header and a body can name the same id. */
export function templateValues(now: Date): Readonly<Record<Template, string>> {
  return {
    uuid: crypto.randomUUID(),
    now: now.toISOString(),
    timestamp: String(Math.floor(now.getTime() / 1000)),
  };
}

function beforeDeadline(value: Promise<string | Reason>, text: string, timeoutMs: number): Promise<string | Reason> {
  return new Promise((resolve, reject) => {
    const message = `${text} was not read within ${timeoutMs / 1000}s`;
    const timer = setTimeout(resolve, timeoutMs, { code: 'config', message });
    value.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
