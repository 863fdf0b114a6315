import { consolePage } from '#core/report/console-link.ts';
import { safeText } from '#core/text/safe-text.ts';
import { executionPage, readArn, stateMachinePage } from '../aws/arn.ts';
import { type RemoteOptions, remote } from '../aws/remote.ts';
import { executionOf, type Workflow } from '../aws/workflow.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';

export type OpenOptions = RemoteOptions;

/** Prints where the workflow, one execution of it if named, and its logs are to be seen in the AWS console. */
export async function open(named: string | undefined, options: OpenOptions, io: Io): Promise<number> {
  const workflow = await remote(options, io, named);
  const links = [
    ...(named === undefined ? [] : [['execution', executionPage(executionOf(workflow, named))]]),
    ['workflow', stateMachinePage(workflow.arn)],
    ...logLinks(workflow),
  ];
  io.stdout.write(links.map(([what = '', link = '']) => `${what.padEnd(9)}  ${safeText(link)}\n`).join(''));
  return EXIT.ok;
}

/** The logs console wants the name escaped twice, with $ for %. */
function logLinks({ arn, logGroup }: Workflow): string[][] {
  const parts = readArn(arn);
  if (parts === null || logGroup === null) return [];
  const name = encodeURIComponent(encodeURIComponent(logGroup)).replaceAll('%', '$');
  return [['logs', consolePage(parts.partition, parts.region, `cloudwatch/home#logsV2:log-groups/log-group/${name}`)]];
}
