import { Option } from 'commander';
import { DEFAULT_CONCURRENCY } from '#core/contract.ts';
import { wholeNumber } from './arguments.ts';

/** More sockets at once than this is a load test, and beyond the open files that most hosts allow. */
const MOST_CONCURRENCY = 1000;

export function concurrencyOption(description: string, usual = DEFAULT_CONCURRENCY): Option {
  return new Option('--concurrency <n>', description).argParser(wholeNumber(MOST_CONCURRENCY)).default(usual);
}
