import { quote } from '#core/text/safe-text.ts';
import { NO_PHASES } from '#core/verdict/phases.ts';
import type { MoreExpect } from '../http/check.ts';
import { judged } from '../http/judge/judged.ts';
import type { CheckerEffects } from '../probing/effects.ts';
import type { MessageExpect } from './check.ts';
import type { Received } from './observation.ts';

/** As http says it of a body, so that a message is read the same way, within the same bounds. */
const AS_BODY = {
  outcome: 'response',
  status: 0,
  rawHeaders: ['content-type', 'text/plain; charset=utf-8'],
  truncated: false,
  phases: NO_PHASES,
  latencyMs: 0,
} as const;

/** Whether a message is what is expected. */
export async function fits(
  { bytes, isText }: Received,
  expected: MessageExpect,
  effects: Pick<CheckerEffects, 'date' | 'isAlone'>,
): Promise<boolean> {
  const { base64, keyword = null, matches, json } = expected;
  if (base64 !== undefined && !bytes.equals(Buffer.from(base64, 'base64'))) return false;
  if (keyword === null && matches === undefined && json === undefined) return true;
  if (!isText) return false;
  const more: MoreExpect = { ...(matches && { matches }), ...(json && { json }) };
  const expect = { status: [], keyword, absent: null, latencyMs: null, headers: [], more };
  return (await judged({ ...AS_BODY, body: bytes }, expect, effects)) === null;
}

/** What is expected of a message, in words. */
export function wantedText({ keyword, matches = [], json = [], base64 }: MessageExpect): string {
  return [
    ...(keyword === undefined ? [] : [`keyword ${quote(keyword)}`]),
    ...matches.map((pattern) => `what matches ${quote(pattern)}`),
    ...json.map(({ path, ...rest }) => `JSON with ${path} ${quote(JSON.stringify(rest))}`),
    ...(base64 === undefined ? [] : [`bytes ${hexText(Buffer.from(base64, 'base64'))}`]),
  ].join(' and ');
}

const MOST_SHOWN = 100;

/** A message inside a sentence, safe to print. */
export function messageText({ bytes, isText }: Received): string {
  return isText ? quote(bytes.toString(), MOST_SHOWN) : `bytes ${hexText(bytes)}`;
}

function hexText(bytes: Buffer): string {
  const shown = bytes.subarray(0, MOST_SHOWN / 4).toString('hex');
  return bytes.length * 4 > MOST_SHOWN ? `${shown}…` : shown;
}
