import { placeIn } from '#core/text/place-in.ts';
import type { Published, PublishedCommand } from './published-commands.ts';

/** In cmd carets hold line breaks, and a second one that is text. */
const PIECE = /\^\n\n?|\^.|\n|[^\n]/g;
const PROMPT = /^(?:[A-Za-z]:[^>\n]*)?>[ \t]*/;
const VARIABLE = /%(?![\dA-Fa-f]{2})([A-Za-z_]\w*)%/g;
const CURL = /^(?:\S*[\\/])?curl(?:\.exe)?\s/i;

/** The commands of a text for Windows' cmd, as browsers there copy them; `%NAME%` becomes a reference. */
export function cmdCommands(text: string): Published {
  const commands: PublishedCommand[] = [];
  const strays: { where: string; what: string }[] = [];
  const places = new Map<string, string>();
  for (const { text: written, line } of linesOf(text)) {
    const prompt = PROMPT.exec(written)?.[0] ?? '';
    const own = written.slice(prompt.length).replace(VARIABLE, (_, name: string) => {
      places.set(name, 'a variable of the commands');
      return `\${env:${name}}`;
    });
    if (!CURL.test(own)) strays.push({ where: `line ${line}`, what: 'is no curl command' });
    else {
      const placeOf = (at: number) => {
        const inside = placeIn(own, at);
        return { ...inside, line: line + inside.line - 1 };
      };
      commands.push({ text: own, line, placeOf });
    }
  }
  return { commands, strays, notes: [], places };
}

function linesOf(text: string): readonly { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  let current = '';
  let start = 1;
  let line = 1;
  const end = () => {
    if (current.trim() !== '') found.push({ text: current.trim(), line: start });
    current = '';
  };
  for (const [piece] of text.matchAll(PIECE)) {
    if (piece === '\n') end();
    else {
      if (current.trim() === '') start = line;
      current += piece;
    }
    line += piece.split('\n').length - 1;
  }
  end();
  return found;
}
