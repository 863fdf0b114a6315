import { quote } from '#core/text/shell-quoting.ts';
import type { Evidence } from '../kind.ts';
import type { DomainCheck, DomainTarget } from './check.ts';
import type { DomainObservation } from './observation.ts';
import { registryAt, registryOf } from './registries.ts';

/** What an NG shows: the beginning of an answer that could not be read, and the command that asks the registry again. */
export const domainEvidence: Evidence<DomainCheck, DomainObservation> = {
  shown: (observed, { target }) => ({
    excerpt: 'said' in observed ? (observed.said ?? null) : null,
    command: commandOf(target),
  }),
};

function commandOf({ name, server }: DomainTarget): string {
  const registry = server === undefined ? registryOf(name) : registryAt(server);
  if (registry === null) return ['whois', name].map(quote).join(' ');
  if ('whois' in registry) {
    const { host, port } = registry.whois;
    const words = [
      'whois',
      '-h',
      host,
      ...(port === 43 ? [] : ['-p', String(port)]),
      name.endsWith('.jp') ? `${name}/e` : name,
    ];
    return words.map(quote).join(' ');
  }
  const url = `${registry.rdap.replace(/\/?$/, '/')}domain/${name}`;
  return ['curl', '-sSL', '-H', 'Accept: application/rdap+json', url].map(quote).join(' ');
}
