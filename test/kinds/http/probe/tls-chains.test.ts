import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type HttpOverrides, httpCheck, runHttp } from '../../checks.ts';
import { httpsServer, tlsFixture } from '../../servers.ts';

const TRUSTED = { tls: { ca: tlsFixture('chain-root') } };
/** OpenSSL would not show these certificates otherwise. */
const LAX = { ciphers: 'DEFAULT@SECLEVEL=0' };

describe('a certificate that is not accepted', () => {
  it.each<[certificate: string, key: string, message: string]>([
    [
      'chain-expired',
      'server-key',
      'certificate of the authority "Rollcall Chain expired" above that of HOST expired on 2025-01-31',
    ],
    [
      'chain-early',
      'server-key',
      'certificate of the authority "Rollcall Chain early" above that of HOST is not valid before 2119-01-01',
    ],
    ['chain-short', 'chain-short-key', 'certificate of HOST has a key that is too short (1024 bits)'],
    ['chain-weak', 'server-key', 'certificate of HOST has a signature that is too weak (ecdsa-with-SHA1)'],
    [
      'chain-name',
      'server-key',
      'certificate of HOST is for a.example, not for localhost, which stands in its subject (CN) alone, where nobody looks any more',
    ],
  ])('is told as what it is: %s', async (certificate, key, message) => {
    const url = await httpsServer(certificate, undefined, { key: tlsFixture(key), ...LAX });
    const { reason } = await runHttp(url, { http: TRUSTED });
    expect(reason).toEqual({ code: 'tls', message: message.replace('HOST', new URL(url).host) });
  });
});

describe('a certificate whose name stands in its subject (CN) alone', () => {
  it('is accepted where it lists no names, and that is said', async () => {
    const { reason, lenient } = await runHttp(await httpsServer('chain-bare'), { http: TRUSTED });
    expect({ reason, lenient }).toEqual({ reason: null, lenient: ['certificate name in CN only'] });
  });

  it('is not mentioned where nobody looks at the name', async () => {
    const { reason, lenient } = await runHttp(await httpsServer('chain-bare'), { http: { tls: { insecure: true } } });
    expect({ reason, lenient }).toEqual({ reason: null, lenient: undefined });
  });
});

describe('the days of a certificate', () => {
  const DAYS: HttpOverrides = { http: TRUSTED, expect: { more: { certificate: { days: 21_000 } } } };

  it('are those of the whole chain', async () => {
    const { reason, certificate } = await runHttp(await httpsServer('chain-ends'), DAYS);
    expect(reason?.code).toBe('certificate');
    expect(reason?.message).toMatch(
      /^certificate of its authority "Rollcall Chain ends" ends in \d+ days \(2031-01-01\), wanted 21000 or more$/,
    );
    expect(certificate?.daysLeft).toBeLessThan(21_000);
  });

  it('are not those of what was shown above an authority that is trusted itself', async () => {
    expect((await runHttp(await httpsServer('chain-crossed'), DAYS)).reason).toBeNull();
  });
});

describe('a name with a dot at its end', () => {
  it('is asked for, pinned and held against the certificate without it', async () => {
    const asked: unknown[] = [];
    const url = await httpsServer('good', (request, response) => {
      asked.push((request.socket as unknown as TLSSocket & { servername: unknown }).servername);
      response.end();
    });
    const port = Number(new URL(url).port);
    const pins = [{ host: 'localhost', port, address: '127.0.0.1' }];
    const tls = { ca: tlsFixture('root') };
    const { reason } = await runHttp(`https://localhost.:${port}`, { http: { tls, pins } });
    expect({ reason, asked }).toEqual({ reason: null, asked: ['localhost'] });
  });
});

describe("this machine's store", () => {
  const SCRIPT = fileURLToPath(new URL('./hostile/checker-process.ts', import.meta.url));
  /** In a process whose store holds the authority of these tests alone. */
  async function outcomes(
    urls: readonly string[],
    http: HttpOverrides['http'] = {},
    options: readonly string[] = [],
  ): Promise<unknown[]> {
    const env = {
      ...process.env,
      SSL_CERT_FILE: fileURLToPath(new URL('../../../fixtures/tls/root.pem', import.meta.url)),
    };
    const child = spawn(process.execPath, [...options, SCRIPT], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify([urls.map((url) => httpCheck(url, { http }))]));
    const { verdicts } = JSON.parse(await text(child.stdout));
    return verdicts.map(({ reason }: { reason: { code: string } | null }) => reason?.code ?? null);
  }

  it('counts', async () => {
    const url = await httpsServer('good');
    expect(await outcomes([url, url, await httpsServer('self-signed')])).toEqual([null, null, 'tls']);
  });

  it('does not beside an authority of the check', async () => {
    expect(await outcomes([await httpsServer('good')], TRUSTED)).toEqual(['tls']);
  });

  it('is not read on a Node that cannot', async () => {
    const older = 'import tls from "node:tls"; delete tls.getCACertificates';
    const options = ['--import', `data:text/javascript,${encodeURIComponent(older)}`];
    expect(await outcomes([await httpsServer('good')], {}, options)).toEqual(['tls']);
  });
});
