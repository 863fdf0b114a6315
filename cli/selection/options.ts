import { Option } from 'commander';
import { words } from '../arguments.ts';

/** Options that choose checks of a list on this machine. In names and tags `*` stands for any text, `?` for one character. */

export const ONLY = new Option(
  '--only <names>',
  "only the checks of these names, separated by commas; 'shop-*' is several",
);
export const EXCLUDE = new Option('--exclude <names>', 'all but the checks of these names');
export const TAGS = new Option('--tags <tags>', 'only checks with any of these tags, separated by commas');
export const CHANGED_SINCE = new Option(
  '--changed-since <ref>',
  'only checks that changed since this git ref, with the files that they name',
);

for (const option of [ONLY, EXCLUDE, TAGS]) option.argParser(words);
