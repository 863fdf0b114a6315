import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { stateOf } from '#core/check/kind-names.ts';
import { ENV } from '#core/contract.ts';
import { KIND_NAMES } from '#kinds/settings.ts';
import { RollcallStack } from '../../infra/rollcall-stack.ts';
import { resourcesOf } from './synthesized.ts';

function stackWith(props: { allowLoopback?: boolean }): RollcallStack {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
  return new RollcallStack(app, 'Rollcall', { checks: { checks: [] }, ...props });
}

/** The functions that may connect to loopback addresses. */
function opened(stack: RollcallStack): string[] {
  const functions = [...resourcesOf(Template.fromStack(stack), 'AWS::Lambda::Function')];
  return functions
    .filter(([, { Environment }]) => Environment?.Variables?.[ENV.allowLoopback] === 'true')
    .map(([id]) => id);
}

// CDK takes seconds to synthesize on a busy machine.
describe('allowLoopback', { timeout: 60_000 }, () => {
  it('is off unless it is asked for, without a word', () => {
    const stack = stackWith({});
    expect(opened(stack)).toEqual([]);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('allowLoopback'))).toEqual([]);
  });

  it('is told to whatever checks alone, and loudly at synth', () => {
    const stack = stackWith({ allowLoopback: true });
    expect(opened(stack).toSorted()).toEqual(
      KIND_NAMES.map(stateOf)
        .map((id) => `HealthChecks${id}Function`)
        .toSorted(),
    );
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('do not deploy it to an account'));
  });
});
