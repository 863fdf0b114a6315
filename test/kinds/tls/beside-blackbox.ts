/**
 * The same TLS servers, asked by Rollcall and by blackbox_exporter: a table of the verdicts that differ, with the document
 * that says who is right. Needs openssl and prometheus-blackbox-exporter (Debian's package of that name) on the PATH.
 *
 * usage: node test/kinds/tls/beside-blackbox.ts
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { findBlackbox } from '../../../bench/contenders/blackbox.ts';
import { freePort } from '../../../bench/machine.ts';
import { table } from '../../../bench/print.ts';
import { listen, tlsFixture } from '../servers.ts';
import { endAll, whenOver } from '../when-over.ts';
import { outcomeOf, runTls } from './run-tls.ts';
import { certificatesIn, fixturePath, sServer } from './s-server.ts';

type Rollcall = Parameters<typeof runTls>;
type Compared = {
  readonly server: string;
  readonly start: () => Promise<number>;
  readonly tls?: Rollcall[0];
  readonly expect?: Rollcall[1];
  readonly module?: 'tls' | 'bundle' | 'smtp';
  /** Who is right, by which document, where the verdicts differ. */
  readonly right: string;
};

const CHAIN = certificatesIn('chain-middle');
const [LEAF = '', INTERMEDIATE = ''] = CHAIN;
const ROOT = tlsFixture('chain-root');
const LAX = ['-cipher', 'DEFAULT:@SECLEVEL=0'];
const WANTING = ['-Verify', '1', '-verify_return_error', '-CAfile', fixturePath('chain-root.pem')];

const COMPARED: readonly Compared[] = [
  { server: 'a whole chain', start: () => sServer({ chain: CHAIN }), expect: { chain: 'complete' }, right: '' },
  {
    server: 'wants a certificate of the client, TLS 1.3',
    start: () => sServer({ chain: CHAIN }, ...WANTING, '-tls1_3'),
    right: 'NG: the server refuses the connection (RFC 8446, 4.4.2.4 and 6.2, certificate_required)',
  },
  {
    server: 'wants a certificate of the client, TLS 1.2',
    start: () => sServer({ chain: CHAIN }, ...WANTING, '-tls1_2'),
    right: '',
  },
  {
    server: 'a key of 1024 bits',
    start: () => sServer({ chain: certificatesIn('chain-short'), key: 'chain-short-key' }, ...LAX),
    right: 'NG: RSA keys have 2048 bits at least (CA/Browser Forum Baseline Requirements, 6.1.5)',
  },
  {
    server: 'a signature with SHA-1',
    start: () => sServer({ chain: certificatesIn('chain-weak') }, ...LAX),
    right: 'NG: SHA-1 is not used (Baseline Requirements, 7.1.3.2)',
  },
  {
    server: 'TLS 1.0 and 1.1 too; `refuses: ["1.0", "1.1"]`',
    start: () => sServer({ chain: CHAIN }, ...LAX),
    expect: { refuses: ['1.0', '1.1'] },
    right: 'NG: TLS 1.0 and 1.1 must not be used (RFC 8996); blackbox_exporter cannot ask for that',
  },
  { server: 'TLS 1.1 at most', start: () => sServer({ chain: CHAIN }, ...LAX, '-tls1_1'), right: '' },
  {
    server: 'a stapled status that says revoked; `ocsp: good`',
    start: () => sServer({ chain: CHAIN }, '-status_file', fixturePath('chain-middle-revoked.ocsp')),
    expect: { ocsp: 'good' },
    right: 'NG: a revoked certificate is not to be relied on (RFC 6960, 2.2); blackbox_exporter reads no status',
  },
  { server: 'no intermediate', start: () => sServer({ chain: [LEAF] }), right: '' },
  {
    server: 'no intermediate, which the authorities of the check have; `chain: complete`',
    start: () => sServer({ chain: [LEAF] }),
    tls: { ca: INTERMEDIATE + ROOT },
    expect: { chain: 'complete' },
    module: 'bundle',
    right:
      'NG: all but the root is sent (RFC 8446, 4.4.2), and clients without it fail; blackbox_exporter cannot ask for that',
  },
  {
    server: 'a chain in the wrong order, its root too; `chain: complete`',
    start: () => sServer({ chain: [LEAF, ROOT, INTERMEDIATE] }),
    expect: { chain: 'complete' },
    right: 'degraded: each certificate certifies the one before it (RFC 5246, 7.4.2; should, RFC 8446, 4.4.2)',
  },
  { server: 'a certificate that ended', start: () => sServer({ chain: certificatesIn('chain-expired') }), right: '' },
  { server: 'another name', start: () => sServer({ chain: certificatesIn('chain-name') }), right: '' },
  { server: 'its name in the subject alone', start: () => sServer({ chain: certificatesIn('chain-bare') }), right: '' },
  {
    server: 'SMTP with STARTTLS',
    start: () => mail('220 go\r\n'),
    tls: { starttls: 'smtp' },
    module: 'smtp',
    right: '',
  },
  {
    server: 'SMTP with a reply injected behind that to STARTTLS',
    start: () => mail('220 go\r\n250 injected\r\n'),
    tls: { starttls: 'smtp' },
    module: 'smtp',
    right: 'NG: what came before TLS is to be discarded or refused (CVE-2011-0411; RFC 3207, 6)',
  },
];

/** A mail server that says this to STARTTLS. */
function mail(yes: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).write('220 mx ESMTP\r\n');
    socket.on('data', function listen(data) {
      if (String(data).startsWith('EHLO')) socket.write('250-mx\r\n250 STARTTLS\r\n');
      if (!String(data).startsWith('STARTTLS')) return;
      socket.off('data', listen).write(yes);
      const secured = new TLSSocket(socket, { isServer: true, cert: CHAIN.join(''), key: tlsFixture('server-key') });
      secured.on('error', () => undefined).resume();
    });
  });
  return listen(server);
}

const START_TLS = [
  { expect: '^220' },
  { send: 'EHLO prober\r' },
  { expect: '^250[ -]STARTTLS' },
  { send: 'STARTTLS\r' },
  { expect: '^220' },
  { starttls: true },
];

/** As its own documentation writes it; `localhost` is the name that certificates are held against. */
function configuration(folder: string): string {
  const bundle = join(folder, 'bundle.pem');
  writeFileSync(bundle, INTERMEDIATE + ROOT);
  const of = (ca_file: string, tcp: object) => ({
    prober: 'tcp',
    timeout: '5s',
    tcp: { preferred_ip_protocol: 'ip4', tls_config: { ca_file, server_name: 'localhost' }, ...tcp },
  });
  const root = fixturePath('chain-root.pem');
  const modules = {
    tls: of(root, { tls: true }),
    bundle: of(bundle, { tls: true }),
    smtp: of(root, { query_response: START_TLS }),
  };
  const file = join(folder, 'blackbox.yml');
  writeFileSync(file, JSON.stringify({ modules }));
  return file;
}

const READY_WITHIN_MS = 10_000;

async function startBlackbox(program: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-blackbox-'));
  const port = await freePort();
  const words = [
    `--config.file=${configuration(folder)}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ];
  const exporter = spawn(program, words, { stdio: 'ignore' });
  whenOver(() => {
    exporter.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const base = `http://127.0.0.1:${port}`;
  for (const until = performance.now() + READY_WITHIN_MS; performance.now() < until; ) {
    if (
      await fetch(`${base}/-/healthy`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return base;
  }
  throw new Error(`${program} does not answer`);
}

/** Its verdict, and whether it says when the certificate ends. */
async function askBlackbox(base: string, port: number, module: string): Promise<{ verdict: string; knows: boolean }> {
  const response = await fetch(`${base}/probe?module=${module}&target=localhost:${port}`);
  const metrics = await response.text();
  return {
    verdict: /^probe_success 1$/m.test(metrics) ? 'OK' : 'NG',
    knows: /^probe_ssl_earliest_cert_expiry [1-9]/m.test(metrics),
  };
}

async function compare(base: string): Promise<void> {
  const rows: string[][] = [];
  const unknown = { rollcall: 0, blackbox: 0 };
  for (const { server, start, tls, expect, module = 'tls', right } of COMPARED) {
    const port = await start();
    const ours = await runTls({ port, ...tls }, expect);
    const theirs = await askBlackbox(base, port, module);
    const [own] = outcomeOf(ours).split(':');
    const verdict = ours.outcome === 'NG' ? 'NG' : (own ?? '');
    if (ours.certificate === undefined) unknown.rollcall += 1;
    if (!theirs.knows) unknown.blackbox += 1;
    process.stderr.write(`${server}: ${outcomeOf(ours)} | ${theirs.verdict}${theirs.knows ? '' : ', no expiry'}\n`);
    if (verdict !== theirs.verdict) rows.push([server, verdict, theirs.verdict, right]);
  }
  process.stdout.write(table(['server', 'Rollcall', 'blackbox_exporter', 'right is'], rows));
  process.stdout.write(
    `\n${COMPARED.length} servers, ${rows.length} verdicts that differ. The certificate of ${unknown.rollcall} is not known to Rollcall, of ${unknown.blackbox} not to blackbox_exporter.\n`,
  );
}

const program = findBlackbox(process.env['PATH'] ?? '');
if (program === null) {
  process.stderr.write('blackbox_exporter is not on the PATH: apt-get install prometheus-blackbox-exporter\n');
  process.exitCode = 1;
} else {
  try {
    await compare(await startBlackbox(program));
  } finally {
    await endAll();
  }
}
