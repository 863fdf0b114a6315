import type { Construct } from 'constructs';
import { RollcallStack, type RollcallStackProps } from './rollcall-stack.ts';

const NAME = 'Rollcall';

/**
 * A stack for each of the list's regions, which the CDK CLI calls `Rollcall-us-west-2`; without any, one for wherever it
 * is deployed. Each is `Rollcall` in its Region, so that `--region` is all it takes to find it, and a stack that is
 * there already stays the same one when regions are written.
 */
export function regionalStacks(scope: Construct, props: RollcallStackProps): readonly RollcallStack[] {
  const { regions } = props.checks.deploy ?? {};
  if (regions === undefined) return [new RollcallStack(scope, NAME, props)];
  return regions.map(
    (region) => new RollcallStack(scope, `${NAME}-${region}`, { ...props, stackName: NAME, env: { region } }),
  );
}
