import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { awsObstacles } from '#core/address/aws-obstacles.ts';
import type { AlarmPlan } from '#core/alarm/plan.ts';
import { silenceWindow } from '#core/alarm/window.ts';
import type { Check } from '#core/check/check.ts';
import type { CheckList } from '#core/check/check-list.ts';
import { EXPRESS_LIMIT_S } from '#core/contract.ts';
import { estimate } from '#core/cost/estimate.ts';
import { dollarsText } from '#core/cost/lines.ts';
import { workloadOf } from '#core/cost/workload.ts';
import { scheduleName } from '#core/run/interval.ts';
import { checkSeconds, longestRun, runSeconds, type Shard } from '#core/run/shards.ts';
import { KIND_NAMES, settingsOf } from '#kinds/settings.ts';
import { concurrencyWarnings } from './concurrency-warnings.ts';
import { inlineWarnings, smallerShards } from './nested-warnings.ts';
import type { Settings } from './settings.ts';

/** Says at synth what will be deployed as asked, and may not work out as meant. */
export function warn(
  scope: Construct,
  settings: Settings,
  shards: readonly Shard[],
  plan: AlarmPlan,
  guard: readonly Check[] = [],
): void {
  const { concurrency } = settings;
  const say = (id: string, text: string) => Annotations.of(scope).addWarningV2(`rollcall:${id}`, text);
  if (settings.allowLoopback) say('allowLoopback', LOOPBACK);
  for (const [id, text] of concurrencyWarnings(settings, shards, guard)) say(id, text);
  if (settings.regions !== undefined && settings.regions.length > 1 && settings.home === undefined) {
    say(
      'home',
      `${settings.regions.length} regions and no home: each writes its metrics for itself alone; write home: ${settings.regions[0]}.`,
    );
  }
  const { home, regions = [] } = settings;
  if (home !== undefined && regions.length > 1 && Token.isUnresolved(Stack.of(scope).region)) say('region', NOWHERE);
  const checks = [...shards.flatMap((shard) => shard.checks), ...guard];
  for (const [id, text] of outOfReach(checks, settings.allowLoopback)) say(id, text);
  for (const [id, text] of alarmWarnings(shards, plan)) say(id, text);
  for (const [id, text] of inlineWarnings(settings, shards, guard)) say(id, text);
  for (const [name, group] of Map.groupBy(shards, ({ schedule }) => scheduleName(schedule))) {
    const late = group.filter(
      ({ checks, schedule }) =>
        runSeconds([...checks, ...guard], concurrency) >= longestRun(schedule, settings.workflow),
    );
    if (late.length > 0) say(`overrun:${name}`, overrun(name, late, settings, guard));
  }
}

const MOST_NAMED = 5;

/** A line for each sort of obstacle, with the first of the checks that meet it. */
function outOfReach(checks: readonly Check[], allowLoopback: boolean): [id: string, text: string][] {
  const met = checks.flatMap((check) => {
    const to = settingsOf(check.kind).destinations?.(check.target) ?? [];
    return awsObstacles(to, { allowLoopback }).map(({ sort, message }) => ({
      sort,
      text: `${check.name}: ${message}`,
    }));
  });
  return [...Map.groupBy(met, ({ sort }) => sort)].map(([id, alike]) => {
    // Several steps of a check may have the same to say.
    const all = [...new Set(alike.map(({ text }) => text))];
    const told = all.slice(0, MOST_NAMED);
    const more = all.length > told.length ? `\nand ${all.length - told.length} more` : '';
    return [`outOfReach:${id}`, `${told.join('\n')}${more}`];
  });
}

/** Says in one line what a month of it costs, and what it costs more than one would think. */
export function tellCost(scope: Construct, list: CheckList, settings: Settings, shards: readonly Shard[]): void {
  const { checks, guard } = list;
  for (const [id, text] of smallerShards(checks, settings, shards, guard ?? [])) {
    Annotations.of(scope).addInfoV2(`rollcall:${id}`, text);
  }
  const { region } = Stack.of(scope);
  const here = Token.isUnresolved(region) ? null : region;
  const { lines, total } = estimate([workloadOf(checks, settings, here, KIND_NAMES, list)]);
  const largest = lines.slice(0, 3).map(({ item, dollars }) => `${item} ${dollarsText(dollars)}`);
  Annotations.of(scope).addInfoV2(
    'rollcall:cost',
    `about ${dollarsText(total)} a month${here === null ? '' : ` in ${here}`} (${largest.join(', ')} …); rollcall cost tells more`,
  );
}

const LOOPBACK =
  'allowLoopback lets whoever writes a check reach what listens inside the checker functions, such as extensions and ' +
  'their secrets. It is for acceptance tests on an emulated AWS; do not deploy it to an account.';

/** The worst run with its sum, and what to change. */
function overrun(
  name: string,
  late: readonly Shard[],
  { concurrency, workflow }: Settings,
  guard: readonly Check[],
): string {
  const slow = [...late.flatMap(({ checks }) => checks), ...guard].toSorted(
    (a, b) => checkSeconds(b) - checkSeconds(a),
  );
  const [worst] = slow;
  const [shard] = late;
  if (worst === undefined || shard === undefined) return '';
  const seconds = Math.max(...late.map(({ checks }) => runSeconds([...checks, ...guard], concurrency)));
  const limit = longestRun(shard.schedule, workflow);
  const reason =
    limit === EXPRESS_LIMIT_S && workflow === 'express'
      ? 'after which AWS ends an express workflow'
      : 'when the next run is due';
  const others = slow.length === 1 ? '' : ` and ${slow.length - 1} more`;
  const which = late.map(({ id }) => id).slice(0, 5);
  return (
    `a run of ${which.join(', ')}${late.length > which.length ? ', …' : ''} may take ${seconds} s, and ${limit} s is ` +
    `${reason}: ${worst.name} takes up to ${sumOf(worst)}${others}. Write a shorter timeout, fewer rechecks, or a longer every than ${name}.`
  );
}

function sumOf(check: Check): string {
  const { rechecks, recheckAfterSeconds, timeoutMs } = check;
  return `(1 + ${rechecks}) × (${timeoutMs / 1000} s + 5 s) + ${rechecks} × ${recheckAfterSeconds} s = ${checkSeconds(check)} s`;
}

/** What alarms do not watch as one would think. */
function alarmWarnings(shards: readonly Shard[], { without, alarms }: AlarmPlan): [id: string, text: string][] {
  const said: [id: string, text: string][] = [];
  if (without.includes('check')) {
    const checks = shards.reduce((sum, shard) => sum + shard.checks.length, 0);
    said.push(['groupAlarms', `an alarm for each of ${checks} checks does not fit into ${TEMPLATE}${GROUPS}`]);
  }
  if (without.includes('certificate'))
    said.push(['certificateAlarms', `alarms of certificates do not fit into ${TEMPLATE}${CERTIFICATES}`]);
  const rare = alarms.length === 0 ? [] : shards.filter(({ schedule }) => silenceWindow(schedule) === null);
  if (rare.length > 0) said.push(['rare', `shard ${rare.map(({ id }) => id).join(', ')}${RARE}`]);
  return said;
}

const NOWHERE =
  'home is set, and the stack does not say its own Region: it watches no check by alarms. Give the stack env: {region}.';
const TEMPLATE = 'one CloudFormation template (500 resources, 1 MB)';
const GROUPS =
  ': one for each shard watches them instead, and alerts name the checks. Split the list into several, each with a deploy.name, to have them, or ' +
  'write deploy.alarms: {per: group} to have it so.';
const CERTIFICATES =
  ': CertificateDays is written and nobody watches it. Write expect: {certificate: {days: 21}} in those checks, or ' +
  'metrics without certificateDays.';
const RARE =
  ': no alarm tells when its runs do not come, because it runs less than once in seven days, or is a cron that pauses for ' +
  'two days. Write every: 7d or less, or a cron without such a pause, to have one.';
