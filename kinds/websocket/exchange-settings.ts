import * as z from 'zod';
import { once } from '#core/once.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { expectedPatternFaults } from '#core/settings/pattern-faults.ts';
import { filledText, someSettings, text } from '#core/settings/setting.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import { jsonSchema, regex, WRITE_REGEX } from '../http/settings/expect-values.ts';
import type { Message, MessageExpect } from './check.ts';

/** What is sent and expected in the messages of a websocket check, as it is written. */

const HEX = /^(?:[0-9A-Fa-f]{2}(?:[ :]?(?=[0-9A-Fa-f])|$)){1,8192}$/;
const HEX_RULE = 'write bytes as pairs of hexadecimal digits, such as 01ff';
const ITEM_RULE = 'write a map such as {send: ping} or {expect: {keyword: pong}}';
const WRITE_JSON = 'write a list such as [{path: $.type, equals: pong}]';

const expected = once(() =>
  someSettings(
    {
      keyword: filledText('write the text to look for').optional().describe('Text that the message holds.'),
      matches: z
        .union([regex, z.array(regex, { error: WRITE_REGEX }).min(1, { error: WRITE_REGEX })], { error: WRITE_REGEX })
        .optional()
        .describe('Regex that the message matches somewhere, or a list of which it matches all.'),
      json: z
        .array(jsonSchema, { error: WRITE_JSON })
        .min(1, { error: WRITE_JSON })
        .optional()
        .describe('What must hold of values in a message that is JSON.'),
      hex: text(HEX, HEX_RULE).optional().describe('The bytes of the message, all of them.'),
    },
    'write a map such as {keyword: pong}',
  ),
);

/** One item of `exchange`. */
export const exchangeItem = once(() =>
  someSettings(
    {
      send: filledText('write the text to send')
        .max(16_384, { error: 'write at most 16384 characters' })
        .optional()
        .describe('Text to send as a message.'),
      json: z.unknown().optional().describe('Any value to send as JSON.'),
      hex: text(HEX, HEX_RULE).optional().describe('Bytes to send as a binary message.'),
      expect: expected().optional().describe('The message to wait for; others are passed over.'),
    },
    ITEM_RULE,
  ),
);

/** An item of `exchange` as people write it. */
export type AuthoredItem = z.infer<ReturnType<typeof exchangeItem>>;

/** Any JSON may be sent, which `Draft` would narrow. */
type AuthoredDraft = Omit<Draft<AuthoredItem>, 'json'> & { readonly json?: unknown };

const SENDS = ['send', 'json', 'hex'] as const;

/** More than one message in one item; patterns that cannot be read; bytes beside what only a text has. */
export function exchangeFaults(exchange: readonly AuthoredDraft[], surroundings: Surroundings): PathFault[] {
  return exchange.flatMap((item, index): PathFault[] => {
    const path = ['websocket', 'exchange', index];
    const sent = SENDS.filter((key) => item[key] !== undefined);
    const { hex, ...ofText } = item.expect ?? {};
    return [
      ...(sent.length > 1 ? [{ path, message: `sends ${sent.join(' and ')}; write an item for each` }] : []),
      ...(hex !== undefined && Object.keys(ofText).length > 0
        ? [
            {
              path: [...path, 'expect', 'hex'],
              message: 'is all of a message, so nothing else can hold; write it alone',
            },
          ]
        : []),
      ...expectedPatternFaults(item.expect, [...path, 'expect'], surroundings),
    ];
  });
}

/** What an item sends; null where it only expects. */
export function messageOf({ send, json, hex }: AuthoredItem): Message | null {
  if (send !== undefined) return { text: send };
  if (json !== undefined) return { json };
  return hex === undefined ? null : { base64: bytesOf(hex) };
}

/** What an item expects; null where it only sends. */
export function wantedOf({ expect }: AuthoredItem): MessageExpect | null {
  if (expect === undefined) return null;
  const { keyword, matches, json, hex } = expect;
  return {
    ...(keyword !== undefined && { keyword }),
    ...(matches !== undefined && { matches: typeof matches === 'string' ? [matches] : matches }),
    ...(json !== undefined && { json: json as NonNullable<MessageExpect['json']> }),
    ...(hex !== undefined && { base64: bytesOf(hex) }),
  };
}

function bytesOf(hex: string): string {
  return Buffer.from(hex.replaceAll(/[ :]/g, ''), 'hex').toString('base64');
}
