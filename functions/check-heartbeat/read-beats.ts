import type { AwsJson } from '#functions/runtime/aws-json.ts';
import { heartbeatKey, readHeartbeatItem } from '#functions/runtime/heartbeat-item.ts';
import type { Heartbeat } from '#kinds/heartbeat/beats.ts';

/**
 * What is known of a job, in one read. The first that looks for one writes when that was, and may write nothing else: from
 * then on a job that never reports is late. Throws what `aws` throws.
 */
export async function readBeats(aws: AwsJson, TableName: string, name: string, at: number): Promise<Heartbeat> {
  const { since, beats } = await readHeartbeatItem(aws, TableName, name);
  if (since !== undefined) return { since: Date.parse(since), beats };
  await aws('dynamodb', 'UpdateItem', {
    TableName,
    Key: heartbeatKey(name),
    UpdateExpression: 'SET #since = if_not_exists(#since, :at)',
    ExpressionAttributeNames: { '#since': 'since' },
    ExpressionAttributeValues: { ':at': { S: new Date(at).toISOString() } },
  });
  return { since: at, beats };
}
