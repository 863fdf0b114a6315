import Anser from 'anser';
import stringWidth from 'string-width';

/** Text of a terminal, colours and all, as an SVG picture of it. */

const COLUMN = 8.4;
const LINE = 19;
const MARGIN = 16;
/** By the red, green and blue that anser tells of a colour. */
const COLORS: Readonly<Record<string, string>> = { '0, 187, 0': '#4ac26b', '187, 0, 0': '#ff7b72' };
const TEXT = '#e6edf3';

/** `columns`: how wide the terminal is. */
export function terminalSvg(title: string, text: string, columns: number): string {
  const lines = text.trimEnd().split('\n');
  const width = Math.ceil(columns * COLUMN + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    ...lines.flatMap((line, index) => piecesOf(line, MARGIN + (index + 0.75) * LINE)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/**
 * Each piece is as wide as its columns, whatever font there is. It is cut where blanks stand side by side: browsers draw
 * those as one, and would spread the letters over what is missing.
 */
function piecesOf(line: string, y: number): string[] {
  let column = 0;
  return Anser.ansiToJson(line, { remove_empty: true }).flatMap(({ content, fg, decorations }) => {
    const styles = [
      `fill="${COLORS[fg] ?? TEXT}"`,
      ...(decorations.includes('bold') ? ['font-weight="bold"'] : []),
      ...(decorations.includes('dim') ? ['opacity="0.6"'] : []),
    ];
    const start = column;
    column += stringWidth(content);
    return Array.from(content.matchAll(/\S+(?: \S+)*/g), ({ 0: words, index }) => {
      const x = MARGIN + (start + stringWidth(content.slice(0, index))) * COLUMN;
      const length = (stringWidth(words) * COLUMN).toFixed(1);
      return `<text x="${x.toFixed(1)}" y="${y}" textLength="${length}" ${styles.join(' ')}>${escaped(words)}</text>`;
    });
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replaceAll(/[&<>]/g, (found) => ENTITIES[found] ?? found);
