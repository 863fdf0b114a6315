import { expect, it } from 'vitest';
import { sources, textOf } from './imports.ts';

const EXPORT = /^export (?:async )?(?:function|const|type|class) (\w+)/;

it.each(['core', 'kinds'])('every export of %s has a comment that says what it is', (room) => {
  const bare = sources()
    .filter((file) => file.room === room)
    .flatMap(({ path }) => {
      const lines = textOf(path).split('\n');
      return lines.flatMap((line, index) => {
        const [, name] = EXPORT.exec(line) ?? [];
        const isBare = name !== undefined && !/\*\/\s*$|^\s*\/\//.test(lines[index - 1] ?? '');
        return isBare ? [`${path} ${name}`] : [];
      });
    });
  expect(bare).toEqual([]);
});
