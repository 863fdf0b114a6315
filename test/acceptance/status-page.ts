import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AwsClient } from 'aws4fetch';
import type { StatusDocument } from '#core/page/status-json.ts';
import type { Published } from '#functions/render-page/publish.ts';
import { leaksIn, SECRET, startEchoTarget } from '../contract/echo-target.ts';
import type { Lane } from './lane.ts';
import { expectThat, expectTrue } from './report.ts';

const PARAMETER = '/rollcall/acceptance/page';

const listOf = (url: string) =>
  JSON.stringify({
    deploy: { page: true },
    page: { title: 'Shop <b>& co', public: { tags: ['shop'] } },
    defaults: { failureThreshold: 1, rechecks: 0 },
    checks: [
      { name: 'orders', tags: ['shop'], http: { url: `${url}/header` } },
      { name: 'cart & co', tags: ['shop'], http: { url: `${url}/body`, headers: { 'X-Key': `\${ssm:${PARAMETER}}` } } },
      { name: 'vault', http: { url: `${url}/body`, headers: { 'X-Key': `\${ssm:${PARAMETER}}` } } },
    ],
  });

/** Runs are kept, the page is made of them, and it is what strangers may see, escaped and without secrets. */
export async function fromRunsToPages({ emulator: { endpoint }, ...lane }: Lane): Promise<void> {
  const target = await startEchoTarget();
  try {
    const deployment = await lane.deploy(listOf(target.url));
    const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    await new SSMClient(settings).send(
      new PutParameterCommand({ Name: PARAMETER, Value: SECRET, Type: 'SecureString', Overwrite: true }),
    );
    const render = async () => (await deployment.answerOf('Renderer', {})) as Published;
    const [site, archive] = await Promise.all([bucketOf(endpoint, 'sitebucket'), bucketOf(endpoint, 'archive')]);

    expectThat('a page before the first run has all files', (await render()).written, 22);
    await deployment.execute({});
    expectTrue('what was NG is made anew at once', (await render()).written > 5, null);
    const repeated = await render();
    expectTrue(
      'once more writes the time of the page alone',
      repeated.written <= 4 && repeated.removed === 0,
      repeated,
    );

    const files = await site.all();
    const status = JSON.parse(files.get('status.json') ?? '{}') as StatusDocument;
    expectThat(
      'status.json has the public checks as they are',
      status.checks.map(({ name, state }) => [name, state]),
      [
        ['orders', 'ok'],
        ['cart & co', 'ng'],
      ],
    );
    expectThat(
      'and the open incident',
      status.incidents.map(({ check, endedAt }) => [check, endedAt]),
      [['cart & co', null]],
    );
    const index = files.get('index.html') ?? '';
    expectTrue('the index names them, escaped', /cart &amp; co/.test(index) && !/<b>/.test(index), null);
    const texts = [...files].flat().join('\n');
    expectTrue('a check that strangers may not see is in no file', !texts.includes('vault'), null);
    expectThat('no secret in any page', leaksIn(texts), []);
    expectThat(
      'nothing of history is among the pages',
      [...files.keys()].filter((key) => /\.gz$/.test(key)),
      [],
    );
    expectThat('an hour that is not over is not in the archive yet', [...(await archive.all()).keys()], []);
    expectThat('no secret in the logs', leaksIn(JSON.stringify(await deployment.logs())), []);
  } finally {
    target.stop();
  }
}

/** The one bucket with this in its name, by S3's wire protocol: one more client would be a dependency for two calls. */
async function bucketOf(endpoint: string, part: string) {
  const client = new AwsClient({ accessKeyId: 'test', secretAccessKey: 'test', service: 's3', region: 'us-east-1' });
  const get = async (path: string) => (await client.fetch(`${endpoint}/${path}`)).text();
  const names = [...(await get('')).matchAll(/<Name>([^<]+)<\/Name>/g)].map(([, name = '']) => name);
  const bucket = names.find((name) => name.toLowerCase().includes(part));
  if (bucket === undefined) throw new Error(`no bucket of ${part} among ${names}`);
  return {
    async all(): Promise<ReadonlyMap<string, string>> {
      const keys = [...(await get(`${bucket}?list-type=2`)).matchAll(/<Key>([^<]+)<\/Key>/g)].map(
        ([, key = '']) => key,
      );
      return new Map(await Promise.all(keys.map(async (key) => [key, await get(`${bucket}/${key}`)] as const)));
    },
  };
}
