import { expect, it } from 'vitest';
import { httpProbe } from '#kinds/http/probe.ts';
import { SYSTEM_EFFECTS } from '#kinds/probing/effects.ts';
import { httpCheck } from '../../../checks.ts';
import { rawServer, tcpServer } from '../../../servers.ts';
import { bytesOf, ODD_ANSWERS, type OddAnswer } from './odd-answers.ts';

async function observed(url: string) {
  const check = httpCheck(url);
  return await httpProbe.observe(check, SYSTEM_EFFECTS, check.target);
}

/** As the file says it. */
async function said(url: string): Promise<Pick<OddAnswer, 'ours' | 'lenient'>> {
  const { lenient, ...it } = await observed(url);
  if (it.outcome === 'failure') return { ours: it.reason.message.replaceAll(new URL(url).host, 'HOST') };
  return { ours: `${it.status} ${it.body.toString('latin1')}`.trim(), ...(lenient && { lenient }) };
}

it.each(ODD_ANSWERS)('reads: $name', async ({ curl, ours = curl, lenient, ...line }) => {
  expect(await said(await rawServer(bytesOf(line), true))).toEqual({ ours, ...(lenient && { lenient }) });
});

it.each(ODD_ANSWERS)('reads the same a byte at a time: $name', async ({ curl, ours = curl, ...line }) => {
  const bytes = bytesOf(line);
  const port = await tcpServer((socket) => {
    socket.setNoDelay(true);
    let at = 0;
    const next = (): void => {
      if (at === bytes.length || socket.destroyed) return void socket.end();
      socket.write(bytes.subarray(at, at + 1));
      at += 1;
      setImmediate(next);
    };
    socket.once('data', next);
  });
  const { ours: reason = '' } = await said(`http://127.0.0.1:${port}`);
  // How much of what is no HTTP is quoted depends on how much of it has come.
  const begun = / is not HTTP, it begins ".*$/;
  expect(reason.replace(begun, '')).toBe(ours.replace(begun, ''));
});

it('names each answer once, and says why wherever we do not read what curl reads', () => {
  expect(new Set(ODD_ANSWERS.map(({ name }) => name)).size).toBe(ODD_ANSWERS.length);
  const unlike = ODD_ANSWERS.filter(({ curl, ours = curl }) => !curl.startsWith('exit') && ours !== curl);
  expect(unlike.filter(({ differs }) => differs === undefined)).toEqual([]);
});
