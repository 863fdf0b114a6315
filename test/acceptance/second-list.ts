import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRequest } from '#kinds/http/check.ts';
import { synthesize } from './emulator.ts';
import type { Lane } from './lane.ts';
import { run } from './remote.ts';
import { expectThat } from './report.ts';

const SHOP = 'Rollcall-shop';
const SHOP_METRICS = 'Rollcall/shop';

/** Two lists in one account and Region: each by the name of its stack, with shards and a check of the same names, and nothing of the other's. */
export async function besideTheFirst({ emulator, deploy, folder, list }: Lane): Promise<void> {
  const first = await deploy();
  const health = list.checks.find(({ name }) => name === 'health');
  const url = (health?.target as HttpRequest | undefined)?.url ?? '';
  const file = join(folder, 'shop.yaml');
  writeFileSync(
    file,
    `deploy: { name: shop, events: true }
checks:
  - { name: health, http: { url: "${url}" }, expect: { keyword: never there }, rechecks: 0, failureThreshold: 1 }
`,
  );
  const assembly = join(folder, 'shop.out');
  await synthesize(file, assembly);
  await emulator.add(assembly, SHOP);

  const started = async (stack: string) => {
    const { stdout } = await run(emulator.endpoint, ['start', '--stack', stack, '--only', 'health', '--json']);
    const { results } = JSON.parse(stdout) as { results: { name: string; outcome: string }[] };
    return results.map(({ name, outcome }) => `${name} ${outcome}`);
  };
  await first.alerts();
  expectThat('--stack finds the second list', await started(SHOP), ['health NG']);
  expectThat('its alerts go to its own topic', await first.alerts(), []);
  expectThat('--stack finds the first list', await started('Rollcall'), ['health OK']);
  const healthy = async (namespace: string) => (await first.metrics(namespace))['Healthy Check=health'];
  expectThat('the same check has metrics of each list', await healthy('Rollcall'), { sum: 1, count: 1 });
  expectThat('and they are not added up', await healthy(SHOP_METRICS), { sum: 0, count: 1 });
}
