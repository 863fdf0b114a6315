import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { INCIDENT_TABLE } from '#core/contract.ts';
import type { Mute, MuteStore } from '#core/incident/mute.ts';

/** Beside the partitions of shards: every run reads it, whichever checks it has. */
const PARTITION = { S: 'mutes' };

/** Mutes in the incident table, which lets them go when they are over. Throws what the client throws. */
export function dynamoMutes(client: DynamoDBClient, TableName: string): MuteStore {
  const { partitionKey, sortKey, timeToLive } = INCIDENT_TABLE;
  const keyOf = (check: string) => ({ [partitionKey]: PARTITION, [sortKey]: { S: check } });
  return {
    async mutes() {
      const query = {
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: '#memory = :partition',
        ExpressionAttributeNames: { '#memory': partitionKey },
        ExpressionAttributeValues: { ':partition': PARTITION },
      };
      const found: Mute[] = [];
      for await (const { Items = [] } of paginateQuery({ client }, query)) {
        found.push(...Items.map(({ name, from, until }) => mute(name?.S, from?.S, until?.S)));
      }
      return found;
    },
    async mute({ check, from, until }) {
      const expiry = { [timeToLive]: { N: String(Math.ceil(Date.parse(until) / 1000)) } };
      const Item = { ...keyOf(check), from: { S: from }, until: { S: until }, ...expiry };
      await client.send(new PutItemCommand({ TableName, Item }));
    },
    async unmute(check) {
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf(check) }));
    },
  };
}

const mute = (check = '', from = '', until = ''): Mute => ({ check, from, until });
