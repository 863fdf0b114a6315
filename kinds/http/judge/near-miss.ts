import { quote, safeText } from '#core/text/safe-text.ts';
import { type Page, partOf } from './page.ts';

/** A text of a body that is the wanted one but for case, or for blanks and characters that are not seen. */
export type NearMiss = { readonly text: string; readonly case: boolean; readonly blanks: boolean };

/** Further down is not looked: it is a hint, and must cost next to nothing. */
const LOOKED_AT_BYTES = 128 * 1024;
/** A hint on more than this is none. */
const MOST_CHARACTERS = 500;

/** What is like a text that a page does not hold; null when there is nothing. */
function nearMissOf(page: Page, wanted: string): NearMiss | null {
  if (page.response.coded !== undefined || wanted.length > MOST_CHARACTERS) return null;
  const text = partOf(page, LOOKED_AT_BYTES);
  for (const ways of WAYS) {
    const found = placeOf(text, wanted, ways);
    if (found !== null) return { text: found, ...ways };
  }
  return null;
}

/** Of several texts, the first like which there is something. */
export function anyNearMiss(page: Page, wanted: readonly string[]): NearMiss | null {
  return wanted.reduce<NearMiss | null>((found, text) => found ?? nearMissOf(page, text), null);
}

/** In words to follow a sentence on what a page does not hold. */
export function nearMissText(miss: NearMiss | null): string {
  if (miss === null) return '';
  const how = [miss.case ? 'case' : '', miss.blanks ? 'blanks' : ''].filter(Boolean).join(' and ');
  return `; ${quote(visibleBlanks(miss.text))} there differs in ${how}`;
}

/** A wanted text beside what is like it: where blanks are all that is between them, they are to be seen in both. */
export function seenText(wanted: string, miss: NearMiss | null): string {
  return miss?.blanks ? visibleBlanks(wanted) : wanted;
}

/** With every blank but the usual one, and what is not seen at all, in a form that is seen. */
export function visibleBlanks(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const shown = safeText(character);
    return shown === character || shown === '\ufffd' ? `<U+${hexOf(character)}>` : shown;
  });
}

const hexOf = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');

type Ways = Omit<NearMiss, 'text'>;
const WAYS: readonly Ways[] = [
  { case: true, blanks: false },
  { case: false, blanks: true },
  { case: true, blanks: true },
];

const UNSEEN = /[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/g;
const BLANKS = /\s+/g;
const INVISIBLE = /[^\S ]|[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/g;

function folded(text: string, ways: Ways): string {
  const plain = ways.blanks ? text.replace(UNSEEN, '').replace(BLANKS, ' ') : text;
  return ways.case ? plain.toLowerCase() : plain;
}

/** As it stands in the text. */
function placeOf(text: string, wanted: string, ways: Ways): string | null {
  const meant = folded(wanted, ways);
  if (meant.trim() === '') return null;
  const at = folded(text, ways).indexOf(meant);
  if (at === -1) return null;
  const start = offsetOf(text, at, ways);
  return text.slice(start, offsetOf(text, at + meant.length, ways, start, at));
}

/** Where in a text the folded one has its character `wanted`; counted on from a place that is known. */
function offsetOf(text: string, wanted: number, ways: Ways, from = 0, known = 0): number {
  let [offset, count] = [from, known];
  let isBlank = false;
  while (offset < text.length) {
    const code = text.charCodeAt(offset);
    const unit = code > 0x20 && code < 0x7f ? 'x' : folded(text.charAt(offset), ways);
    const goesOn = ways.blanks && unit === ' ' && isBlank;
    if (unit !== '' && !goesOn && count >= wanted) break;
    if (!goesOn) count += unit.length;
    if (unit !== '') isBlank = unit === ' ';
    offset += 1;
  }
  return offset;
}
