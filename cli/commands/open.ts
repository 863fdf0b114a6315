import { consolePage } from '#core/report/console-link.ts';
import { nearest } from '#core/text/nearest.ts';
import { safeText } from '#core/text/safe-text.ts';
import { quoted } from '#core/text/shown.ts';
import { executionPage, readArn, stateMachinePage } from '../aws/arn.ts';
import { knownBy } from '../aws/known.ts';
import { stackOutput } from '../aws/place.ts';
import { placeOf, type RemoteOptions, refuseExpress, remote } from '../aws/remote.ts';
import { type StackParts, stackParts } from '../aws/stack-parts.ts';
import { MOST_LOOKED, verdictsOf } from '../aws/verdicts-of.ts';
import { executionOf, type Workflow } from '../aws/workflow.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output/json.ts';
import { UsageError } from '../usage-error.ts';

export type OpenOptions = RemoteOptions & { readonly print?: boolean; readonly json?: boolean };

type Link = readonly [what: string, url: string];

/**
 * Prints where the workflow and its logs are to be seen in the AWS console, or what is named: its dashboard, its alarms, the status page, an
 * execution, or the latest execution that had a check. On a terminal what is named is shown in the browser too.
 */
export async function open(named: string | undefined, options: OpenOptions, io: Io): Promise<number> {
  const workflow = await remote(options, io, named);
  const links = named === undefined ? linksOf(workflow) : await linksFor(named, workflow, options, io);
  if (options.json) {
    printJson(Object.fromEntries(links), io.stdout);
    return EXIT.ok;
  }
  io.stdout.write(links.map(([what, url]) => `${what.padEnd(9)}  ${safeText(url)}\n`).join(''));
  const [first] = links;
  if (named !== undefined && first !== undefined && !options.print && io.stdout.isTTY) io.browse?.(first[1]);
  return EXIT.ok;
}

const linksOf = (workflow: Workflow): readonly Link[] => [
  ['workflow', stateMachinePage(workflow.arn)],
  ...logLinks(workflow),
];

async function linksFor(named: string, workflow: Workflow, options: OpenOptions, io: Io): Promise<readonly Link[]> {
  if (named === 'page') return [[named, await statusPage(workflow, options, io)]];
  if (named === 'dashboard' || named === 'alarms') {
    const parts = await stackParts(placeOf(options, io), workflow);
    return [[named, named === 'alarms' ? alarmsPage(workflow, parts) : dashboardPage(workflow, parts)]];
  }
  const execution = readArn(named) === null ? await executionNamed(named, workflow, io) : named;
  return [['execution', executionPage(execution)], ...linksOf(workflow)];
}

/** The ARN of the latest execution that had a check of this name, or else of the execution that is called so. */
async function executionNamed(named: string, workflow: Workflow, io: Io): Promise<string> {
  const known = await knownBy(workflow, 'names of checks are not looked up', io);
  if (known?.names.includes(named)) return latestOf(named, workflow, io);
  const execution = executionOf(workflow, named);
  if (workflow.type === 'EXPRESS') return execution;
  try {
    await workflow.describe(execution);
    return execution;
  } catch (error) {
    if (known === null || !(error instanceof UsageError)) throw error;
    const meant = nearest(named, [...known.names, 'dashboard', 'alarms', 'page']);
    const advice = meant === null ? 'rollcall history lists executions' : `did you mean ${quoted(meant)}?`;
    throw new UsageError(`there is no check and no execution ${quoted(named)}; ${advice}`, { cause: error });
  }
}

async function latestOf(check: string, workflow: Workflow, io: Io): Promise<string> {
  refuseExpress(workflow, `open ${check}`);
  const { verdicts } = await verdictsOf(workflow, check, { atMost: 1, since: 0, signal: io.signal });
  const [latest] = verdicts;
  if (latest !== undefined) return latest.run.id;
  throw new UsageError(`none of the newest ${MOST_LOOKED} executions that have ended had ${check}`);
}

/** As the stack says it; it alone is no page of the console. */
async function statusPage(workflow: Workflow, options: OpenOptions, io: Io): Promise<string> {
  const { stack } = await stackParts(placeOf(options, io), workflow);
  const url = await stackOutput({ stack, region: readArn(workflow.arn)?.region }, 'PageUrl');
  if (url !== undefined) return url;
  throw new UsageError(
    `the stack ${stack} has no status page; write deploy: {page: true}, and in home where there are several Regions`,
  );
}

function dashboardPage(workflow: Workflow, { dashboard, stack }: StackParts): string {
  if (dashboard === null) throw new UsageError(`the stack ${stack} has no dashboard; deploy.dashboard is false`);
  return cloudWatchPage(workflow, `dashboards/dashboard/${encodeURIComponent(dashboard)}`);
}

/** Those whose names have the stack's name in them. */
const alarmsPage = (workflow: Workflow, { stack }: StackParts): string =>
  cloudWatchPage(workflow, `alarmsV2:?~(search~'${encodeURIComponent(stack)})`);

/** The logs console wants the name escaped twice, with $ for %. */
function logLinks(workflow: Workflow): readonly Link[] {
  if (workflow.logGroup === null) return [];
  const name = encodeURIComponent(encodeURIComponent(workflow.logGroup)).replaceAll('%', '$');
  return [['logs', cloudWatchPage(workflow, `logsV2:log-groups/log-group/${name}`)]];
}

function cloudWatchPage({ arn }: Workflow, fragment: string): string {
  const { partition = 'aws', region = '' } = readArn(arn) ?? {};
  return consolePage(partition, region, `cloudwatch/home#${fragment}`);
}
