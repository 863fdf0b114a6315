import {
  type DeleteItemCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  type PutItemCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { INCIDENT_TABLE } from '#core/contract.ts';
import { dynamoStore, INCIDENT_CLIENT } from '#functions/track-incidents/dynamo-store.ts';
import { STORE_CONTRACT } from '../contract/incident-store.ts';
import { PARTED, SETTLE_MS } from '../core/incident/answers.ts';
import { makeIncidentTable } from './incident-table.ts';

const TABLE = 'store-contract';

/**
 * Proves the DynamoDB store against an AWS that speaks the real protocol, in a table of its own that is gone afterwards.
 * Returns the facts proven; throws, naming it, at the first that fails.
 */
export async function proveStoreContract(endpoint: string): Promise<readonly string[]> {
  const client = new DynamoDBClient({
    ...INCIDENT_CLIENT,
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await makeIncidentTable(client, TABLE);
  try {
    return await proveEach(client);
  } finally {
    await client.send(new DeleteTableCommand({ TableName: TABLE }));
    client.destroy();
  }
}

async function proveEach(client: DynamoDBClient): Promise<readonly string[]> {
  const store = dynamoStore(client, { table: TABLE, settleMs: SETTLE_MS, homes: PARTED, now: Date.now });
  const refused = new Set<string>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const { Item, Key } = args.input as Pick<PutItemCommandInput & DeleteItemCommandInput, 'Item' | 'Key'>;
      const name = (Item ?? Key)?.[INCIDENT_TABLE.sortKey]?.S;
      if (name !== undefined && refused.has(name)) throw new Error('refused');
      return next(args);
    },
    { step: 'initialize' },
  );
  const proven: string[] = [];
  for (const [at, { fact, prove }] of STORE_CONTRACT.entries()) {
    try {
      await prove(store, `case-${at}`, async (name) => {
        refused.add(name);
        return async () => refused.clear();
      });
    } catch (error) {
      throw new Error(`the DynamoDB store does not hold: ${fact}`, { cause: error });
    }
    proven.push(fact);
  }
  // What other cases left behind would stay for ever without it.
  const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE, ProjectionExpression: 'expiresAt' }));
  if (Items.some(({ expiresAt }) => expiresAt?.N === undefined)) throw new Error('an item has no time to live');
  return proven;
}
