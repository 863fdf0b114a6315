import type { AwsJson } from '#functions/runtime/aws-json.ts';
import { heartbeatKey, type Item } from '#functions/runtime/heartbeat-item.ts';
import { type Beats, type Heartbeat, NO_BEATS } from '#kinds/heartbeat/beats.ts';

/**
 * What is known of a job, in one read. The first that looks for one writes when that was, and may write nothing else: from
 * then on a job that never reports is late. Throws what `aws` throws.
 */
export async function readBeats(aws: AwsJson, TableName: string, name: string, at: number): Promise<Heartbeat> {
  const Key = heartbeatKey(name);
  const { Item } = await aws('dynamodb', 'GetItem', { TableName, Key, ConsistentRead: true });
  const { since, beats } = (Item ?? {}) as Item;
  if (since?.S === undefined) {
    await aws('dynamodb', 'UpdateItem', {
      TableName,
      Key,
      UpdateExpression: 'SET #since = if_not_exists(#since, :at)',
      ExpressionAttributeNames: { '#since': 'since' },
      ExpressionAttributeValues: { ':at': { S: new Date(at).toISOString() } },
    });
  }
  return {
    since: since?.S === undefined ? at : Date.parse(since.S),
    beats: beats?.S === undefined ? NO_BEATS : (JSON.parse(beats.S) as Beats),
  };
}
