import { execFileSync } from 'node:child_process';
import { PACKAGE_ROOT } from '../package-root.ts';
import type { Bundled } from './notices.ts';

type Component = { readonly 'bom-ref': string; readonly name: string; readonly version: string };
type Dependency = { readonly ref: string; readonly dependsOn: readonly string[] };
type Bill = {
  readonly serialNumber: string;
  readonly metadata: { readonly component: Component; readonly timestamp: string };
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
};

/**
 * The CycloneDX bill of materials of what is shipped: npm's own of the lock, cut to the packages of which code is in the
 * bundles. Without npm's serial number and time, so that the same sources make the same file.
 */
export function billOfMaterials(packages: readonly Bundled[]): string {
  const { serialNumber: _, ...whole } = billOfTheLock();
  const shipped = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const components = whole.components.filter(({ name, version }) => shipped.delete(`${name}@${version}`));
  if (shipped.size > 0) throw new Error(`package-lock.json has not ${[...shipped].join(', ')}, which is in a bundle`);
  const refs = new Set(components.map((component) => component['bom-ref']));
  const { timestamp: __, ...metadata } = whole.metadata;
  const own = metadata.component['bom-ref'];
  const dependencies = whole.dependencies
    .filter(({ ref }) => ref === own || refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  return `${JSON.stringify({ ...whole, metadata, components, dependencies }, null, 2)}\n`;
}

/** npm's CycloneDX bill of all that the lock installs, for every platform. */
export function billOfTheLock(): Bill {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
  const printed = execFileSync('npm', args, { cwd: PACKAGE_ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const bill = JSON.parse(printed) as Bill;
  const component = { ...bill.metadata.component, name: 'rollcall' }; // npm takes the name of the clone's folder
  return { ...bill, metadata: { ...bill.metadata, component } };
}
