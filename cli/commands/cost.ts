import type { WorkflowType } from '#core/contract.ts';
import type { Bill } from '#core/cost/bill.ts';
import type { Line, PricesUsed } from '#core/cost/estimate.ts';
import { dollarsText } from '#core/cost/lines.ts';
import type { Asked } from '../checks-files.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io, Out } from '../io.ts';
import { fitted } from '../output/fitted.ts';
import { printJson } from '../output/json.ts';
import { UsageError } from '../usage-error.ts';
import { readList } from './read-list.ts';

export type CostOptions = Asked & {
  readonly workflow?: WorkflowType;
  readonly region?: string;
  readonly json?: true;
};

/** Prints what a checks file would cost a month on AWS, largest item first. */
export async function cost(options: CostOptions, io: Io): Promise<number> {
  const { workflow, region, json } = options;
  const [{ billOf }, { KIND_NAMES }, { KNOWN_REGIONS }] = await Promise.all([
    import('#core/cost/bill.ts'),
    import('#kinds/settings.ts'),
    import('#core/cost/price-list.ts'),
  ]);
  if (region !== undefined && !KNOWN_REGIONS.includes(region)) {
    throw new UsageError(`the prices of ${region} are not known; use one of ${KNOWN_REGIONS.join(', ')}`);
  }
  const list = await readList(options, io);
  if (list === null) return EXIT.usage;
  const bill = billOf(list, KIND_NAMES, {
    ...(workflow && { workflow }),
    ...(region !== undefined && { regions: [region], home: undefined }),
  });
  if (json) printJson(environmentOf(options, bill), io.stdout);
  else await print(bill, options, io.stdout);
  return EXIT.ok;
}

/** The bill, and the environment that it is of. */
function environmentOf({ environment }: CostOptions, bill: Bill): Bill & { readonly environment?: string } {
  return environment === undefined ? bill : { environment, ...bill };
}

async function print(bill: Bill, { environment }: CostOptions, out: Out): Promise<void> {
  const printed = bill.lines.filter((line) => line.dollars >= 0.005);
  if (environment !== undefined) out.write(`environment ${environment}\n\n`);
  for (const line of printed) out.write(`${await fitted(lineText(line), out, WIDTH + GAP)}\n`);
  out.write(await fitted(belowLines(bill, printed), out));
}

function belowLines({ total, choices, prices, leftOut }: Bill, printed: readonly Line[]): string {
  return [
    `${dollars(total)}  a month in all`,
    '',
    `${' '.repeat(WIDTH)}  ${'workflow'.padStart(WIDTH)}  ${'in all'.padStart(WIDTH)}`,
    ...Object.entries(choices).map(
      ([type, choice]) => `${type.padEnd(WIDTH)}  ${dollars(choice.workflow)}  ${dollars(choice.total)}`,
    ),
    '',
    ...prices.map((used) => pricesText(used, printed)),
    `not counted: the free tier, data that goes out${leftOut.map((what) => `, ${what}`).join('')}`,
    '',
  ].join('\n');
}

function lineText({ item, dollars: amount, basis, lower }: Line): string {
  return `${dollars(amount)}  ${item}: ${basis}; lower: ${lower}`;
}

/** Whose prices these are; borrowed ones only where they make a line of the bill. */
function pricesText({ region, known, read, borrowed }: PricesUsed, printed: readonly Line[]): string {
  if (!known) return `the prices of ${region} are not known: these are list prices of us-east-1, ${daysOf(read)}`;
  const items = borrowed.filter((item) => printed.some((line) => line.item === item));
  const own = `list prices of ${region}, ${daysOf(read)}`;
  return items.length === 0 ? own : `${own}; some of ${items.join(', ')} not known there and taken from us-east-1`;
}

function daysOf({ from, to }: PricesUsed['read']): string {
  return `${from} to ${to}`;
}

const WIDTH = 10;
/** Columns between an amount and what it is for. */
const GAP = 2;

const dollars = (amount: number): string => dollarsText(amount).padStart(WIDTH);
