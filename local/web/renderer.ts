import type { Viewer } from './access/viewer.ts';
import type { Piece } from './events/looks.ts';
import type { Asked } from './http/asked.ts';
import type { WebOptions } from './options.ts';

/** Makes pages of what the source says. A variant is a scope and a language. */
export type Renderer = {
  variantOf(asked: Asked, viewer: Viewer): string;
  /** Rows of checks as a variant shows them, and what stands above. */
  pieces(variant: string, names: readonly string[]): Promise<readonly Piece[]>;
};

export function rendererOf(_options: WebOptions): Renderer {
  return { variantOf: (_, { sees }) => sees, pieces: async () => [] };
}
