/** A line that GitHub Actions takes as an annotation of a file's line. */
export type Annotation = {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  /** From the repository's root. */
  readonly file?: string;
  /** Lines and columns count from 1. */
  readonly line?: number;
  readonly col?: number;
};

/** Titles of annotations of a whole step. */
export const CALLED_WRONGLY = 'Rollcall was called wrongly';
export const FAILED = 'Rollcall failed';

/** `::error file=checks.yaml,line=12,title=…::…`, escaped as the runner undoes it. */
export function annotationLine({ level, message, title, file, line, col }: Annotation): string {
  const properties = Object.entries({ file, line, col, title }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${property(String(value))}`],
  );
  return `::${level} ${properties.join(',')}::${data(message)}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
