import { BUDGETS } from '../contract.ts';
import { cutToBytes, safeText } from '../text/safe-text.ts';
import { redactorOf } from './redactor.ts';

/** Of what a job sends, as much of its end is looked at. */
const LOOKED_AT_BYTES = 10_000;

/** The end of what a job said, safe to print, without the token that it reports with; at most 300 bytes. */
export function lastWords(said: Buffer, token: string): string {
  const text = new TextDecoder().decode(said.subarray(-LOOKED_AT_BYTES)).trim();
  return endOf(safeText(redactorOf(token === '' ? [] : [token])(text)));
}

function endOf(text: string): string {
  if (Buffer.byteLength(text) <= BUDGETS.excerptBytes) return text;
  const mirrored = [...text].reverse().join('');
  return [...cutToBytes(mirrored, BUDGETS.excerptBytes)].reverse().join('');
}
