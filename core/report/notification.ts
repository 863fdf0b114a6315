/** One message to one SNS topic about one run. `subject` is at most 100 printable ASCII characters, as SNS wants it. */
export type Notification = {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
};
