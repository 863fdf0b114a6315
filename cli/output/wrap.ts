import stringWidth from 'string-width';

/** In these scripts words stand without spaces, and a line may break between any two characters but before punctuation. */
const UNSPACED = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー][、。，．・」』）】！？ー]*)/u;

/**
 * Text in lines of so many columns. Lines break at spaces, never within a word: a word that is wider than the room, such
 * as a URL, overflows.
 */
export function wrap(text: string, room: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, room))
    .join('\n');
}

function wrapLine(text: string, room: number): string {
  let [done, line, used] = ['', '', 0];
  for (const { gap, word } of wordsOf(text)) {
    const width = stringWidth(word);
    if (line !== '' && used + gap.length + width > room) {
      done += `${line}\n`;
      [line, used] = [word, width];
    } else {
      line += gap + word;
      used += gap.length + width;
    }
  }
  return done + line;
}

type Word = { readonly gap: string; readonly word: string };

/** Each with the spaces before it, of which there are none between characters that may part. */
function wordsOf(text: string): readonly Word[] {
  return [...text.trimEnd().matchAll(/( *)([^ ]+)/g)].flatMap(([, gap = '', word = '']) =>
    word
      .split(UNSPACED)
      .filter((piece) => piece !== '')
      .map((piece, at) => ({ gap: at === 0 ? gap : '', word: piece })),
  );
}
