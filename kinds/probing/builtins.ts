/**
 * Parts of Node, without what `import` makes of them: an ES import reads every export there is, and one of dns's loads
 * its promises. Of net it costs a cold checker half a millisecond.
 */
export const { connect, isIP } = process.getBuiltinModule('node:net');
/** Loaded by the first look-up: what connects loads it then in any case. */
export const lookup: typeof import('node:dns').lookup = ((...call: Parameters<typeof import('node:dns').lookup>) =>
  process.getBuiltinModule('node:dns').lookup(...call)) as never;
