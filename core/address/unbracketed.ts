/** A host as connections take it: the address of `[::1]`, every other as it is. */
export function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
