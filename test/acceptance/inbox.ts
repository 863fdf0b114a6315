import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Clients } from './clients.ts';

/** What SNS puts into a subscribed queue. */
export type Alert = {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
};

/** A queue that is subscribed to a topic. `read`: what it got since the last look. `subscribe`: once more, to a new one. */
export type Inbox = { readonly read: () => Promise<Alert[]>; readonly subscribe: () => Promise<void> };

export async function inboxOf({ sns, sqs }: Clients, TopicArn: string, QueueName: string): Promise<Inbox> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const Endpoint = `arn:aws:sqs:us-east-1:123456789012:${QueueName}`;
  const subscribe = async () => {
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  };
  await subscribe();
  return { read: () => read(sqs, QueueUrl), subscribe };
}

async function read(sqs: Clients['sqs'], QueueUrl: string): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return alerts;
    for (const { Body, ReceiptHandle } of Messages) {
      alerts.push(JSON.parse(Body ?? ''));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}
