import stringWidth from 'string-width';
import type { Io, Out } from '../io.ts';
import { type Measured, type Measures, terminalOf } from './terminal.ts';
import { wrap } from './wrap.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** For any text: East Asian characters and emoji are two columns wide. It takes a tenth of a start to load. */
export const MEASURES: Measures = {
  width: stringWidth,
  characters: (text) => Array.from(segmenter.segment(text), ({ segment }) => segment),
  wrap,
};

/** What a stream can show, for any text. */
export function measuredTerminal(out: Out, env: Io['env']): Measured {
  return { ...terminalOf(out, env), ...MEASURES };
}
