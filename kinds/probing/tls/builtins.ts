/**
 * Parts of Node's tls, taken without `import` for the reason in ../builtins.ts: one of its exports reads all root
 * certificates. Loaded by the first handshake: it takes as much CPU as 40 requests over plain http.
 */
type Tls = typeof import('node:tls');
const tls = (): Tls => process.getBuiltinModule('node:tls');

/** Node's `tls.connect`. */
export const connect = ((...call: Parameters<Tls['connect']>) => tls().connect(...call)) as Tls['connect'];
/** Node's `tls.createSecureContext`. */
export const createSecureContext: Tls['createSecureContext'] = (options) => tls().createSecureContext(options);
