import { httpServer, tcpServer } from '../servers.ts';

/** Registries on loopback: one that speaks RDAP and one that speaks WHOIS. */

type Answer = { readonly status?: number; readonly type?: string; readonly body: string };

/** An answer of RDAP, as Verisign's and others are, with what is changed about it. */
export function rdapOf(changes: object = {}): string {
  return JSON.stringify({
    objectClassName: 'domain',
    ldhName: 'EXAMPLE.COM',
    status: ['client transfer prohibited'],
    events: [
      { eventAction: 'registration', eventDate: '1995-08-14T04:00:00Z' },
      { eventAction: 'expiration', eventDate: '2027-08-13T04:00:00Z' },
      { eventAction: 'last update of RDAP database', eventDate: '2026-11-26T00:00:00Z' },
    ],
    nameservers: [{ ldhName: 'B.IANA-SERVERS.NET' }, { ldhName: 'a.iana-servers.net.' }],
    entities: [
      {
        roles: ['registrar'],
        vcardArray: [
          'vcard',
          [
            ['version', {}, 'text', '4.0'],
            ['fn', {}, 'text', 'RESERVED-Internet Assigned Numbers Authority'],
          ],
        ],
      },
    ],
    ...changes,
  });
}

/** A registry of RDAP: what it answers to the path that is asked for; `asked` is told each path. */
export function rdapServer(answer: Answer | ((path: string) => Answer), asked: string[] = []): Promise<string> {
  return httpServer((request, response) => {
    asked.push(request.url ?? '');
    const {
      status = 200,
      type = 'application/rdap+json',
      body,
    } = typeof answer === 'function' ? answer(request.url ?? '') : answer;
    response.writeHead(status, { 'content-type': type }).end(body);
  });
}

/** A registry of WHOIS that answers one line with these bytes; `asked` is told the line. */
export async function whoisServer(answer: string | Buffer, asked: string[] = []): Promise<string> {
  const port = await tcpServer((socket) => {
    socket.once('data', (line: Buffer) => {
      asked.push(line.toString());
      socket.end(answer);
    });
  });
  return `whois://127.0.0.1:${port}`;
}
