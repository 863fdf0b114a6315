import type { HttpRequest } from './check.ts';

/** Leaves room for ` (12)` in a name of 100. */
const MOST_CHARACTERS = 94;

/** What a check without a name is called: `POST api.example.com/orders`. The query stays out, where keys hide. */
export function nameOfRequest({ method, url }: HttpRequest): string {
  const address = url
    .replace(/\$\{\w+:([^{}]*)\}/g, '$1')
    .replace(/[?#].*$/s, '')
    .replace(/^[a-z]+:\/\/(?:[^/]*@)?/i, '');
  return `${method} ${address}`
    .replace(/[^A-Za-z0-9_./:@#()+=&~ -]/g, '-')
    .replace(/^[^A-Za-z0-9_/]+/, '')
    .slice(0, MOST_CHARACTERS)
    .trim();
}

/** The name, or with ` (2)`, ` (3)` … what is not taken yet. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let count = 2; isTaken(free); count += 1) free = `${name} (${count})`;
  return free;
}
