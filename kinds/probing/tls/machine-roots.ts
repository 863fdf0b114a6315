type Tls = Pick<typeof import('node:tls'), 'rootCertificates'> & Partial<typeof import('node:tls')>;

/**
 * Loaded when they are needed: one export of tls reads all root certificates. Before 22.15 Node cannot read the machine's
 * store, and says only which authorities it brings along.
 */
function authorities(of: 'default' | 'system'): readonly string[] {
  const tls: Tls = process.getBuiltinModule('node:tls');
  return tls.getCACertificates?.(of) ?? (of === 'default' ? tls.rootCertificates : []);
}

let extra: readonly string[] | null = null;

/**
 * The authorities in this machine's store that Node does not bring along, as PEM. To read the store takes 0.1 s of CPU,
 * so that is done once, and not before a certificate was refused without it.
 */
export function readMachineRoots(): readonly string[] {
  if (extra === null) {
    const known = new Set(authorities('default'));
    extra = authorities('system').filter((pem) => !known.has(pem));
  }
  return extra;
}

/** Those of them that are known by now: null before the store was read. */
export function knownMachineRoots(): readonly string[] | null {
  return extra;
}

/** All that is trusted without a setting, as PEM. */
export function trustedRoots(): readonly string[] {
  return [...authorities('default'), ...(extra ?? [])];
}
