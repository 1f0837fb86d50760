// How personal data is masked: by role, and by the names of fields.
import { describe, expect, test } from 'vitest';
import { masked, maskedNumber, maskingFor } from '../../src/core/masking.ts';

test.each([
  ['13900000001', '…01'],
  ['12345', '…45'],
  ['1234', '…'],
  ['12', '…'],
  ['', '…'],
  ['*100#1', '…#1'],
])('of the number %j %j is left', (called, left) => {
  expect(maskedNumber(called)).toBe(left);
});

test('the VDN says from whom numbers are hidden, and never from an administrator', () => {
  const all = { maskedFor: ['supervisor', 'agent', 'auditor'] } as const;
  expect(maskingFor('administrator', all)).toBe('none');
  expect(maskingFor('supervisor', all)).toBe('person');
  expect(maskingFor('auditor', all)).toBe('person');
  expect(maskingFor('agent', all)).toBe('number');
  expect(maskingFor('supervisor', { maskedFor: ['auditor'] })).toBe('none');
  expect(maskingFor('auditor', { maskedFor: [] })).toBe('none');
});

const call = {
  called: '13900000001',
  callerNumber: '4008001234567',
  customField: 'Frau Müller',
  callData: '{"phone":"13900000001","name":"Li Lei"}',
  note: 'ring +49 139-0000-0001 back on 2026-05-01, or 88 88 8',
  businessResult: 'sold 3 of 1000',
  flowVariables: { ani: '13900000001', menu: '3' },
  attempt: 1,
  endedAt: '2030-03-05T08:59:05.000Z',
  callId: '1898931540-2000001',
  nothing: null,
};

describe('what is told', () => {
  test('stays as it is where nothing is hidden', () => {
    expect(masked(call, 'none')).toBe(call);
  });

  test('has no person in it for who sees none', () => {
    expect(masked(call, 'person')).toEqual({
      ...call,
      called: '…01',
      customField: '…',
      callData: '…',
      note: 'ring +…01 back on …01, or …88',
      businessResult: 'sold 3 of 1000',
      flowVariables: { ani: '…01', menu: '3' },
    });
  });

  test('has the person in it for an agent, and no number', () => {
    const told = masked(call, 'number');
    expect(told).toMatchObject({
      called: '…01',
      customField: 'Frau Müller',
      callData: '{"phone":"…01","name":"Li Lei"}',
    });
    expect(JSON.stringify(told)).not.toContain('13900000001');
  });

  test('is masked however deep it lies, and what is not a text stays', () => {
    const deep = {
      items: [{ offer: { called: '13900000001', customField: '', callData: null } }],
      called: 7,
    };
    expect(masked(deep, 'person')).toEqual({
      items: [{ offer: { called: '…01', customField: '', callData: null } }],
      called: 7,
    });
  });

  test('a number that is too short to be one is not looked for in other texts', () => {
    expect(masked({ called: '1', callData: '{"floor":1}' }, 'number')).toEqual({
      called: '…',
      callData: '{"floor":1}',
    });
  });
});
