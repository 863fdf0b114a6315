import { readFileSync } from 'node:fs';
import { ENV } from '#core/contract.ts';
import type { PagePlan } from '#core/page/page-plan.ts';
import { awsJson } from '../runtime/aws-json.ts';
import { requireEnv } from '../runtime/env.ts';
import { askTracker } from './ask-tracker.ts';
import { objectsOf } from './objects.ts';
import type { Published } from './publish.ts';
import { renderPage } from './render-page.ts';
import { dynamoRuns } from './runs.ts';

/** Written beside the bundle at deployment: the checks that everybody may see. */
const PLAN_FILE = new URL('./page.json', import.meta.url);

const plan = JSON.parse(readFileSync(PLAN_FILE, 'utf8')) as PagePlan;
const checks = new Map(plan.checks.map((check) => [check.name, check]));
const tracker = requireEnv(ENV.tracker);
const rendering = {
  plan,
  site: requireEnv(ENV.pageUrl),
  runs: dynamoRuns(awsJson(), requireEnv(ENV.historyTable), (name) => checks.get(name) ?? null),
  archive: objectsOf(requireEnv(ENV.historyBucket)),
  pages: objectsOf(requireEnv(ENV.pagesBucket)),
  askTracker: () => askTracker(tracker),
  now: Date.now,
};

/** What was published is for whoever calls it by hand. */
export const handler = (): Promise<Published> => renderPage(rendering);
