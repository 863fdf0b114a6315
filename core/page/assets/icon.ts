const SHAPES = {
  ok: '<circle cx="8" cy="8" r="7" fill="#1a7f37"/><path d="M4.5 8.2l2.4 2.4 4.6-5" fill="none" stroke="#fff" stroke-width="2"/>',
  slow: '<path d="M8 1l7.5 14H.5z" fill="#d49b12"/>',
  ng: '<path d="M4 1l4 4 4-4 3 3-4 4 4 4-3 3-4-4-4 4-3-3 4-4-4-4z" fill="#cf222e"/>',
  unknown: '<circle cx="8" cy="8" r="6" fill="none" stroke="#6a737d" stroke-width="3"/>',
} as const;

/** The icon of a tab, an SVG file: the shape that the state has on the page. */
export function icon(state: keyof typeof SHAPES): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${SHAPES[state]}</svg>`;
}
