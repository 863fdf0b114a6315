import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { stackOf } from './synthesized.ts';

const warnings = (checks: readonly object[]) =>
  Annotations.fromStack(stackOf(checks))
    .findWarning('*', Match.stringLikeRegexp('literal'))
    .map(({ entry }) => String(entry.data));

const TOKEN = 'Bearer sesame-open-1234';

describe('literal credentials in the list', { timeout: 60_000 }, () => {
  it('are told of at synth by check and place, and not shown', () => {
    const checks = [
      { name: 'orders', http: { url: 'https://h/?api_key=sesame-open-1234', headers: { Authorization: TOKEN } } },
      { name: 'plain', http: { url: 'https://h/' } },
    ];
    const [text, ...others] = warnings(checks);
    expect(others).toEqual([]);
    expect(text).toMatch(
      /^checks hold literal credentials: orders \(query parameter api_key, header Authorization\)\. They will lie in the code of PrepareChecks/,
    );
    expect(text).not.toContain('sesame');
  });

  it('are named up to five', () => {
    const checks = Array.from({ length: 7 }, (_, at) => ({
      name: `c${at}`,
      http: { url: 'https://h/', headers: { Authorization: TOKEN } },
    }));
    expect(warnings(checks)[0]).toContain('c4 (header Authorization) and 2 more. They');
  });

  it('are not told of where references stand', () => {
    expect(
      warnings([{ name: 'a', http: { url: 'https://h/', headers: { Authorization: 'Bearer ${ssm:/a}' } } }]),
    ).toEqual([]);
  });
});
