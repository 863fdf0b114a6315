import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { pageStacks, pageTemplate } from './page-stack.ts';
import { permissionsOf, resourcePoliciesOf, trustsOf } from './policies.ts';
import { resourcesOf, synthesized } from './synthesized.ts';

const PAGE = 'HealthChecksStatusPage';
const KEY = 'arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';

// A template takes a tenth of a second, on a busy machine far more.
describe('a status page', { timeout: 60_000 }, () => {
  let template: Template;
  beforeAll(() => {
    template = pageTemplate();
  }, 60_000);

  const configOf = (of: Template) =>
    [...resourcesOf(of, 'AWS::CloudFront::Distribution').values()][0]?.['DistributionConfig'];

  it('lets its function read runs, keep what it folds and write pages, the tracker add runs, and nobody anything else', () => {
    const { [`${PAGE}RendererRole`]: renderer, [`${PAGE}Role`]: schedule, ...others } = permissionsOf(template);
    expect(renderer).toEqual([
      `dynamodb:Query on ${PAGE}HistoryTable.Arn`,
      'lambda:InvokeFunction on HealthChecksTrackIncidentsFunction.Arn',
      `logs:CreateLogStream logs:PutLogEvents on ${PAGE}RendererLogs.Arn`,
      `s3:GetObject s3:PutObject on ${PAGE}HistoryArchive.Arn/*`,
      `s3:ListBucket on ${PAGE}HistoryArchive.Arn`,
      `s3:ListBucket on ${PAGE}SiteBucket.Arn`,
      `s3:PutObject s3:DeleteObject on ${PAGE}SiteBucket.Arn/*`,
    ]);
    expect(schedule).toEqual([
      `lambda:InvokeFunction on ${PAGE}RendererFunction.Arn`,
      'sqs:SendMessage on HealthChecksSchedulesDeadLetters.Arn',
    ]);
    const { HealthChecksTrackIncidentsRole: tracker = [], ...rest } = permissionsOf(synthesized());
    const more = [`dynamodb:PutItem on ${PAGE}HistoryTable.Arn`, ...tracker].toSorted();
    expect(others).toEqual({ ...rest, HealthChecksTrackIncidentsRole: more });
    expect(trustsOf(template)[`${PAGE}Role`]).toEqual(trustsOf(template)['HealthChecksSchedulesRole']);
  });

  it('lets CloudFront read the pages, by this distribution alone, and nobody read the history', () => {
    const policies = resourcePoliciesOf(template);
    const allowed = (id: string) => policies[id]?.filter((line) => !line.startsWith('*: Deny '));
    expect(allowed(`${PAGE}SiteBucket`)).toEqual([
      `cloudfront.amazonaws.com: s3:GetObject on ${PAGE}SiteBucket.Arn/* if {"StringEquals":{"AWS:SourceArn":` +
        `"arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/${PAGE}SiteDistribution"}}`,
    ]);
    expect(allowed(`${PAGE}HistoryArchive`)).toEqual([]);
    const origins = configOf(template)?.Origins as { DomainName: object }[];
    expect(JSON.stringify(origins.map(({ DomainName }) => DomainName))).toMatch(
      /^\[\{"Fn::GetAtt":\["HealthChecksStatusPageSiteBucket[0-9A-F]{8}","RegionalDomainName"\]\}\]$/,
    );
  });

  it('has private buckets that outlive the stack, and refuse what is not encrypted on its way', () => {
    const buckets = resourcesOf(template, 'AWS::S3::Bucket');
    expect([...buckets.keys()]).toEqual([`${PAGE}HistoryArchive`, `${PAGE}SiteBucket`]);
    template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    for (const [id, bucket] of buckets) {
      expect(bucket['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(resourcePoliciesOf(template)[id]).toContain(
        `*: Deny s3:* on ${id}.Arn/* if {"Bool":{"aws:SecureTransport":"false"}}`,
      );
    }
    expect(buckets.get(`${PAGE}HistoryArchive`)?.['LifecycleConfiguration'].Rules).toMatchObject([
      { Prefix: 'hours/', ExpirationInDays: 90 },
      { Prefix: 'days/', ExpirationInDays: 730 },
    ]);
  });

  it('is handed out over HTTPS alone, with headers as strict as those of watch, and a page for what is not there', () => {
    expect(configOf(template)).toMatchObject({
      DefaultRootObject: 'index.html',
      HttpVersion: 'http2and3',
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https', Compress: true },
      CustomErrorResponses: [
        { ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/404.html' },
        { ErrorCode: 404, ResponseCode: 404, ResponsePagePath: '/404.html' },
      ],
    });
    expect(configOf(template)).not.toHaveProperty('Aliases');
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            ContentSecurityPolicy: Match.stringLikeRegexp("^default-src 'none'; .*frame-ancestors 'none'"),
            Override: true,
          },
          ContentTypeOptions: { Override: true },
          StrictTransportSecurity: Match.objectLike({ AccessControlMaxAgeSec: 31_536_000 }),
        },
      },
    });
  });

  it('has the domain and its certificate, and takes nothing older than TLS 1.2 there', () => {
    const named = pageTemplate({ page: { domain: 'status.example.com', certificate: CERTIFICATE } });
    expect(configOf(named)).toMatchObject({
      Aliases: ['status.example.com'],
      ViewerCertificate: { AcmCertificateArn: CERTIFICATE, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    named.hasOutput('PageUrl', { Value: 'https://status.example.com/' });
    named.hasOutput('PageTarget', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'DomainName'] } });
  });

  it('is called by names of its Region where CloudFront knows no Region', () => {
    const [access] = resourcesOf(template, 'AWS::CloudFront::OriginAccessControl').values();
    const [headers] = resourcesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy').values();
    for (const name of [access?.['OriginAccessControlConfig'].Name, headers?.['ResponseHeadersPolicyConfig'].Name]) {
      expect(JSON.stringify(name)).toContain('"Ref":"AWS::Region"');
    }
  });

  it.each([
    ['5m', undefined, 'rate(5 minutes)'],
    ['1m', '1m', 'rate(1 minute)'],
    ['1h', '1h', 'rate(60 minutes)'],
  ])('is made anew every %s, and what could not be started is in the queue of all schedules', (_, every, rate) => {
    const schedules = resourcesOf(pageTemplate({ page: { every } }), 'AWS::Scheduler::Schedule');
    const { DeadLetterConfig } = schedules.get('HealthChecksSchedules5m0')?.['Target'] ?? {};
    expect(schedules.get(`${PAGE}Schedule`)).toMatchObject({
      Name: 'status-page',
      ScheduleExpression: rate,
      Target: {
        Arn: { 'Fn::GetAtt': [expect.stringContaining('RendererFunction'), 'Arn'] },
        DeadLetterConfig,
      },
    });
    expect(DeadLetterConfig).toEqual({ Arn: { 'Fn::GetAtt': [expect.stringContaining('DeadLetters'), 'Arn'] } });
  });

  it('has an alarm that tells when none was made three times over, and wakes nobody', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'Rollcall-status-page',
      AlarmActions: [{ Ref: Match.stringLikeRegexp('AlertsTopic') }],
      TreatMissingData: 'breaching',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Metrics: Match.arrayWith([
        Match.objectLike({
          MetricStat: Match.objectLike({
            Metric: Match.objectLike({
              MetricName: 'Errors',
              Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('RendererFunction') } }],
            }),
          }),
        }),
        { Id: 'all', Expression: 'm1 - m2', ReturnData: true },
      ]),
    });
  });

  it('is in the home Region alone, which no other writes to', () => {
    const stacks = pageStacks({ regions: ['eu-west-1', 'us-west-2'], home: 'us-west-2' });
    const made = stacks.map((stack) => [stack.region, stack.healthChecks.page !== null]);
    expect(made).toEqual([
      ['eu-west-1', false],
      ['us-west-2', true],
    ]);
    const [elsewhere] = stacks.map((stack) => Template.fromStack(stack));
    expect(JSON.stringify(elsewhere?.toJSON())).not.toContain('ROLLCALL_HISTORY');
    elsewhere?.resourceCountIs('AWS::S3::Bucket', 0);
  });

  it('is nothing at all where the list asks for none', () => {
    const without = pageTemplate({ page: false });
    for (const type of ['AWS::S3::Bucket', 'AWS::CloudFront::Distribution']) without.resourceCountIs(type, 0);
    expect(JSON.stringify(without.toJSON())).not.toMatch(/ROLLCALL_HISTORY|status-page|PageUrl/);
  });

  it('encrypts history with the key of the stack, and lets its function use it for that', () => {
    const keyed = pageTemplate({ kmsKey: KEY });
    const encryption = (id: string) =>
      resourcesOf(keyed, 'AWS::S3::Bucket').get(id)?.['BucketEncryption'].ServerSideEncryptionConfiguration[0]
        .ServerSideEncryptionByDefault;
    expect(encryption(`${PAGE}HistoryArchive`)).toMatchObject({ SSEAlgorithm: 'aws:kms' });
    expect(encryption(`${PAGE}SiteBucket`)).toEqual({ SSEAlgorithm: 'AES256' });
    const uses = (role: string) =>
      permissionsOf(keyed)
        [role]?.filter((line) => line.includes('kms:'))
        .map((line) => line.match(/"kms:ViaService":"(\w+)/)?.[1])
        .toSorted();
    expect(uses(`${PAGE}RendererRole`)).toEqual(['dynamodb', 's3']);
    expect(uses(`${PAGE}Role`)).toEqual(['sqs']);
  });

  it.each([
    [{}],
    [{ kmsKey: true, page: { domain: 'status.example.com', certificate: CERTIFICATE } }],
  ])('has nothing that cdk-nag finds and nobody acknowledged: %j', (deploy) => {
    for (const stack of pageStacks(deploy)) {
      expect(new AwsSolutionsChecks().validateScope(stack).violations).toEqual([]);
    }
  });
});
