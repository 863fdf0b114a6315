/**
 * Parts of Node, without what `import` makes of them: an ES import reads every export there is. One of http's loads the
 * whole of undici for it, which took two thirds of the time in which a cold checker starts; one of dns's its promises.
 */
export const { request, validateHeaderName, validateHeaderValue } = process.getBuiltinModule('node:http');
/** Loaded by the first look-up: what connects loads it then in any case. */
export const lookup: typeof import('node:dns').lookup = ((...call: Parameters<typeof import('node:dns').lookup>) =>
  process.getBuiltinModule('node:dns').lookup(...call)) as never;
