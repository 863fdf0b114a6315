/**
 * Texts that make a regex backtrack, if anything does: for each place where it repeats, a text that leads there, then
 * 60,000 characters of each class. Reads as much of the language as our regexes use.
 */

export const PUMPED_CHARACTERS = 60_000;

/** One of each class that our regexes tell apart. */
const PUMPS = [...' \t\n\raZ0_-.,;:=&<>(){}[]"\'\\/|!%?*+#@~\0\x7f\xa0é日', '😀', '\ud83d', '\r\n'];
/** What comes after, so that a match that has to end somewhere does not. */
const ENDS = ['', '\0'];

type Node = { readonly sample: string; readonly repeats: readonly Repeat[] };
/** `before`: a text that leads to the repetition. `once`: what it repeats. */
type Repeat = { readonly before: string; readonly once: string };

/** Every attack on the regex. */
export function* attacksOn({ source, flags }: RegExp): Generator<string> {
  const { repeats, sample } = parserOf(source, flags).alternatives();
  const starts: readonly Repeat[] = [{ before: '', once: sample }, ...repeats];
  for (const { before, once } of starts) {
    for (const pump of new Set([...PUMPS, once, before, before + once])) {
      const pumped = before + pump.repeat(Math.ceil(PUMPED_CHARACTERS / Math.max(pump.length, 1)));
      for (const end of ENDS) yield pumped.slice(0, before.length + PUMPED_CHARACTERS) + end;
    }
  }
}

function parserOf(source: string, flags: string) {
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };

  function alternatives(): Node {
    const all = [sequence()];
    while (take(/\|/y) !== null) all.push(sequence());
    return { sample: all[0]?.sample ?? '', repeats: all.flatMap(({ repeats }) => repeats) };
  }

  function sequence(): Node {
    let sample = '';
    const repeats: Repeat[] = [];
    while (at < source.length && !/[|)]/.test(source[at] ?? '')) {
      const one = atom();
      const quantifier = take(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y) ?? '';
      const least = Number(/^\{(\d+)/.exec(quantifier)?.[1] ?? (/^[*?]/.test(quantifier) ? 0 : 1));
      const inner = one.repeats.map((it) => ({ ...it, before: sample + it.before }));
      const own = quantifier === '' || quantifier.startsWith('?') ? [] : [{ before: sample, once: one.sample }];
      repeats.push(...inner, ...own);
      // What may be left out is there once, because something stands behind it.
      sample += one.sample.repeat(Math.max(least, 1));
    }
    return { sample, repeats };
  }

  function atom(): Node {
    const opened = take(/\((?:\?(?:<[\w$]+>|<?[=!]|:))?/y);
    if (opened !== null) {
      const inner = alternatives();
      if (take(/\)/y) === null) throw new Error(`cannot read /${source}/ at ${at}`);
      return /\?<?[=!]/.test(opened) ? { sample: '', repeats: inner.repeats } : inner;
    }
    if (take(/\^|\$|\\[bB]/y) !== null) return { sample: '', repeats: [] };
    const one = take(
      /\\(?:u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|[pP]\{[^}]*\}|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/y,
    );
    return { sample: characterOf(one ?? ''), repeats: [] };
  }

  function characterOf(written: string): string {
    const regex = new RegExp(`^${written}$`, flags.replace(/[gy]/g, ''));
    return PUMPS.find((pump) => regex.test(pump)) ?? candidates.find((one) => regex.test(one)) ?? '';
  }

  return { alternatives };
}

const candidates = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));

const LITERAL =
  /(?<=(?:[(,=:?[!&|]|=>|return|^)\s*)\/(?![/*])((?:[^\\/[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+)\/([dgimsuvy]*)(?![\w/])/gm;

/** The regex literals in a source file of ours, as the formatter writes them; comments hold none. */
export function regexesIn(code: string): RegExp[] {
  const bare = code.replace(/^\s*(?:\/\/|\/\*\*?|\*(?= |\/)).*$/gm, '');
  return Array.from(bare.matchAll(LITERAL), ([, source = '', flags]) => new RegExp(source, flags));
}
