/**
 * Parts of Node, taken without `import` for the reason in runtime/builtins.ts. One of http's exports loads the whole of
 * undici, one of tls's reads all root certificates: together they took most of the time in which a cold checker starts.
 */
export const { connect, createSecureContext } = process.getBuiltinModule('node:tls');
export const { unescape: percentDecoded } = process.getBuiltinModule('node:querystring');
