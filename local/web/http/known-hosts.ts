import { isIPv6 } from 'node:net';

/**
 * The names by which a server may be asked. A page of another site can have its own name lead to this machine (DNS rebinding)
 * and would then read what only this machine may: such a request carries that name.
 */
export type KnownHosts = {
  readonly isKnown: (header: string | undefined) => boolean;
  readonly names: readonly string[];
};

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** `bound`: the address that it listens at. `baseUrls`: those that people know it by. */
export function knownHosts(bound: string, baseUrls: readonly string[]): KnownHosts {
  const own = baseUrls.map((url) => new URL(url).hostname.toLowerCase());
  const at = isIPv6(bound) ? `[${bound}]` : bound.toLowerCase();
  const names = [...new Set([...LOOPBACK, at, ...own])];
  const onlyHere = isLoopback(bound);
  // Who may be asked from elsewhere shows nothing for that alone, and cannot know all names that lead here.
  const takesAll = !onlyHere && own.length === 0;
  return {
    names,
    isKnown: (header) => {
      const name = hostnameOf(header);
      return name !== null && (takesAll || names.includes(name) || (!onlyHere && isAddress(name)));
    },
  };
}

/** The name in a Host header, without its port, in lower case; null where it is none. */
function hostnameOf(header: string | undefined): string | null {
  const found = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(header ?? '')?.[1];
  return found === undefined ? null : found.toLowerCase().replace(/\.$/, '');
}

/** Whether a name in a Host header is this machine for itself. */
export function isLoopbackName(header: string | undefined): boolean {
  const name = hostnameOf(header);
  return name !== null && (LOOPBACK.includes(name) || /^127(?:\.\d{1,3}){3}$/.test(name));
}

/** An address cannot be made to lead elsewhere, which a name can. */
function isAddress(name: string): boolean {
  return name.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
}

/** Whether what listens at an address is reached from this machine only. */
export function isLoopback(bound: string): boolean {
  return bound === 'localhost' || bound === '::1' || /^127(?:\.\d{1,3}){3}$/.test(bound);
}
