import type { Reason } from '#core/verdict/reason.ts';
import { isIP } from '../probing/builtins.ts';
import type { DnsCheck } from './check.ts';
import { shortIpv6 } from './records/forms.ts';
import { nameText } from './wire/name.ts';
import type { Question } from './wire/query.ts';

/** What a check asks. The name of an address is asked for below in-addr.arpa or ip6.arpa, as `dig -x` does. */
export function questionOf({ target, expect }: DnsCheck): Question | Reason {
  const { type, recursion } = target;
  const name = nameText(type === 'PTR' ? reversed(target.name) : target.name);
  if (name === null) return { code: 'config', message: `"${target.name}" is no domain name` };
  return { name, type, recursion, wantsAuthentic: expect.authentic !== null };
}

function reversed(name: string): string {
  switch (isIP(name)) {
    case 4:
      return `${name.split('.').toReversed().join('.')}.in-addr.arpa`;
    case 6:
      return `${[...digitsOf(name)].toReversed().join('.')}.ip6.arpa`;
    default:
      return name;
  }
}

/** All 32 digits of an IPv6 address. */
function digitsOf(address: string): string {
  const [head = '', tail] = shortIpv6(address).split('::');
  const groups = (text: string): readonly string[] => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
}
