/** The versions of TLS, as people write them. */
export type TlsVersion = '1.0' | '1.1' | '1.2' | '1.3';

/**
 * `ca`, `cert` and `key` are PEM text, `passphrase` opens `key`. `insecure` accepts any certificate. `anyStrength`: ciphers,
 * keys and versions that are too weak to be trusted are spoken all the same, for who judges them.
 */
export type TlsSettings = {
  readonly insecure?: boolean;
  readonly anyStrength?: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
};
