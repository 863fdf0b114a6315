/** Parts of node:http2, taken without `import` for the reason in ../builtins.ts. */
export const { connect, constants } = process.getBuiltinModule('node:http2');
