import type { Annotation } from '../../../cli/github/commands.ts';

const COMMAND = /^::(\w[\w-]*)(?: ([^:]*))?::(.*)$/;

/**
 * What GitHub's runner makes of a job's output: annotations, and every other command that it would obey. Lines are read as
 * actions/runner reads them: blanks before `::` do not count, `##[` counts anywhere, and between stop-commands and its
 * token nothing does.
 */
export function heardByRunner(output: string): {
  readonly annotations: readonly Annotation[];
  readonly others: readonly string[];
} {
  const annotations: Annotation[] = [];
  const others: string[] = [];
  let token: string | null = null;
  for (const line of output.split(/\r?\n/)) {
    const [, command = '', properties = '', data = ''] = COMMAND.exec(line.trimStart()) ?? [];
    if (token !== null) {
      if (command === token) token = null;
    } else if (command === 'stop-commands') {
      token = data;
    } else if (command === 'error' || command === 'warning' || command === 'notice') {
      annotations.push(annotationOf(command, properties, data));
    } else if (command !== '' || line.includes('##[')) {
      others.push(line);
    }
  }
  return { annotations, others };
}

function annotationOf(level: Annotation['level'], properties: string, data: string): Annotation {
  const given: Record<string, string> = Object.fromEntries(
    properties.split(',').map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [name, value.replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%0A', '\n').replaceAll('%25', '%')];
    }),
  );
  const { title = '', file, line, col } = given;
  return {
    level,
    title,
    message: data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%'),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line: Number(line) }),
    ...(col !== undefined && { col: Number(col) }),
  };
}
