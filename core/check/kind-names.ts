/** What a kind of check is called where it is run: `dns` is state `CheckDns`, function folder `check-dns`. */

/** The state of the workflow that checks this kind; with `Arn`, the placeholder of its function in the definition. */
export function stateOf(kind: string): string {
  return `Check${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

/** The kind's folder under functions/. */
export function folderOf(kind: string): string {
  return `check-${kind}`;
}
