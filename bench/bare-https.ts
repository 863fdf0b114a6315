import { request } from 'node:https';

/** What a checker cannot do without: a handler that sends one https request. Bundled like check-http, to compare how long both take to import. */
export const handler = (event: { readonly url: string }): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(event.url, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end();
  });
