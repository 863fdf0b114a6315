import type { Estimate, Line } from '#core/cost/estimate.ts';
import { safeText } from '#core/verdict/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { readChecksFile } from '../files.ts';
import type { Io } from '../io.ts';

export type CostOptions = { readonly checks: string; readonly workflow: 'standard' | 'express'; readonly json?: true };

/** Prints what a checks file would cost a month on AWS, largest item first. */
export async function cost(options: CostOptions, io: Io): Promise<number> {
  const [file, { formatFault }, { readChecks }, { estimate }, { workloadOf }] = await Promise.all([
    readChecksFile(options.checks, io),
    import('#core/checks/parse.ts'),
    import('#local/read-checks.ts'),
    import('#core/cost/estimate.ts'),
    import('#core/cost/workload.ts'),
  ]);
  const { list, faults } = await readChecks(file.text, file.folder);
  if (list === null) {
    for (const fault of faults) io.stdout.write(`${safeText(formatFault(file.name, fault))}\n`);
    return EXIT.usage;
  }
  const bill = estimate(workloadOf(list.checks, options.workflow, list.deploy));
  io.stdout.write(options.json ? `${JSON.stringify(bill, null, 2)}\n` : textOf(bill));
  return EXIT.ok;
}

function textOf({ total, lines, workflow, prices }: Estimate): string {
  const other = `workflow: standard ${dollars(workflow.standard)}, express ${dollars(workflow.express)}`;
  return [
    ...lines.filter((line) => line.dollars >= 0.005).map(lineText),
    `${dollars(total).padStart(10)}  a month in all`,
    '',
    other,
    `list prices of ${prices.region} on ${prices.date}, free tier left out; other Regions differ by some per cent`,
    '',
  ].join('\n');
}

function lineText({ item, dollars: amount, basis, lower }: Line): string {
  return `${dollars(amount).padStart(10)}  ${item}: ${basis}; lower: ${lower}`;
}

function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
