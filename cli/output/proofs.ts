import type { Proof } from '#core/prove/prove.ts';
import { safeText } from '#core/text/safe-text.ts';
import { MEASURES } from './measures.ts';
import { type Row, renderRows } from './rows.ts';
import { paint, type Terminal } from './terminal.ts';

/** `unproven`: there was no healthy answer to begin with. */
export type ProofCounts = {
  readonly total: number;
  readonly proven: number;
  readonly survived: number;
  readonly unproven: number;
};

export function countsOf(proofs: readonly Proof[]): ProofCounts {
  const count = (outcome: Proof['outcome']) => proofs.filter((proof) => proof.outcome === outcome).length;
  return { total: proofs.length, proven: count('proven'), survived: count('survived'), unproven: count('unproven') };
}

/** One line a check, with what it would not notice and what to add, and the counts below. */
export function renderProofs(proofs: readonly Proof[], terminal: Terminal): string {
  const head = { figure: 'NOTICED', remark: 'STAYS OK WITH', mostLines: Number.POSITIVE_INFINITY };
  const { proven, survived, unproven } = countsOf(proofs);
  const parts = [
    paint(terminal, proven > 0 ? 'green' : 'dim', `${proven} proven`),
    paint(terminal, survived > 0 ? ['red', 'bold'] : 'dim', `${survived} would miss something`),
    paint(terminal, unproven > 0 ? ['red', 'bold'] : 'dim', `${unproven} NG to begin with`),
  ];
  return `${renderRows(proofs.map(rowOf), head, { ...terminal, ...MEASURES })}${parts.join(', ')}\n`;
}

function rowOf(proof: Proof): Row {
  const tried = proof.trials.filter(({ outcome }) => outcome !== 'untried').length;
  const noticed = proof.trials.filter(({ outcome }) => outcome === 'NG').length;
  return {
    isOk: proof.outcome === 'proven',
    name: safeText(proof.name),
    figure: proof.reason === null ? `${noticed} of ${tried}` : '-',
    remark: remarksOf(proof).map(safeText).join('\n'),
  };
}

function remarksOf({ reason, trials }: Proof): string[] {
  if (reason !== null) return [`not proven: ${reason.message}`];
  const named = (wanted: string) => trials.filter(({ outcome }) => outcome === wanted).map(({ name }) => name);
  const [allowed, untried] = [named('allowed'), named('untried')];
  return [
    ...missed(trials.filter(({ outcome }) => outcome === 'OK')),
    ...(allowed.length === 0 ? [] : [`(allowed: ${allowed.join(', ')})`]),
    ...(untried.length === 0
      ? []
      : [`(not tried, as no answer that offends it could be made up: ${untried.join(', ')})`]),
  ];
}

/** What one setting would catch is reported together. */
function missed(trials: Proof['trials']): string[] {
  const byAdvice = new Map<string, string[]>();
  for (const { name, advice = '' } of trials) byAdvice.set(advice, [...(byAdvice.get(advice) ?? []), name]);
  return [...byAdvice].map(([advice, names]) => `${names.join(', ')}: ${advice}`);
}
