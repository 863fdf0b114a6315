import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Sinks } from './sinks.ts';

const TIMES = { maxAttempts: 3, requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000 } };

/** The real SNS and CloudWatch, with the credentials that the AWS SDK finds. A module of its own, as the SDK takes long to load. */
export function realSinks(region: string | undefined): Sinks {
  const settings = region === undefined ? TIMES : { ...TIMES, region };
  const sns = new SNSClient(settings);
  const cloudWatch = new CloudWatchClient(settings);
  return {
    async publish({ topicArn, subject, message, attributes }) {
      await sns.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          Message: message,
          MessageStructure: 'json',
          MessageAttributes: { ...attributes },
        }),
      );
    },
    async putMetricData(request) {
      await cloudWatch.send(new PutMetricDataCommand(request));
    },
  };
}
