import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tlsFixture } from '../servers.ts';
import { whenOver } from '../when-over.ts';

/** Whether there is an openssl (Debian: `apt-get install openssl`); tests that miss it say so. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl)
  process.stderr.write('SKIPPED: openssl is not on the PATH: what its s_server shows is not looked at\n');

/** The path of a file of test/fixtures/tls. */
export const fixturePath = (file: string): string =>
  fileURLToPath(new URL(`../../fixtures/tls/${file}`, import.meta.url));

/** The certificates of a fixture, each as PEM. */
export function certificatesIn(fixture: string): readonly string[] {
  return tlsFixture(fixture).match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n/g) ?? [];
}

/** What `openssl s_server` sends: a certificate and the rest of its chain, in this order, and the key of the first. */
type Shown = { readonly chain: readonly string[]; readonly key?: string };

/** A port of `openssl s_server` on loopback, killed when the test ends. */
export function sServer(
  { chain: [leaf = '', ...rest], key = 'server-key' }: Shown,
  ...options: readonly string[]
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-s-server-'));
  const [cert, others] = [join(folder, 'cert.pem'), join(folder, 'chain.pem')];
  writeFileSync(cert, leaf);
  writeFileSync(others, rest.join(''));
  const chain = rest.length === 0 ? [] : ['-cert_chain', others];
  const words = ['-accept', '127.0.0.1:0', '-cert', cert, '-key', fixturePath(`${key}.pem`), ...chain, ...options];
  const server = spawn('openssl', ['s_server', ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  whenOver(() => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return new Promise<number>((resolve, reject) => {
    let said = '';
    // It is listened to for as long as it runs, or it would stop at a full pipe.
    server.stdout.on('data', (data) => {
      said += data;
      const port = /^ACCEPT .*:(\d+)$/m.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    server.stderr.on('data', (data) => {
      said += data;
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`openssl s_server did not start: ${said}`)));
  });
}
