/** What is wrong with a selection, as a user of options reads it: `--only` for `only[0]`. */
export function asOptions(faults: string): string {
  return faults
    .replaceAll(/^(only|tags)\[\d+\] is /gm, '--$1 names ')
    .replaceAll(/^no check is in both only and tags$/gm, 'no check is in both --only and --tags');
}
