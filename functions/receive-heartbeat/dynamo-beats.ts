import { INCIDENT_TABLE } from '#core/contract.ts';
import { AwsError, type AwsJson } from '#functions/runtime/aws-json.ts';
import { heartbeatKey, readHeartbeatItem } from '#functions/runtime/heartbeat-item.ts';
import type { BeatStore, Beats } from '#kinds/heartbeat/beats.ts';

/** As often as others may be first with a report of the same job. */
const TRIES = 12;
/** What nobody has reported in for as long is forgotten: twice the rarest schedule. */
const KEPT_MS = 800 * 86_400_000;

/** Reports of jobs in the incident table: each is read, and written where nobody was first. Throws what `aws` throws. */
export function dynamoBeats(aws: AwsJson, table: string, pause: (tries: number) => Promise<void>): BeatStore {
  return {
    async change(name, at, change) {
      for (let tries = 1; ; tries += 1) {
        if (await changeOnce(aws, { table, name, at }, change)) return;
        if (tries === TRIES) throw new Error(`${TRIES} reports of the same job came first`);
        await pause(tries);
      }
    },
  };
}

type Place = { readonly table: string; readonly name: string; readonly at: number };

async function changeOnce(aws: AwsJson, { table, name, at }: Place, change: (beats: Beats) => Beats): Promise<boolean> {
  const { beats, version } = await readHeartbeatItem(aws, table, name);
  const after = change(beats);
  if (after === beats) return true;
  try {
    await aws('dynamodb', 'UpdateItem', {
      TableName: table,
      Key: heartbeatKey(name),
      UpdateExpression: 'SET #beats = :beats, #version = :next, #since = if_not_exists(#since, :at), #expiry = :expiry',
      ConditionExpression: version === undefined ? 'attribute_not_exists(#version)' : '#version = :version',
      ExpressionAttributeNames: {
        '#beats': 'beats',
        '#version': 'version',
        '#since': 'since',
        '#expiry': INCIDENT_TABLE.timeToLive,
      },
      ExpressionAttributeValues: {
        ':beats': { S: JSON.stringify(after) },
        ':next': { N: String(Number(version ?? 0) + 1) },
        ':at': { S: new Date(at).toISOString() },
        ':expiry': { N: String(Math.ceil((at + KEPT_MS) / 1000)) },
        ...(version !== undefined && { ':version': { N: version } }),
      },
    });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
