import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findProgram } from '../../../bench/machine.ts';
import { whenOver } from '../when-over.ts';

/** Name servers of Debian (`apt-get install bind9 knot`), each on a port of its own and in a folder that goes with it. */

/** Where a program is; null where it is not, which is said. */
function programAt(name: string, what: string): string | null {
  const found = findProgram([name], [process.env['PATH'], '/usr/sbin'].join(delimiter));
  if (found === null) process.stderr.write(`SKIPPED: no ${name} on the PATH, so ${what} is not asked\n`);
  return found;
}

export const NAMED = programAt('named', 'bind9');
export const KNOTD = programAt('knotd', 'knot');
const FIXTURES = new URL('../../fixtures/dns/', import.meta.url);

/** A port that nobody has at these addresses, over UDP at least. */
export async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** bind9 with a file of test/fixtures/dns as zone.test. */
export async function bind(address: string, port: number, zone: string): Promise<void> {
  const folder = folderWith(zone);
  const configuration = `options { directory "${folder}"; listen-on port ${port} { ${address}; }; listen-on-v6 { none; };
    recursion no; dnssec-validation no; pid-file none; session-keyfile none; };
    controls { };
    zone "zone.test" { type primary; file "${zone}"; };`;
  writeFileSync(join(folder, 'named.conf'), configuration);
  await started(spawn(NAMED ?? '', ['-g', '-n', '1', '-c', join(folder, 'named.conf')]), /all zones loaded/);
}

/** knot with the same. */
export async function knot(address: string, port: number, zone: string): Promise<void> {
  const folder = folderWith(zone);
  const configuration = `server:
    rundir: ${folder}
    listen: ${address}@${port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stdout
    any: info
database:
    storage: ${folder}
zone:
  - domain: zone.test
    storage: ${folder}
    file: ${zone}
    zonefile-sync: -1
`;
  writeFileSync(join(folder, 'knot.conf'), configuration);
  await started(spawn(KNOTD ?? '', ['-c', join(folder, 'knot.conf')]), /server started/);
}

function folderWith(zone: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'zone-'));
  // knot has no $GENERATE, and bind9 wants at most 100 records in a set.
  const many = Array.from({ length: 90 }, (_, index) => `many A 10.0.0.${index}\n`);
  writeFileSync(join(folder, zone), readFileSync(new URL(zone, FIXTURES), 'utf8') + many.join(''));
  whenOver(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Until the program says so. What it said stands in the error where it ends before. */
async function started(child: ChildProcess, sign: RegExp): Promise<void> {
  whenOver(async () => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'close');
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (sign.test(said)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('error', reject);
    child.on('close', () => reject(new Error(said)));
  });
}
