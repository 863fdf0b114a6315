export type Instruction = { readonly name: string; readonly words: string };

/** The instructions of a Dockerfile, a stage a list: comments away, continued lines joined. */
export function stagesOf(text: string): readonly (readonly Instruction[])[] {
  const stages: Instruction[][] = [];
  for (const line of text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')) {
    const [, name = '', words = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (line !== '' && name === '') throw new Error(`no instruction: ${line}`);
    if (name === 'FROM') stages.push([]);
    if (name !== '') stages.at(-1)?.push({ name, words });
  }
  return stages;
}

/** What a stage copies out of the build: each path of the repository, and where to in the image's folder of Rollcall. */
export function copiedBy(stage: readonly Instruction[]): readonly (readonly [from: string, to: string])[] {
  const copies = stage.filter(({ name }) => name === 'COPY').map(({ words }) => words.split(' ').slice(1));
  return copies.flatMap((words) => {
    const to = words.at(-1) ?? '';
    return words.slice(0, -1).map((word) => {
      const from = word.replace(/^\/src\//, '');
      return [from, from.endsWith('/') ? to : `${to}${from.replace(/.*\//, '')}`] as const;
    });
  });
}
