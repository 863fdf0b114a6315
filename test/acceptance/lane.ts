import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readChecks } from '#checks-file/reader/read-checks.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { Deployment } from './deployment.ts';
import { type Emulator, startEmulator, synthesize } from './emulator.ts';
import { startTargets, type Targets } from './targets.ts';

/** An emulated AWS and targets of its own, so that the scenarios of two lanes never meet. One scenario at a time. */
export type Lane = {
  readonly emulator: Emulator;
  readonly targets: Targets;
  /** For files of scenarios. */
  readonly folder: string;
  /** The sample's list, as it is and as the file that it was read from. */
  readonly list: CheckList;
  readonly checksFile: string;
  /** Empties the AWS and deploys a checks.yaml to it: each scenario has a new stack, because most of them break it. */
  deploy(checksYaml?: string): Promise<Deployment>;
  stop(): void;
};

export async function openLane(folder: string): Promise<Lane> {
  mkdirSync(folder);
  const [emulator, targets] = await Promise.all([startEmulator(), startTargets()]);
  const assemblyOf = assemblies(folder);
  const checksFile = join(folder, 'checks.yaml');
  writeFileSync(checksFile, targets.checksYaml);
  return {
    emulator,
    targets,
    folder,
    list: await listOf(targets.checksYaml),
    checksFile,
    async deploy(checksYaml = targets.checksYaml) {
      await emulator.deploy(await assemblyOf(checksYaml));
      return Deployment.at(emulator.endpoint);
    },
    stop() {
      emulator.stop();
      targets.stop();
    },
  };
}

/** The folder of a checks.yaml's cloud assembly; each is synthesized once. */
function assemblies(folder: string): (checksYaml: string) => Promise<string> {
  const made = new Map<string, string>();
  return async (checksYaml) => {
    const before = made.get(checksYaml);
    if (before !== undefined) return before;
    const file = join(folder, `deployed-${made.size}.yaml`);
    writeFileSync(file, checksYaml);
    const assembly = join(folder, `cdk-${made.size}.out`);
    await synthesize(file, assembly);
    made.set(checksYaml, assembly);
    return assembly;
  };
}

export async function listOf(text: string): Promise<CheckList> {
  const { list, faults } = await readChecks(text, '.');
  if (list === null) throw new Error(faults.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return list;
}
