/**
 * AWS list prices in US dollars, free tiers left out: the one file that says what things cost. Each price stands with its
 * source and the day that it is of. `AmazonStates 2026-09-11` is AWS's price list of that service, as somebody published
 * it or quoted it on that day: https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonStates/current/REGION/index.json.
 * An address is a page of AWS, with the day on which a copy of it was read; a bill is what AWS charged somebody. Change a
 * price only with its source and day.
 */

/** An amount up to which a price holds, and the price of one. */
export type Tier = { readonly upTo: number; readonly price: number };

/** List prices of one Region, in US dollars. */
export type Prices = {
  readonly standardTransition: number;
  readonly expressRequest: number;
  readonly expressGbSeconds: readonly Tier[];
  /** arm64 */
  readonly lambdaGbSecond: number;
  readonly lambdaRequest: number;
  readonly putMetricDataRequest: number;
  readonly metricMonth: readonly Tier[];
  readonly alarmMonth: number;
  readonly compositeAlarmMonth: number;
  readonly dashboardMonth: number;
  readonly logGbIngested: number;
  readonly logGbMonth: number;
  readonly trace: number;
  readonly snsPublish: number;
  readonly snsEmail: number;
  readonly snsHttps: number;
  readonly schedulerInvocation: number;
  readonly dynamoWrite: number;
  readonly dynamoRead: number;
  /** PUT and LIST. */
  readonly s3Write: number;
  readonly s3Read: number;
  readonly kmsKeyMonth: number;
  readonly secretMonth: number;
  readonly secretCall: number;
};

/** The name of a list price. */
export type PriceName = keyof Prices;

/** A price, and its source with the day. */
type Read<Price> = readonly [price: Price, source: string];
type PriceList = { readonly [Name in PriceName]: Read<Prices[Name]> };

/** The Region whose prices are all known; they stand in for what is not known of another. */
export const BASE_REGION = 'us-east-1';

/** As somebody quoted it in a month, without the day. */
const S3_PAGE = 'https://aws.amazon.com/s3/pricing/ 2026-02-01';

const US_EAST_1: PriceList = {
  standardTransition: [25e-6, 'AmazonStates 2026-09-11'],
  expressRequest: [1e-6, 'AmazonStates 2026-09-11'],
  expressGbSeconds: [
    [
      { upTo: 3_600_000, price: 16.67e-6 },
      { upTo: 18_000_000, price: 8.33e-6 },
      { upTo: Number.POSITIVE_INFINITY, price: 4.56e-6 },
    ],
    'AmazonStates 2026-09-11',
  ],
  lambdaGbSecond: [13.3334e-6, 'AWSLambda 2026-09-19'],
  lambdaRequest: [0.2e-6, 'AWSLambda 2026-09-19'],
  putMetricDataRequest: [0.01 / 1_000, 'AmazonCloudWatch 2026-09-22'],
  metricMonth: [
    [
      { upTo: 10_000, price: 0.3 },
      { upTo: 250_000, price: 0.1 },
      { upTo: 1_000_000, price: 0.05 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.02 },
    ],
    'AmazonCloudWatch 2026-09-22',
  ],
  alarmMonth: [0.1, 'AmazonCloudWatch 2026-09-22'],
  compositeAlarmMonth: [0.5, 'https://aws.amazon.com/cloudwatch/pricing/ 2026-11-23'],
  dashboardMonth: [3, 'https://aws.amazon.com/cloudwatch/pricing/ 2026-08-12'],
  logGbIngested: [0.5, 'AmazonCloudWatch 2026-09-22'],
  logGbMonth: [0.03, 'AmazonCloudWatch 2026-09-22'],
  trace: [5e-6, 'https://aws.amazon.com/xray/pricing/ 2026-09-01'],
  snsPublish: [0.5e-6, 'AmazonSNS 2026-09-15'],
  snsEmail: [20e-6, 'AmazonSNS 2026-09-15'],
  snsHttps: [0.6e-6, 'AmazonSNS 2026-09-15'],
  schedulerInvocation: [1e-6, 'https://aws.amazon.com/eventbridge/pricing/ 2026-11-23'],
  dynamoWrite: [0.625e-6, 'AmazonDynamoDB 2026-09-11'],
  dynamoRead: [0.125e-6, 'AmazonDynamoDB 2026-09-11'],
  s3Write: [0.005 / 1_000, S3_PAGE],
  s3Read: [0.0004 / 1_000, S3_PAGE],
  kmsKeyMonth: [1, 'https://aws.amazon.com/kms/pricing/ 2026-11-23'],
  secretMonth: [0.4, 'https://aws.amazon.com/secrets-manager/pricing/ 2026-11-23'],
  secretCall: [5e-6, 'https://aws.amazon.com/secrets-manager/pricing/ 2026-11-23'],
};

const STATES_PAGE = 'https://aws.amazon.com/step-functions/pricing/ 2026-11-24';
const METRIC_MONTH = US_EAST_1.metricMonth[0];
/** AWS's price list knows dashboards without a Region. */
const EVERYWHERE = { dashboardMonth: US_EAST_1.dashboardMonth };

/** By Region, the prices that were read for it. What is missing is not known. */
export const PRICE_LISTS: Readonly<Record<string, Partial<PriceList>>> = {
  [BASE_REGION]: US_EAST_1,
  'us-east-2': {
    ...EVERYWHERE,
    standardTransition: [25e-6, STATES_PAGE],
    lambdaGbSecond: [13.3334e-6, 'AWSLambda 2026-08-11'],
    lambdaRequest: [0.2e-6, 'AWSLambda 2026-08-11'],
    alarmMonth: [0.1, 'bill 2026-09-01'],
    logGbIngested: [0.5, 'AmazonCloudWatch 2026-08-11'],
    logGbMonth: [0.03, 'AmazonCloudWatch 2026-08-11'],
    dynamoWrite: [0.625e-6, 'AmazonDynamoDB 2026-09-11'],
    dynamoRead: [0.125e-6, 'AmazonDynamoDB 2026-09-11'],
    s3Write: [0.005 / 1_000, S3_PAGE],
    s3Read: [0.0004 / 1_000, S3_PAGE],
  },
  'us-west-2': {
    ...EVERYWHERE,
    standardTransition: [25e-6, STATES_PAGE],
    metricMonth: [METRIC_MONTH, 'bill 2026-08-23'],
    alarmMonth: [0.1, 'bill 2026-09-01'],
    logGbIngested: [0.5, 'bill 2026-09-01'],
    trace: [5e-6, 'AWSXRay 2026-09-01'],
    kmsKeyMonth: [1, 'bill 2026-09-01'],
    s3Write: [0.005 / 1_000, S3_PAGE],
    s3Read: [0.0004 / 1_000, S3_PAGE],
  },
  'eu-west-1': {
    ...EVERYWHERE,
    standardTransition: [25e-6, STATES_PAGE],
    lambdaRequest: [0.2e-6, 'AWSLambda 2026-10-01'],
    metricMonth: [METRIC_MONTH, 'AmazonCloudWatch 2026-09-22'],
    alarmMonth: [0.1, 'AmazonCloudWatch 2026-09-22'],
    logGbIngested: [0.57, 'AmazonCloudWatch 2026-09-22'],
    logGbMonth: [0.03, 'AmazonCloudWatch 2026-09-22'],
    dynamoWrite: [0.705e-6, 'AmazonDynamoDB 2026-09-11'],
    dynamoRead: [0.1415e-6, 'AmazonDynamoDB 2026-09-11'],
    secretMonth: [0.4, 'AWSSecretsManager 2026-09-11'],
    secretCall: [5e-6, 'AWSSecretsManager 2026-09-11'],
    s3Write: [0.005 / 1_000, S3_PAGE],
    s3Read: [0.0004 / 1_000, S3_PAGE],
  },
  'eu-central-1': {
    ...EVERYWHERE,
    standardTransition: [25e-6, STATES_PAGE],
    lambdaGbSecond: [13.3334e-6, 'AWSLambda 2026-09-11'],
    lambdaRequest: [0.2e-6, 'AWSLambda 2026-09-11'],
    alarmMonth: [0.1, 'AmazonCloudWatch 2026-09-11'],
    logGbIngested: [0.63, 'AmazonCloudWatch 2026-09-11'],
    logGbMonth: [0.0324, 'AmazonCloudWatch 2026-09-11'],
    snsPublish: [0.5e-6, 'AmazonSNS 2026-09-11'],
    dynamoWrite: [0.7625e-6, 'AmazonDynamoDB 2026-09-11'],
    dynamoRead: [0.1525e-6, 'AmazonDynamoDB 2026-09-11'],
    s3Write: [0.0054 / 1_000, S3_PAGE],
    s3Read: [0.00043 / 1_000, S3_PAGE],
  },
  'ap-northeast-1': {
    ...EVERYWHERE,
    standardTransition: [25e-6, STATES_PAGE],
    lambdaRequest: [0.2e-6, 'AWSLambda 2026-09-23'],
    metricMonth: [METRIC_MONTH, 'AmazonCloudWatch 2026-09-23'],
    alarmMonth: [0.1, 'AmazonCloudWatch 2026-09-23'],
    logGbIngested: [0.76, 'AmazonCloudWatch 2026-09-23'],
    logGbMonth: [0.033, 'AmazonCloudWatch 2026-07-20'],
    dynamoWrite: [0.715e-6, 'AmazonDynamoDB 2026-09-23'],
    dynamoRead: [0.1425e-6, 'AmazonDynamoDB 2026-09-23'],
    kmsKeyMonth: [1, 'awskms 2026-09-23'],
    secretMonth: [0.4, 'AWSSecretsManager 2026-09-23'],
    s3Write: [0.0047 / 1_000, S3_PAGE],
    s3Read: [0.00037 / 1_000, S3_PAGE],
  },
  'ap-southeast-1': {
    ...EVERYWHERE,
    standardTransition: [25e-6, STATES_PAGE],
    lambdaGbSecond: [13.3334e-6, 'AWSLambda 2026-08-12'],
    lambdaRequest: [0.2e-6, 'AWSLambda 2026-08-12'],
    alarmMonth: [0.1, 'AmazonCloudWatch 2026-08-12'],
    logGbIngested: [0.7, 'AmazonCloudWatch 2026-08-12'],
    logGbMonth: [0.03, 'AmazonCloudWatch 2026-08-12'],
    s3Write: [0.005 / 1_000, S3_PAGE],
    s3Read: [0.0004 / 1_000, S3_PAGE],
  },
};
