/**
 * `line` and `column` count from 1. `path` is empty for the file as a whole. `message` goes on from the path. `file` is
 * left out where there is one file, whose reader knows what to call it.
 */
export type Fault = {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
};

/** `checks.yaml:12:14 checks[2].http.timeout is "90s"; write 60s or less (the checker Lambda ends at 65s)` */
export function formatFault(file: string, fault: Fault, what = ''): string {
  return `${fault.file ?? file}:${fault.line}:${fault.column} ${what === '' ? '' : `${what}: `}${fault.path === '' ? '' : `${fault.path} `}${fault.message}`;
}
