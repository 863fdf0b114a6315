import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A target on loopback: /ok and /ok-…, /down (503), and /hanging, which never answers; `hung` resolves when that was asked for. */
export async function startTarget(): Promise<{ readonly url: string; readonly hung: Promise<void> }> {
  const hung = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    if (request.url === '/hanging') return hung.resolve();
    return response.writeHead(/^\/ok(?:-|$)/.test(request.url ?? '') ? 200 : 503).end('said by the target');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hung: hung.promise };
}

/** A checks file: a check a path, without rechecks. */
export function checksOf(url: string, paths: readonly string[]): string {
  const checks = paths.map((path) => `  - { name: ${path}, tags: [tag-${path}], http: { url: ${url}/${path} } }`);
  return ['defaults: { rechecks: 0, timeout: 30s }', 'checks:', ...checks, ''].join('\n');
}
