/**
 * AWS list prices in US dollars, us-east-1, free tiers left out. Each with where it was read; change a price only with
 * its source and date.
 */
export const PRICES_DATE = '2026-11-23';
export const PRICES_REGION = 'us-east-1';

export const PRICES = {
  /** https://aws.amazon.com/step-functions/pricing/ */
  standardTransition: 25e-6,
  expressRequest: 1e-6,
  /** First tier upwards: GB-seconds up to which the price holds, price of one. $0.06, $0.03 and $0.01642 a GB-hour. */
  expressGbSeconds: [
    { upTo: 1_000 * 3_600, price: 0.06 / 3_600 },
    { upTo: 5_000 * 3_600, price: 0.03 / 3_600 },
    { upTo: Number.POSITIVE_INFINITY, price: 0.01642 / 3_600 },
  ],
  /** https://aws.amazon.com/lambda/pricing/ (arm64) */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  putMetricDataRequest: 0.01 / 1_000,
  metricMonth: [
    { upTo: 10_000, price: 0.3 },
    { upTo: 250_000, price: 0.1 },
    { upTo: Number.POSITIVE_INFINITY, price: 0.05 },
  ],
  alarmMonth: 0.1,
  compositeAlarmMonth: 0.5,
  dashboardMonth: 3,
  logGbIngested: 0.5,
  /** https://aws.amazon.com/sns/pricing/ */
  snsPublish: 0.5e-6,
  snsEmail: 2e-5,
  /** https://aws.amazon.com/eventbridge/pricing/ (Scheduler) */
  schedulerInvocation: 1e-6,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  dynamoWrite: 0.625e-6,
  dynamoRead: 0.125e-6,
  /** https://aws.amazon.com/kms/pricing/ and https://aws.amazon.com/secrets-manager/pricing/ */
  kmsKeyMonth: 1,
  secretMonth: 0.4,
  secretCall: 0.05 / 10_000,
} as const;

type Tier = { readonly upTo: number; readonly price: number };

/** What `amount` costs when the first units are dearer than the last. */
export const tiered = (tiers: readonly Tier[], amount: number): number => {
  let from = 0;
  let sum = 0;
  for (const { upTo, price } of tiers) {
    if (amount <= from) break;
    sum += (Math.min(amount, upTo) - from) * price;
    from = upTo;
  }
  return sum;
};
