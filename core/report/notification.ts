/** A message attribute as SNS takes it; subscriptions filter by them. */
export type MessageAttribute = { readonly DataType: 'String' | 'String.Array'; readonly StringValue: string };

/**
 * One message to one SNS topic about one run. `subject` is at most 100 printable ASCII characters, as SNS wants it.
 * `message` is JSON text with a body for each protocol (MessageStructure json); see bodies.ts.
 */
export type Notification = {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
};
