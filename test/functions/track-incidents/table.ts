import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';

type Item = Record<string, AttributeValue>;
type Write = {
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Item;
};

/** A table with the requests and the two conditions that the store uses, at the edge of the client. `refused`: names. */
export function fakeTable() {
  const client = mockClient(DynamoDBClient);
  const items = new Map<string, Item>();
  const refused = new Set<string>();
  const keyOf = ({ memory, name }: Item) => `${memory?.S}\n${name?.S}`;
  const holds = ({ Item, Key, ConditionExpression, ExpressionAttributeValues: values }: Write) => {
    const item = items.get(keyOf(Item ?? Key ?? {}));
    if (ConditionExpression === 'attribute_not_exists(runId)') return item === undefined;
    return item?.['runId']?.S === values?.[':runId']?.S && item?.['startedAt']?.S === values?.[':startedAt']?.S;
  };
  const apply = ({ Item, Key }: Write) => {
    if (Item !== undefined) items.set(keyOf(Item), Item);
    else items.delete(keyOf(Key ?? {}));
  };
  const write = async (input: Write) => {
    if (refused.has((input.Item ?? input.Key)?.['name']?.S ?? '')) throw new Error('refused');
    if (!holds(input)) throw new ConditionalCheckFailedException({ message: 'it has changed', $metadata: {} });
    apply(input);
  };
  client.on(PutItemCommand).callsFake(write);
  client.on(DeleteItemCommand).callsFake(write);
  client.on(TransactWriteItemsCommand).callsFake(async ({ TransactItems }) => {
    const writes: Write[] = TransactItems.map(({ Put, Delete }: { Put?: Write; Delete?: Write }) => Put ?? Delete);
    if (!writes.every(holds)) throw new TransactionCanceledException({ message: 'it has changed', $metadata: {} });
    for (const one of writes) apply(one);
  });
  client.on(ScanCommand).callsFake(async () => ({ Items: [...items.values()] }));
  client.on(QueryCommand).callsFake(async ({ ExpressionAttributeValues: { ':partition': partition } }) => ({
    Items: [...items.values()].filter(({ memory }) => memory?.S === partition.S),
  }));
  return { client, items, refused };
}
