import { expectThat, tell } from '../report.ts';
import { compare, linesOf } from './differential.ts';

/** The same cases in every run; `npm run engine-differential` takes others. */
const SELECTION = { seed: 1, count: 40 };

/** Generated definitions end on both engines alike, or as a rule says that the emulator does not keep. */
export async function sameEnds(endpoint: string): Promise<void> {
  const report = await compare(endpoint, SELECTION);
  tell(`seed ${SELECTION.seed}`);
  for (const line of linesOf(report)) tell(line);
  expectThat(`${SELECTION.count} generated definitions end alike on both engines`, report.unexplained, []);
}
