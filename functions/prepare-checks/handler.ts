import { readFileSync } from 'node:fs';
import type { CheckList } from '#core/check/check-list.ts';
import { ENV, type WorkflowType } from '#core/contract.ts';
import type { Refusal } from '#core/run/invalid-input.ts';
import type { Prepared, PrepareEvent } from '#core/run/prepare.ts';
import { requireEnv } from '#functions/runtime/env.ts';
import { prepareChecks } from './prepare-checks.ts';

/** Written beside the bundle at deployment, out of a checks.yaml that had no fault. */
const LIST_FILE = new URL('./checks.json', import.meta.url);

const deployed = {
  list: JSON.parse(readFileSync(LIST_FILE, 'utf8')) as CheckList,
  concurrency: Number(requireEnv(ENV.concurrency)),
  workflow: requireEnv(ENV.workflow) as WorkflowType,
  region: requireEnv('AWS_REGION'),
  topicArn: requireEnv(ENV.topicArn),
  chatTopicArn: process.env[ENV.chatTopicArn],
};

export const handler = (event: PrepareEvent): Promise<Prepared | Refusal> =>
  prepareChecks(event, { ...deployed, now: new Date() });
