import type { Construct } from 'constructs';
import { stackNameOf } from '#core/check/stack-name.ts';
import { RollcallStack, type RollcallStackProps } from './rollcall-stack.ts';

/**
 * A stack for each of the list's regions, which the CDK CLI calls `Rollcall-us-west-2`; without any, one for wherever it
 * is deployed. Each is `Rollcall` in its Region, or `Rollcall-NAME`, so that `--stack` and `--region` are all it takes to
 * find it, and a stack that is there already stays the same one when regions are written.
 */
export function regionalStacks(scope: Construct, props: RollcallStackProps): readonly RollcallStack[] {
  const { regions } = props.checks.deploy ?? {};
  const stackName = stackNameOf(props.checks.deploy);
  if (regions === undefined) return [new RollcallStack(scope, stackName, props)];
  return regions.map(
    (region) => new RollcallStack(scope, `${stackName}-${region}`, { ...props, stackName, env: { region } }),
  );
}
