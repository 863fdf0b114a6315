import { literal, NotCarried } from '../imported-check.ts';
import { listAt, mapAt, type Node } from './ref.ts';

const NO_SERVER = 'give the address with --base-url https://…';

/**
 * The address that an operation's path goes behind, from the nearest list of servers, without a slash at its end.
 *
 * @throws NotCarried when there is none, or it is relative, and no base URL was given.
 */
export function serverOf(lists: readonly unknown[], baseUrl: string | null): string {
  if (baseUrl !== null) return baseUrl.replace(/\/+$/, '');
  const servers = lists.map(listAt).find((list) => list.length > 0);
  if (servers === undefined) throw new NotCarried(`the document names no server; ${NO_SERVER}`);
  const server = mapAt(servers[0]);
  const url = filled(String(server['url'] ?? ''), mapAt(server['variables']));
  if (!/^https?:\/\//i.test(url)) throw new NotCarried(`the server ${url} is no http address; ${NO_SERVER}`);
  return literal(url.replace(/\/+$/, ''));
}

function filled(url: string, variables: Node): string {
  return url.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const variable = mapAt(Object.hasOwn(variables, name) ? variables[name] : undefined);
    const value = variable['default'] ?? listAt(variable['enum'])[0];
    if (value === undefined) throw new NotCarried(`the server variable ${name} has no default; ${NO_SERVER}`);
    return String(value);
  });
}
