import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { screens } from '../../docs/screens.ts';
import { terminalSvg } from '../../docs/terminal-svg.ts';

it('shows in docs/ what a roll call of the sample looks like now: npm run generate', async () => {
  for (const [name, text] of await screens()) {
    expect(readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')).toBe(text);
  }
}, 30_000);

it('draws each piece of a line in its colour, as wide as its columns', () => {
  const svg = terminalSvg('a', '\u001b[32m在庫\u001b[39m <b> & \u001b[31m\u001b[1mNG\u001b[22m\u001b[39m', 20);

  expect([...svg.matchAll(/<text .*<\/text>/g)].map(([text]) => text)).toEqual([
    '<text x="16.0" y="30.25" textLength="33.6" fill="#4ac26b">在庫</text>',
    '<text x="58.0" y="30.25" textLength="42.0" fill="#e6edf3">&lt;b&gt; &amp;</text>',
    '<text x="108.4" y="30.25" textLength="16.8" fill="#ff7b72" font-weight="bold">NG</text>',
  ]);
});
