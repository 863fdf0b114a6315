import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { TlsSettings } from '../check/tls.ts';
import type { Path } from '../text/json-values.ts';
import type { Draft } from './draft.ts';
import type { PathFault } from './fault.ts';
import type { NamedFiles } from './named-files.ts';
import { fileFaults } from './sent-file.ts';
import { filledText } from './setting.ts';
import { isLeftOpen } from './url.ts';

const PEM_RULE = 'write the path of a PEM file, relative to the checks file, or its text';

/** Whose certificates are trusted, and which one is shown: PEM text, or a file of it. */
export const certificateShape = {
  ca: filledText(PEM_RULE).optional().describe('Authorities to trust instead of the public ones: PEM, or its file.'),
  cert: filledText(PEM_RULE).optional().describe('Certificate to show to the server: PEM, or its file.'),
  key: filledText(PEM_RULE)
    .optional()
    .describe('Private key of cert: PEM, or its file. In the file of cert when left out.'),
  passphrase: filledText('write the passphrase of the key').optional().describe('What opens key.'),
};

type AuthoredCertificates = { readonly [K in keyof typeof certificateShape]?: string | undefined };

const PEMS = ['ca', 'cert', 'key'] as const;

/** Files that cannot be read, and PEM that no TLS library would take. What only the checker knows is left to it. */
export function certificateFaults(tls: Draft<AuthoredCertificates> = {}, at: Path, files: NamedFiles): PathFault[] {
  const unread = PEMS.flatMap((name) => {
    const value = tls[name];
    return value === undefined || !isFile(value) ? [] : fileFaults(value, [...at, name], files);
  });
  return unread.length > 0 ? unread : pemFaults(tls, at, files);
}

function pemFaults(tls: Draft<AuthoredCertificates>, at: Path, files: NamedFiles): PathFault[] {
  const text = (name: (typeof PEMS)[number]): string | null => {
    const value = tls[name];
    return value === undefined || isLeftOpen(value) ? null : pemOf(value, files);
  };
  const fault = (name: string, message: string): PathFault => ({ path: [...at, name], message });
  const ca = text('ca');
  const cert = text('cert');
  const faults: PathFault[] = [];
  if (ca !== null && certificatesOf(ca) === null) faults.push(fault('ca', NO_CERTIFICATE));
  const shown = cert === null ? null : certificatesOf(cert);
  if (cert !== null && shown === null) faults.push(fault('cert', NO_CERTIFICATE));
  if (tls.cert === undefined && tls.key !== undefined)
    faults.push(fault('key', 'has no cert beside it; write cert too'));
  const key = tls.key === undefined ? cert : text('key');
  if (key === null || tls.cert === undefined || isLeftOpen(tls.passphrase ?? '')) return faults;
  const name = tls.key === undefined ? 'cert' : 'key';
  const opened = keyOf(key, tls.passphrase);
  if (opened === null) return [...faults, fault(name, NO_KEY[name])];
  const own = shown?.[0];
  if (own !== undefined && !own.checkPrivateKey(opened))
    faults.push(fault(name, 'is not the key of cert; name the one that is'));
  return faults;
}

const NO_CERTIFICATE = 'holds no certificate in PEM; name a file that begins with -----BEGIN CERTIFICATE-----';
const NO_KEY = {
  key: 'holds no private key in PEM that can be opened; name another, or write its passphrase',
  cert: 'has no key beside it; write key too',
} as const;

/** Every certificate of a PEM text, or null when there is none or one cannot be read. */
function certificatesOf(pem: string): readonly X509Certificate[] | null {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.length === 0 ? null : blocks.map((block) => new X509Certificate(block));
  } catch {
    return null;
  }
}

function keyOf(pem: string, passphrase: string | undefined): KeyObject | null {
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    return null;
  }
}

function isFile(value: string): boolean {
  return !value.includes('-----BEGIN') && !isLeftOpen(value);
}

function pemOf(value: string, files: NamedFiles): string {
  return isFile(value) ? Buffer.from(files(value)).toString() : value;
}

/** The certificates as they travel, files read. */
export function resolveCertificates(
  { ca, cert, key, passphrase }: AuthoredCertificates,
  files: NamedFiles,
): Pick<TlsSettings, 'ca' | 'cert' | 'key' | 'passphrase'> {
  const own = key ?? cert;
  return {
    ...(ca !== undefined && { ca: pemOf(ca, files) }),
    ...(cert !== undefined && { cert: pemOf(cert, files) }),
    ...(own !== undefined && { key: pemOf(own, files) }),
    ...(passphrase !== undefined && { passphrase }),
  };
}
