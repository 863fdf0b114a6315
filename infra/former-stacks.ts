import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations } from 'aws-cdk-lib';
import { stackNameOf } from '#core/check/stack-name.ts';
import type { RollcallStack } from './rollcall-stack.ts';

/** The Regions in which a stack of this name was synthesized into a folder before; none where nothing was. */
export function regionsBefore(assembly: string, stackName: string): readonly string[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8'));
  } catch {
    return []; // never synthesized here
  }
  const { artifacts = {} } = manifest as { artifacts?: Readonly<Record<string, Artifact>> };
  return Object.entries(artifacts).flatMap(([id, { type, environment, properties }]) => {
    if (type !== 'aws:cloudformation:stack' || (properties?.stackName ?? id) !== stackName) return [];
    const region = environment?.split('/').at(-1) ?? 'unknown-region';
    return region === 'unknown-region' ? [] : [region];
  });
}

type Artifact = {
  readonly type?: string;
  readonly environment?: string;
  readonly properties?: { readonly stackName?: string };
};

/** Says what goes on in Regions that the list had when it was last synthesized, and has no more. */
export function warnOfFormerRegions(stacks: readonly RollcallStack[], before: readonly string[]): void {
  const [first] = stacks;
  const gone = before.filter((region) => !stacks.some((stack) => stack.region === region));
  if (first === undefined || gone.length === 0 || stacks.some((stack) => stack.stackName !== first.stackName)) return;
  for (const region of gone) {
    const name = first.stackName;
    Annotations.of(first).addWarningV2(
      `rollcall:region:${region}`,
      `${name} was in ${region} when this list was last synthesized, and ${region} is not among regions any more. Its stack goes on ` +
        `there, checks, alerts and costs. Delete it before this is deployed: aws cloudformation delete-stack --region ${region} --stack-name ${name}`,
    );
  }
}

/** What `cdk synth` names its folder where nobody says otherwise. */
const ASSEMBLY = 'cdk.out';

/** The Regions of a list as it was last synthesized; to be asked before it is synthesized again. */
export function lastRegions(deploy: Parameters<typeof stackNameOf>[0]): readonly string[] {
  return regionsBefore(process.env['CDK_OUTDIR'] ?? ASSEMBLY, stackNameOf(deploy));
}
