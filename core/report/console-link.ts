import type { Run } from '../run/run.ts';

/** Where a run is to be seen in the AWS console; null for one on this machine. */
export function consoleLink({ id, region }: Pick<Run, 'id' | 'region'>): string | null {
  if (!id.startsWith('arn:aws:states:')) return null;
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${id}`;
}
