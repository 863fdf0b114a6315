import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../bench/machine.ts';
import { whenOver } from '../when-over.ts';

/** Where a server that was started listens, and a folder of its own. */
type Place = { readonly port: number; readonly folder: string };
type Command = { readonly words: readonly string[]; readonly env?: NodeJS.ProcessEnv; readonly user?: string };

/**
 * A server of a Debian package. `isHeavy`: it takes seconds to start and a minute to install, so that it is not for every run.
 * `ready`: what it says when it listens. `command`: how it is started, also so that its recipe is NG.
 */
export type DebianServer = {
  readonly program: string;
  readonly package: string;
  readonly isHeavy?: true;
  readonly ready: RegExp;
  readonly command: (place: Place, isUnwell: boolean) => Command;
};

const isRoot = process.getuid?.() === 0;
const own = (folder: string, user: string): void => {
  chmodSync(folder, 0o755);
  if (isRoot) execFileSync('chown', ['-R', user, folder]);
};

/** By the name of the recipe. */
export const SERVERS: Readonly<Record<string, DebianServer>> = {
  redis: {
    program: 'redis-server',
    package: 'redis-server',
    ready: /Ready to accept connections/,
    command: ({ port, folder }, isUnwell) => ({
      words: [
        ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
        ...(isUnwell ? ['--requirepass', 'opensesame'] : []),
      ],
    }),
  },
  'redis-master': {
    program: 'redis-server',
    package: 'redis-server',
    ready: /Ready to accept connections/,
    command: ({ port, folder }, isUnwell) => ({
      words: [
        ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
        ...['--requirepass', isUnwell ? 'changed' : 'opensesame'],
      ],
    }),
  },
  memcached: {
    program: 'memcached',
    package: 'memcached',
    ready: /server listening/,
    // Of the binary protocol alone: it waits for more of what it takes for a header.
    command: ({ port }, isUnwell) => ({
      words: ['-vv', '-u', 'nobody', '-l', '127.0.0.1', '-p', String(port), ...(isUnwell ? ['-B', 'binary'] : [])],
    }),
  },
  mqtt: {
    program: 'mosquitto',
    package: 'mosquitto',
    ready: /mosquitto version \S+ running/,
    command: ({ port, folder }, isUnwell) => {
      const file = join(folder, 'mosquitto.conf');
      writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous ${!isUnwell}\n${isRoot ? 'user root\n' : ''}`);
      return { words: ['-v', '-c', file] };
    },
  },
  ssh: {
    program: '/usr/sbin/sshd',
    package: 'openssh-server',
    ready: /Server listening on/,
    command: ({ port, folder }, isUnwell) => {
      const [key, file] = [join(folder, 'key'), join(folder, 'sshd_config')];
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
      if (isRoot) mkdirSync('/run/sshd', { recursive: true });
      // With no room for whoever is not logged in yet it hangs up at once.
      const room = isUnwell ? 'MaxStartups 1:100:1\nPerSourceMaxStartups 0\n' : '';
      writeFileSync(file, `HostKey ${key}\nPidFile none\nUsePAM no\n${room}`);
      return { words: ['-D', '-e', '-f', file, '-o', `ListenAddress=127.0.0.1:${port}`] };
    },
  },
  ldap: {
    program: 'slapd',
    package: 'slapd',
    ready: /epoll: listen=\d+ active_threads=/,
    command: ({ port, folder }, isUnwell) => {
      const file = join(folder, 'slapd.conf');
      writeFileSync(file, `pidfile ${folder}/pid\n${isUnwell ? 'disallow bind_anon\n' : ''}`);
      return { words: ['-d', 'conns', '-f', file, '-h', `ldap://127.0.0.1:${port}`] };
    },
  },
  postgres: postgresServer(),
  'postgres-accepts': postgresServer(),
  mysql: {
    program: 'mariadbd',
    package: 'mariadb-server',
    isHeavy: true,
    ready: /ready for connections/,
    command: ({ port, folder }) => {
      const words = [`--datadir=${folder}/data`, ...(isRoot ? ['--user=root'] : [])];
      execFileSync('mariadb-install-db', ['--no-defaults', '--auth-root-authentication-method=normal', ...words], {
        stdio: 'ignore',
      });
      return {
        words: ['--no-defaults', ...words, `--socket=${folder}/s`, `--port=${port}`, '--bind-address=127.0.0.1'],
      };
    },
  },
};

/** One that is not well lets nobody in. */
function postgresServer(): DebianServer {
  const [bin = ''] = globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed();
  return {
    program: join(bin, 'postgres'),
    package: 'postgresql',
    isHeavy: true,
    ready: /database system is ready to accept connections/,
    command: ({ port, folder }, isUnwell) => {
      own(folder, 'postgres');
      const data = join(folder, 'data');
      const as = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
      const [first = '', ...rest] = [...as, join(bin, 'initdb'), '-N', '-D', data];
      execFileSync(first, rest, { stdio: 'ignore' });
      writeFileSync(join(data, 'pg_hba.conf'), `host all all 127.0.0.1/32 ${isUnwell ? 'reject' : 'scram-sha-256'}\n`);
      return { words: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data], user: 'postgres' };
    },
  };
}

/** Whether the server is to be tried and is there; says loudly where it is not. */
export function isInstalled({ program, package: name, isHeavy }: DebianServer): boolean {
  if (isHeavy === true && process.env['ROLLCALL_HEAVY_SERVERS'] === undefined) return false;
  if (spawnSync('sh', ['-c', `command -v ${program}`], { env: ENV }).status === 0) return true;
  process.stderr.write(
    `SKIPPED: ${program} is not installed (Debian: apt-get install ${name}): its recipe is not tried\n`,
  );
  return false;
}

const ENV = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };

/** No server outlives its test by more. */
const MOST_SECONDS = '120';

/** The port of a server that was started and listens; it is killed when the test ends, and its folder is gone. */
export async function started(server: DebianServer, isUnwell = false): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-recipe-'));
  const port = await freePort();
  const { words, env, user } = server.command({ port, folder }, isUnwell);
  const as = user !== undefined && isRoot ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'] : [];
  const rest = [MOST_SECONDS, ...as, server.program, ...words];
  // A group of its own, which `timeout` ends as a whole, because some start others: when the test is over, or else in time.
  const child = spawn('timeout', rest, { env: { ...ENV, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  whenOver(async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  await says(child, server.ready);
  return port;
}

function says(child: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (data: Buffer): void => {
      said += data;
      if (ready.test(said)) resolve();
    };
    // They are listened to for as long as they run, or they would stop at a full pipe.
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the server did not start: ${said}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return Promise.resolve();
  const { pid } = child;
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    process.kill(pid, 'SIGTERM');
  });
}
