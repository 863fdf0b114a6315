import type { Run } from '../run/run.ts';

const CONSOLES: Readonly<Record<string, string>> = { 'aws-cn': 'amazonaws.cn', 'aws-us-gov': 'amazonaws-us-gov.com' };

/** A page of the AWS console in a partition (`aws`, `aws-cn`, …) and Region; `page` begins with the service's path. */
export function consolePage(partition: string, region: string, page: string): string {
  const domain = CONSOLES[partition] ?? 'aws.amazon.com';
  const host = partition === 'aws' ? `${region}.console.${domain}` : `console.${domain}`;
  const [path = '', fragment = ''] = page.split('#', 2);
  return `https://${host}/${path}?region=${region}#${fragment}`;
}

/** Where a run is to be seen in the AWS console; null for one on this machine. */
export function consoleLink({ id, region }: Pick<Run, 'id' | 'region'>): string | null {
  const partition = /^arn:(aws[a-z-]*):states:/.exec(id)?.[1];
  if (partition === undefined) return null;
  return consolePage(partition, region, `states/home#/v2/executions/details/${id}`);
}
