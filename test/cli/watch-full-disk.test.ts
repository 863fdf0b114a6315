import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { received } from '../local/watch/started.ts';
import { folderWith } from './command.ts';
import { watched } from './watched.ts';

const NAMESPACE = ['--user', '--map-root-user', '--mount'];
const canMount = spawnSync('unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;

/** A disk of its own for what runs behind it; it is full for as long as there is a file `full` in the second folder. */
const ON_A_DISK = `
  mount -t tmpfs -o size=16m tmpfs "$1" && cd "$1" && cp "$2/checks.yaml" . && signs="$2" && shift 2
  ( while [ -d "$signs" ]; do
      if [ -e "$signs/full" ]; then cat /dev/zero >> filler; else rm -f filler; fi; sleep 0.1
    done ) 2> /dev/null > /dev/null &
  exec "$@"`;

it.skipIf(!canMount)(
  'a full disk silences no alert, and nothing has to be restarted when there is room again',
  async () => {
    const hook = await received();
    let isUp = true;
    const target = createServer((_, response) => response.writeHead(isUp ? 200 : 503).end());
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
    const signs = await folderWith({
      'checks.yaml': `
alerts: { topics: { default: { receivers: [{ webhook: { url: "${hook.url}" } }] } } }
defaults: { rechecks: 0, failureThreshold: 1 }
checks: [{ name: shop, http: { url: "${url}" } }]
`,
    });
    onTestFinished(async () => {
      target.close();
      target.closeAllConnections();
      await rm(signs, { recursive: true });
    });
    const disk = await mkdtemp(join(tmpdir(), 'rollcall-disk-'));
    const command = ['unshare', ...NAMESPACE, 'sh', '-c', ON_A_DISK, 'sh', disk, signs];
    const watch = watched(disk, ['--every', '1s', '--log-level', 'debug', '--port', '0'], command);
    await watch.logged(/^shop: OK$/);
    await writeFile(join(signs, 'full'), '');
    await watch.logged(/^verdicts are not remembered: .*the disk is full/);
    isUp = false;
    await hook.count(1);
    expect(hook.events[0]).toBe('undeduplicated shop');
    await rm(join(signs, 'full'));
    await watch.logged(/^store: over$/);
    await watch.logged(/^incident opened: shop/);
    isUp = true;
    await watch.logged(/^incident recovered: shop/);
    expect(await watch.ended('SIGTERM')).toBe(0);
    expect(new Set(hook.events)).toEqual(new Set(['undeduplicated shop', 'opened shop', 'recovered shop']));
    expect(hook.events.at(-1)).toBe('recovered shop');
  },
);
