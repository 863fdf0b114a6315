import { describe, expect, it } from 'vitest';
import { fromRecipeEvent, isRecipeEvent } from '#core/checks/recipe/recipe-event.ts';
import { files, grammar, requestOf } from '../curl/parsed.ts';

const EVENT = {
  curl_cmd: "curl -s -S -F 'data=sample' https://api.example/check",
  search_keyword: 'alive',
  ok_string: 'healthcheck-ok',
  ng_string: 'healthcheck-ng',
};

describe('fromRecipeEvent', () => {
  it('wants exactly status 200 and the keyword in the body, at the first try', () => {
    expect(fromRecipeEvent(EVENT, grammar, files)).toEqual({
      check: {
        http: requestOf(EVENT.curl_cmd),
        timeoutMs: null,
        connectTimeoutMs: null,
        rechecks: 0,
        recheckAfterSeconds: null,
        statusBelow400: false,
        expect: { status: [[200, 200]], keyword: 'alive', absent: null, latencyMs: null, headers: [] },
        labels: { ok: 'healthcheck-ok', ng: 'healthcheck-ng' },
      },
    });
  });

  it('looks at the status alone when the keyword is empty', () => {
    expect(fromRecipeEvent({ ...EVENT, search_keyword: '' }, grammar, files)).toMatchObject({
      check: { expect: { keyword: null } },
    });
  });

  it('tells every fault, those of the command with line and column', () => {
    const event = { curl_cmd: 'curl -Z h | jq', search_keyword: 5, ok_string: 'ok', extra: 1 };
    expect(fromRecipeEvent(event, grammar, files)).toEqual({
      faults: [
        { path: 'search_keyword', message: 'search_keyword is a number; write a string' },
        { path: 'ng_string', message: 'ng_string is missing; write it' },
        { path: 'extra', message: '"extra" is no field of the event; take it out' },
        { path: 'curl_cmd', message: '1:6 curl: -Z would change the check and is not supported; take it out' },
        { path: 'curl_cmd', message: '1:11 a pipe is not part of a check; take out what follows it' },
      ],
    });
  });

  it.each([
    [null, 'null'],
    [[], 'an array'],
    ['curl h', 'a string'],
  ])('refuses %j', (event, kind) => {
    expect(fromRecipeEvent(event, grammar, files)).toEqual({
      faults: [
        {
          path: '',
          message: `the event is ${kind}; write an object with curl_cmd, search_keyword, ok_string, ng_string`,
        },
      ],
    });
  });

  it('is told from a check by its curl_cmd', () => {
    expect([EVENT, { curl_cmd: 1 }, { curl: 'curl h' }, null, ['curl_cmd']].map(isRecipeEvent)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
