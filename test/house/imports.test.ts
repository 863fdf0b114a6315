import { describe, expect, it } from 'vitest';
import { circleIn, FLOORS, type SourceFile, sources, textOf, wrongWay } from './imports.ts';

const files = sources();

const file = (path: string, ...imports: string[]): SourceFile => ({
  path,
  room: path.split('/')[0] ?? '',
  lines: 1,
  imports,
});

describe('the sources', () => {
  it('are all there to be seen', () => {
    expect(new Set(files.map(({ room }) => room))).toEqual(new Set(FLOORS.flat()));
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
  });

  it('import downwards only, types included', () => {
    expect(wrongWay(files)).toEqual([]);
  });

  it('import each other in no circle, types included', () => {
    expect(circleIn(files)).toBeNull();
  });

  // Kinds are as many rooms as there are: none knows another, but for http's.
  it('are in rooms of which none holds more than 30 % of the lines, each kind a room', () => {
    const all = files.reduce((sum, { lines }) => sum + lines, 0);
    const places = files.map((one) => ({ ...one, place: /^kinds\/[^/]+\//.exec(one.path)?.[0] ?? one.room }));
    const shares = [...new Set(places.map(({ place }) => place))].map((place) => {
      const own = places.filter((one) => one.place === place).reduce((sum, { lines }) => sum + lines, 0);
      return [place, Math.round((own / all) * 100)] as const;
    });
    expect(shares.filter(([, percent]) => percent > 30)).toEqual([]);
  });
});

describe('the kinds', () => {
  it('leave it to the checker to cut what a target said, which takes the secrets out of it before', () => {
    // It cuts a request of which it has taken the secrets out itself.
    const cutters = ['kinds/http/judge/curl.ts'];
    const texts = files.filter(({ room }) => room === 'kinds').map(({ path }) => [path, textOf(path)] as const);
    expect(texts.filter(([, text]) => /\bcutToBytes\b/.test(text)).map(([path]) => path)).toEqual(cutters);
  });
});

describe('the rules', () => {
  it('see an import that runs up, one across a floor, and none that runs down', () => {
    const wrong = [file('core/a.ts', 'kinds/b.ts'), file('local/a.ts', 'infra/b.ts', 'core/c.ts', 'local/d.ts')];
    expect(wrongWay(wrong)).toEqual(['core/a.ts -> kinds/b.ts', 'local/a.ts -> infra/b.ts']);
  });

  it('see a circle', () => {
    const circle = [file('core/a.ts', 'core/b.ts'), file('core/b.ts', 'core/c.ts'), file('core/c.ts', 'core/b.ts')];
    expect(circleIn(circle)).toEqual(['core/b.ts', 'core/c.ts', 'core/b.ts']);
  });
});
