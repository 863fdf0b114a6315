import { describe, expect, it } from 'vitest';
import { readRecipeEvent } from '#checks-file/curl/recipe-event.ts';
import { recipeExpect } from '#checks-file/curl/recipe-words.ts';
import { isRecipeEvent } from '#core/run/input.ts';
import { checkOf, files } from './parsed.ts';

const EVENT = {
  curl_cmd: "curl -s -S -F 'data=sample' https://api.example/check",
  search_keyword: 'alive',
  ok_string: 'healthy!',
  ng_string: '"ng"',
};

const read = (event: unknown) => readRecipeEvent(event, files);

describe('readRecipeEvent', () => {
  it('reads the command of an event', () => {
    expect(read(EVENT)).toEqual({ event: EVENT, curl: checkOf(EVENT.curl_cmd) });
  });

  it("answers with the recipe's own words where the event has none", () => {
    const { ok_string: _, ng_string: __, ...event } = EVENT;
    expect(read(event)).toMatchObject({ event: { ok_string: 'healthcheck-ok', ng_string: 'healthcheck-ng' } });
  });

  it('tells every fault, those of the command with line and column', () => {
    expect(read({ curl_cmd: 'curl -Z h | jq', search_keyword: 5, ng_string: null, extra: 1 })).toEqual({
      faults: [
        'search_keyword is a number; write a string',
        'ng_string is null; write a string',
        '"extra" is no field of the event; take it out',
        'curl_cmd:1:6 curl: -Z would change the check and is not supported; take it out',
        'curl_cmd:1:11 a pipe is not part of a check; take out what follows it',
      ],
    });
    expect(read({})).toEqual({
      faults: ['curl_cmd is missing; write it', 'search_keyword is missing; write it'],
    });
  });

  it.each([
    [null, 'null'],
    [[], 'an array'],
    ['curl h', 'a string'],
  ])('refuses %j', (event, kind) => {
    expect(read(event)).toEqual({
      faults: [`the event is ${kind}; write an object with curl_cmd, search_keyword, ok_string, ng_string`],
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

describe('recipeExpect', () => {
  it.each([
    ['alive', 'alive'],
    ['', null],
  ])('wants exactly status 200, and of the keyword %j %j in the body', (keyword, wanted) => {
    expect(recipeExpect(keyword)).toEqual({
      status: [[200, 200]],
      keyword: wanted,
      absent: null,
      latencyMs: null,
      headers: [],
    });
  });
});
