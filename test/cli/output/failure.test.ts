import { expect, it } from 'vitest';
import { failureText } from '#local/failure-text.ts';
import { errorText } from '../../../cli/output/failure.ts';

it.each([
  { cause: 'Topic does not exist', text: 'SNS.NotFound: Topic does not exist' },
  { cause: '{"errorType":"Error","errorMessage":"disk full","trace":["at x"]}', text: 'SNS.NotFound: disk full' },
  { cause: '{"other":1}', text: 'SNS.NotFound: {"other":1}' },
  { cause: '', text: 'SNS.NotFound' },
])('says $text', ({ cause, text }) => {
  expect(failureText({ error: 'SNS.NotFound', cause })).toBe(text);
});

it('tells the cause of an error once', () => {
  expect(errorText(new Error('no alert was written', { cause: new Error('disk full') }))).toBe(
    'no alert was written: disk full',
  );
  expect(errorText(new Error('cannot write: disk full', { cause: new Error('disk full') }))).toBe(
    'cannot write: disk full',
  );
  expect(errorText('thrown text')).toBe('thrown text');
});
