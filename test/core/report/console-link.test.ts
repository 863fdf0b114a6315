import { expect, it } from 'vitest';
import { consoleLink } from '#core/report/console-link.ts';

const details = (region: string, id: string) => `states/home?region=${region}#/v2/executions/details/${id}`;

it.each([
  ['aws', 'us-east-1', 'https://us-east-1.console.aws.amazon.com/'],
  ['aws-us-gov', 'us-gov-west-1', 'https://console.amazonaws-us-gov.com/'],
  ['aws-cn', 'cn-north-1', 'https://console.amazonaws.cn/'],
])('a run in partition %s is to be seen in the console of %s', (partition, region, host) => {
  for (const sort of ['execution', 'express']) {
    const id = `arn:${partition}:states:${region}:123456789012:${sort}:Rollcall:monday`;
    expect(consoleLink({ id, region })).toBe(`${host}${details(region, id)}`);
  }
});

it('a run on this machine is nowhere to be seen there', () => {
  expect(consoleLink({ id: 'local-1', region: 'local' })).toBeNull();
});
