// Whose end a refused call is, by SIP answer, by Q.850 cause, and by both; which answer Asterisk turns into
// which cause is tried over real SIP in test/asterisk/answers.test.ts.
import { describe, expect, test } from 'vitest';
import { causeTable, refusalOf, sipTable } from '../../../src/telephony/asterisk/causes.ts';

const answered = (status: number, rang = false) => {
  const cause = sipTable.find(({ sip }) => sip === status)?.q850 ?? 127;
  return refusalOf({ cause, techCause: status }, rang);
};

describe('a SIP answer without ringing', () => {
  test.each([401, 402, 407, 500, 501, 503, 504, 505, 513, 580, 599])('%i is trouble of ours', (status) => {
    expect(answered(status).whose).toBe('ours');
  });

  test.each([
    [404, 'noSuchNumber'],
    [410, 'noSuchNumber'],
    [480, 'switchedOff'],
    [484, 'noSuchNumber'],
    [486, 'busy'],
    [600, 'busy'],
    [603, 'rejected'],
    [604, 'noSuchNumber'],
    [607, 'rejected'],
    [608, 'rejected'],
    [302, 'noAnswer'],
  ])('%i says of the number: %s', (status, reason) => {
    expect(answered(status)).toMatchObject({ whose: 'number', reason });
  });

  test('502, and what a carrier also says of a blocked account, is doubtful', () => {
    expect(answered(502)).toMatchObject({ whose: 'doubtful', reason: 'outOfCoverage' });
    expect(answered(403)).toMatchObject({ whose: 'doubtful', reason: 'rejected' });
    expect(answered(488)).toMatchObject({ whose: 'doubtful', reason: 'placeFailed' });
  });

  test('is told in words, an unknown one by its number', () => {
    expect(answered(503).saying.en_US).toBe('the trunk answers 503 Service Unavailable');
    expect(answered(599).saying.en_US).toBe('the trunk answers 599');
  });
});

test('a call that has rung is the number’s, whatever is told, and never ends as not placed', () => {
  const rows = [
    ...sipTable.map(({ sip, q850 }) => [q850, sip] as const),
    ...causeTable.map(({ q850 }) => [q850, null] as const),
  ];
  for (const [cause, techCause] of rows) {
    const { whose, reason } = refusalOf({ cause, techCause }, true);
    expect([whose, ['busy', 'rejected', 'noAnswer'].includes(reason)]).toEqual(['number', true]);
  }
  expect(answered(603, true).reason).toBe('rejected');
  expect(answered(486, true).reason).toBe('busy');
  expect(answered(503, true).reason).toBe('noAnswer');
});

describe('a cause', () => {
  test('counts where no SIP answer is told', () => {
    expect(refusalOf({ cause: 17, techCause: null }, false)).toMatchObject({
      whose: 'number',
      reason: 'busy',
    });
    expect(refusalOf({ cause: 20, techCause: null }, false).reason).toBe('switchedOff');
    expect(refusalOf({ cause: 38, techCause: null }, false)).toMatchObject({
      whose: 'ours',
      saying: { en_US: 'the trunk ends calls with cause 38 (network out of order)' },
    });
    expect(refusalOf({ cause: 0, techCause: null }, false)).toMatchObject({
      whose: 'doubtful',
      reason: 'noAnswer',
    });
  });

  test('that is not the answer’s own came from the network, and says more', () => {
    expect(refusalOf({ cause: 1, techCause: 500 }, false)).toMatchObject({
      whose: 'number',
      reason: 'noSuchNumber',
    });
    expect(refusalOf({ cause: 127, techCause: 480 }, false).reason).toBe('switchedOff');
  });
});
