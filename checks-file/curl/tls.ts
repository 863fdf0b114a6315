import type { TlsSettings, TlsVersion } from '#core/check/tls.ts';
import { shown } from './command-faults.ts';
import { type Reading, textFileOf } from './reading.ts';

const TLS_MINIMUM: Readonly<Record<string, TlsVersion>> = {
  tlsv1: '1.0',
  'tlsv1.0': '1.0',
  'tlsv1.1': '1.1',
  'tlsv1.2': '1.2',
  'tlsv1.3': '1.3',
};

/** Null when the command says nothing about TLS. */
export function tlsOf(reading: Reading): TlsSettings | null {
  const { options } = reading;
  refuseOtherThanPem(reading);
  const file = (name: string) => {
    const option = options.last(name);
    return option && textFileOf(option.value, option, reading);
  };
  const [cert, certPassword] = certOf(reading);
  const all: { readonly [K in keyof TlsSettings]: TlsSettings[K] | null | undefined } = {
    insecure: options.on('insecure') || null,
    ca: file('cacert'),
    cert,
    // A certificate's file may hold its key too, as curl allows.
    key: file('key') ?? cert,
    passphrase: options.last('pass')?.value ?? certPassword,
    minVersion: TLS_MINIMUM[options.last(...Object.keys(TLS_MINIMUM))?.name ?? ''],
    maxVersion: maxVersionOf(reading),
  };
  const tls: TlsSettings = Object.fromEntries(Object.entries(all).filter(([, value]) => value != null));
  return Object.keys(tls).length === 0 ? null : tls;
}

function refuseOtherThanPem({ options, faults }: Reading): void {
  for (const { spelled, value, valueAt } of options.all('cert-type', 'key-type')) {
    if (value.toUpperCase() === 'PEM') continue;
    faults.add(valueAt, `curl: ${spelled} ${shown(value)} is not supported; convert the file to PEM`);
  }
}

/** `file[:password]`, with `\:` for a colon in the file's name. */
function certOf(reading: Reading): [string | null, string | undefined] {
  const option = reading.options.last('cert');
  if (option === null) return [null, undefined];
  const [, name = '', password] = /^((?:\\:|[^:])*)(?::([\s\S]*))?$/.exec(option.value) ?? [];
  return [textFileOf(name.replaceAll('\\:', ':'), option, reading), password];
}

function maxVersionOf({ options, faults }: Reading): TlsVersion | undefined {
  const option = options.last('tls-max');
  if (option === null || option.value === 'default') return undefined;
  const version = (['1.0', '1.1', '1.2', '1.3'] as const).find((known) => known === option.value);
  if (version === undefined)
    faults.add(option.valueAt, `curl: --tls-max ${shown(option.value)} is no version; write 1.2 or 1.3`);
  return version;
}
