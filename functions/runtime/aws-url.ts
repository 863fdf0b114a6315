/** Where AWS has something of a Region, without a slash at the end. `host`: a service, or a bucket of one, as `events` or `mine.s3`. */
export function awsUrl(host: string, region: string): string {
  return `https://${host}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
}

/** Where the environment says that a service is, without a slash at the end: emulators are asked so. `name`: of its own variable. */
export function endpointIn(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env[name] ?? env['AWS_ENDPOINT_URL'])?.replace(/\/$/, '');
}
