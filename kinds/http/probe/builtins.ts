/** A part of Node, taken without `import` for the reason in kinds/probing/builtins.ts. */
export const { unescape: percentDecoded } = process.getBuiltinModule('node:querystring');
