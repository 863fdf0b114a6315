import * as z from 'zod';
import { hasReference } from '#core/check/references.ts';
import { once } from '#core/once.ts';
import type { Draft } from '#core/settings/draft.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { expectedPatternFaults } from '#core/settings/pattern-faults.ts';
import { filledText, settings, someSettings, text } from '#core/settings/setting.ts';
import type { Surroundings } from '#core/settings/surroundings.ts';
import type { Path } from '#core/text/json-values.ts';
import type { Sent, Wanted } from './check.ts';

/** What is sent and expected over the connection of a tcp check, as it is written. */

const HEX = /^(?:[0-9A-Fa-f]{2}(?:[ :]?(?=[0-9A-Fa-f])|$)){1,8192}$/;
const HEX_RULE = 'write bytes as pairs of hexadecimal digits, such as 01ff';
const MOST_CHARACTERS = 16_384;
const TOO_LONG = `write at most ${MOST_CHARACTERS} characters`;
const ITEM_RULE = 'write a map such as {send: "PING\\r\\n"} or {expect: "+PONG"}';
const EXPECT_RULE = 'write the text to wait for, or a map with text, hex or matches';
const REGEX_RULE = "write a regex of 1 to 1000 characters, in single quotes: '^SSH-2\\.0-'";

const expected = once(() =>
  z.union(
    [
      filledText(EXPECT_RULE).max(MOST_CHARACTERS, { error: TOO_LONG }),
      settings(
        {
          text: filledText('write the text to wait for')
            .max(MOST_CHARACTERS, { error: TOO_LONG })
            .optional()
            .describe('Text that has to come, among others.'),
          hex: text(HEX, HEX_RULE).optional().describe('Bytes that have to come, among others.'),
          matches: text(/^[\s\S]{1,1000}$/, REGEX_RULE)
            .optional()
            .describe('Regex that what has come has to match somewhere; each byte is a character.'),
        },
        EXPECT_RULE,
      ),
    ],
    { error: EXPECT_RULE },
  ),
);

/** One item of `exchange`. */
export const exchangeItem = once(() =>
  someSettings(
    {
      send: filledText('write the text to send')
        .max(MOST_CHARACTERS, { error: TOO_LONG })
        .optional()
        .describe('Text to send; line breaks are written in double quotes, "PING\\r\\n".'),
      hex: text(HEX, HEX_RULE).optional().describe('Bytes to send.'),
      expect: expected().optional().describe('What has to come then: text, or a map with text, hex or matches.'),
    },
    ITEM_RULE,
  ),
);

/** An item of `exchange` as people write it. */
export type AuthoredItem = z.infer<ReturnType<typeof exchangeItem>>;

type AuthoredExpect = NonNullable<AuthoredItem['expect']>;

/** Items that send two things or expect two, text whose line breaks are none, patterns that cannot be read. */
export function exchangeFaults(exchange: readonly Draft<AuthoredItem>[], surroundings: Surroundings): PathFault[] {
  return exchange.flatMap((item, index): PathFault[] => {
    const path = ['tcp', 'exchange', index];
    const { send, hex, expect: wanted } = item;
    return [
      ...(send !== undefined && hex !== undefined
        ? [{ path, message: 'sends send and hex; write an item for each' }]
        : []),
      ...breakFaults(send, [...path, 'send']),
      ...(wanted === undefined ? [] : expectFaults(wanted, [...path, 'expect'], surroundings)),
    ];
  });
}

function expectFaults(wanted: Draft<AuthoredExpect>, path: Path, surroundings: Surroundings): PathFault[] {
  if (typeof wanted === 'string') return [...breakFaults(wanted, path), ...referenceFaults(wanted, path)];
  const written = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const count = written.length === 0 ? 'none' : written.map(([name]) => name).join(' and ');
  return [
    ...(written.length === 1 ? [] : [{ path, message: `has ${count}; write one of text, hex, matches` }]),
    ...breakFaults(wanted.text, [...path, 'text']),
    ...written.flatMap(([name, value]) => referenceFaults(String(value), [...path, name])),
    ...byteFaults(wanted.matches, [...path, 'matches']),
    ...expectedPatternFaults({ matches: wanted.matches }, path, surroundings),
  ];
}

/** In single quotes, or in none, YAML takes `\n` for a backslash and a letter. */
function breakFaults(written: string | undefined, path: Path): PathFault[] {
  if (written === undefined || !/\\[rn]$/.test(written)) return [];
  return [{ path, message: 'ends in a backslash and a letter, which is no line break; write it in double quotes' }];
}

function referenceFaults(written: string, path: Path): PathFault[] {
  if (!hasReference(written)) return [];
  return [{ path, message: 'holds a reference, which is replaced in what is sent only; write the text itself' }];
}

function byteFaults(pattern: string | undefined, path: Path): PathFault[] {
  const [other] = /[^\0-\x7f]/u.exec(pattern ?? '') ?? [];
  if (other === undefined) return [];
  const bytes = [...Buffer.from(other)].map((byte) => `\\x${byte.toString(16)}`).join('');
  return [{ path, message: `holds ${other}, which comes as several bytes, each a character; write ${bytes}` }];
}

/** What an item sends; null where it only expects. */
export function sentOf({ send, hex }: AuthoredItem): Sent | null {
  if (send !== undefined) return { text: send };
  return hex === undefined ? null : { base64: base64Of(hex) };
}

/** What an item expects; null where it only sends. */
export function wantedOf({ expect: wanted }: AuthoredItem): Wanted | null {
  if (wanted === undefined) return null;
  if (typeof wanted === 'string') return { text: wanted };
  const { text: words, hex, matches } = wanted;
  if (matches !== undefined) return { matches };
  return hex === undefined ? { text: words ?? '' } : { base64: base64Of(hex) };
}

function base64Of(hex: string): string {
  return Buffer.from(hex.replaceAll(/[ :]/g, ''), 'hex').toString('base64');
}
