import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { wrapCommand } from '../../../cli/output/wrap-command.ts';

const wordsOf = (command: string) =>
  execFileSync('bash', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' }).split('\0');

it.each([
  ['plain words', 'curl -X POST http://a.example/b http://a.example/c'],
  ['spaces in quotes', `curl -H 'accept: text/html, text/plain' -d "a b  c" http://a.example/`],
  ['a quote in quotes', `curl -d 'it'\\''s so  here' -H 'x: y z' http://a.example/`],
  ['escapes', `curl -d $'a\\n b \\' c' -H a\\ b\\ c http://a.example/`],
])('breaks %s where a shell goes on', (_, command) => {
  for (const room of [10, 20, 30]) {
    const wrapped = wrapCommand('try:', command, room);
    expect(wrapped.split('\n').length).toBeGreaterThan(1);
    expect(wordsOf(wrapped.slice('try:'.length).trim())).toEqual(wordsOf(command));
  }
});

it('leaves a command that fits as it is, and one whose quote has no end from there on', () => {
  expect(wrapCommand('try:', 'curl -s h', 40)).toBe('try: curl -s h');
  expect(wrapCommand('try:', "curl -d 'a b c d e f g", 12)).toBe("try: curl \\\n  -d \\\n  'a b c d e f g");
});
