import { parseChecks } from '#checks-file/parse.ts';
import type { Check } from '#core/check/check.ts';

/** A list of tcp checks: names, each with its tags. */
export function checksOf(tagsByName: Readonly<Record<string, readonly string[]>>): readonly Check[] {
  const checks = Object.entries(tagsByName).map(([name, tags]) => ({
    name,
    tags,
    tcp: { host: 'localhost', port: 1 },
  }));
  return parseChecks(JSON.stringify({ checks })).list?.checks ?? [];
}

/** `count` checks of about `bytes` each, named 0, 1, …. */
export function manyChecks(count: number, bytes = 400): readonly Check[] {
  const body = 'x'.repeat(Math.max(0, bytes - 400));
  const checks = Array.from({ length: count }, (_, index) => ({
    name: `${index}`,
    http: { url: 'http://127.0.0.1/', body },
  }));
  return parseChecks(JSON.stringify({ checks })).list?.checks ?? [];
}
