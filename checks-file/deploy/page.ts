import * as z from 'zod';
import { type DeploySettings, PAGE_EVERY } from '#core/check/deploy-settings.ts';
import { once } from '#core/once.ts';
import type { PathFault } from '#core/settings/fault.ts';
import { choice, settings, text } from '#core/settings/setting.ts';

/** `deploy.page` of checks.yaml: the status page on S3 behind CloudFront. */

const WRITE_PAGE = 'write true, or a map such as {domain: status.example.com, certificate: "arn:aws:acm:us-east-1:…"}';
const CERTIFICATE = /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]{1,64}$/;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

export const pageSchema = once(() =>
  z
    .union(
      [
        z.boolean(),
        settings(
          {
            domain: text(DOMAIN, 'write a host name in small letters, such as status.example.com')
              .optional()
              .describe('The name that people write; its CNAME leads to the output PageTarget.'),
            certificate: text(
              CERTIFICATE,
              'write the ARN of a certificate of ACM in us-east-1, where CloudFront takes it from whatever the Region of the stack',
            )
              .optional()
              .describe('The ARN of the certificate of that name, in us-east-1.'),
            every: choice(PAGE_EVERY).optional().describe('How often the page is made anew. 5m when left out.'),
          },
          WRITE_PAGE,
        ),
      ],
      { error: WRITE_PAGE },
    )
    .describe('A status page for everybody, on S3 behind CloudFront, of the checks with a tag of page.public.tags.'),
);

/** What is wrong between its settings, but for those that are `wrong` by themselves; paths from `deploy` on. */
export function pageFaults({ page, regions = [], home }: DeploySettings, wrong: readonly PathFault[]): PathFault[] {
  if (page === undefined || page === false) return [];
  const isKnown = !wrong.some(({ path: [key] }) => key === 'page');
  const nowhere: PathFault[] =
    regions.length < 2 || home !== undefined
      ? []
      : [
          {
            path: ['page'],
            at: 'key',
            message: `is of one Region, and there are ${regions.length}; write home: ${regions[0]}, whose runs it shows`,
          },
        ];
  return [...nowhere, ...(page === true || !isKnown ? [] : nameFaults(page))];
}

function nameFaults({ domain, certificate }: Exclude<DeploySettings['page'], boolean | undefined>): PathFault[] {
  if (domain !== undefined && certificate === undefined) {
    const message = `has no certificate; write certificate: the ARN of one for ${domain}, in us-east-1`;
    return [{ path: ['page', 'domain'], at: 'key', message }];
  }
  if (domain === undefined && certificate !== undefined) {
    const message = 'is of no domain; write domain too, or leave it out and CloudFront names the page';
    return [{ path: ['page', 'certificate'], at: 'key', message }];
  }
  return [];
}
