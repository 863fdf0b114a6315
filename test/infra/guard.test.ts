import { describe, expect, it } from 'vitest';
import { parseChecks } from '#checks-file/parse.ts';
import { entries, resourcesOf, synthesized } from './synthesized.ts';

function templateOf(guard: readonly object[], count: number) {
  const { list, faults } = parseChecks(JSON.stringify({ guard, checks: entries(count) }));
  if (list === null) throw new Error(JSON.stringify(faults));
  return synthesized(list);
}

const http = { url: 'https://h/', headers: { authorization: '${ssm:/guard/token}' } };

describe('guards in a stack', () => {
  it('have no schedule, and take room in those of the checks', () => {
    const guard = entries(5).map((_, index) => ({ name: `up-${index}`, http: { url: 'https://h/' } }));
    const names = [...resourcesOf(templateOf(guard, 40), 'AWS::Scheduler::Schedule').values()].map(({ Name }) => Name);
    expect(names).toEqual(['5m-0', '5m-1']);
  });

  it('let their checker read what they name', () => {
    const policies = JSON.stringify([
      ...resourcesOf(templateOf([{ name: 'up', http }], 1), 'AWS::IAM::Policy').values(),
    ]);
    expect(policies).toContain('parameter/guard/token');
  });
});
