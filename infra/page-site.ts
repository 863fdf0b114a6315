import { Duration, Names, Stack, Validations } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ENV } from '#core/contract.ts';
import { CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY } from '#core/page/assets/assets.ts';
import type { PageOfStack } from '#core/page/deployed-page.ts';
import { acknowledgeNoAccessLogs, PRIVATE } from './run-history.ts';

export type PageSiteProps = Pick<PageOfStack, 'name'>;

/** Where everybody reads the status page: a private bucket, and CloudFront, which alone may read it. */
export class PageSite extends Construct {
  readonly bucket: s3.IBucket;
  readonly distribution: cloudfront.Distribution;
  /** With a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, { name }: PageSiteProps) {
    super(scope, id);
    // What is in it is for everybody, so that a key of its own would only be one more thing to pay for.
    const bucket = new s3.Bucket(this, 'Bucket', { ...PRIVATE, encryption: s3.BucketEncryption.S3_MANAGED });
    acknowledgeNoAccessLogs(bucket, 'CloudFront alone reads it, and one function writes it.');
    this.bucket = bucket as s3.IBucket;
    const originAccessControl = new cloudfront.S3OriginAccessControl(this, 'Access', {
      originAccessControlName: this.nameInAccount(),
    });
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'Status page',
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(this.bucket, { originAccessControl }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED, // as long as the objects say, each compressed once
        responseHeadersPolicy: this.headers(),
        compress: true,
      },
      // S3 says forbidden of what is not there, because nobody may ask it what there is.
      errorResponses: [403, 404].map((httpStatus) => ({
        httpStatus,
        responseHttpStatus: 404,
        responsePagePath: '/404.html',
        ttl: Duration.minutes(1),
      })),
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      ...(name !== null && {
        domainNames: [name.domain],
        certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', name.certificate),
      }),
    });
    acknowledge(this.distribution, name);
    this.url = `https://${name?.domain ?? this.distribution.distributionDomainName}/`;
  }

  /** Lets a function write pages, and take away those that are no more. */
  letWrite(writer: lambda.Function): void {
    writer.addEnvironment(ENV.pagesBucket, this.bucket.bucketName);
    const allow = (actions: string[], resource: string) =>
      writer.addToRolePolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
    allow(['s3:ListBucket'], this.bucket.bucketArn);
    allow(['s3:PutObject', 's3:DeleteObject'], this.bucket.arnForObjects('*'));
  }

  /** CloudFront is no Region's: what it calls its own must not be called so by a stack of another Region. */
  private nameInAccount(): string {
    return `${Names.uniqueResourceName(this, { maxLength: 40 })}-${Stack.of(this).region}`;
  }

  /** The same as watch answers with; what the bucket itself says goes not before. */
  private headers(): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: this.nameInAccount(),
      customHeadersBehavior: {
        customHeaders: [{ header: 'permissions-policy', value: PERMISSIONS_POLICY, override: true }],
      },
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: CONTENT_SECURITY_POLICY, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
    });
  }
}

function acknowledge(distribution: cloudfront.Distribution, name: PageOfStack['name']): void {
  const findings: readonly (readonly [id: string, reason: string])[] = [
    ['AwsSolutions-CFR1', 'A status page is for everybody, wherever they are.'],
    [
      'AwsSolutions-CFR2',
      'Files without a server: there is nothing for a firewall to protect, and it costs more than they do.',
    ],
    [
      'AwsSolutions-CFR3',
      'Who reads a status page is nobody’s business; standard logging can be switched on in the console.',
    ],
    ...(name === null
      ? [
          [
            'AwsSolutions-CFR4',
            'Under the name that CloudFront gives, it chooses the protocols itself; a domain has TLS 1.2.',
          ] as const,
        ]
      : []),
  ];
  for (const [id, reason] of findings) Validations.of(distribution).acknowledge({ id, reason });
}
