/**
 * Parts of Node's tls, taken without `import` for the reason in ../builtins.ts: one of its exports reads all root
 * certificates. Apart from the others, because most kinds do without it. At the start, not at the first handshake: Lambda
 * starts a function with more CPU than it runs it.
 */
export const { connect, createSecureContext } = process.getBuiltinModule('node:tls');
