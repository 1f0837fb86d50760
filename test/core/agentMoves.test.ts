// An agent's moves: whatever is asked and whatever happens, in any order, the agent stays whole.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  beginTalk,
  endTalk,
  giveCall,
  hasLeft,
  isFree,
  obey,
  reach,
  reserve,
  setFree,
  showOffer,
  signedInAgent,
  takeOffer,
} from '../../src/core/agentMoves.ts';
import type { AgentCommand, Offer, WorkingAgent } from '../../src/core/agentState.ts';
import { addSeconds, toCallId, toCampaignId, toContactId, toMillis } from '../../src/core/units.ts';

const now = toMillis(1_000_000);
const later = addSeconds(now, 30);
const campaignId = toCampaignId(1);
const call = { id: toCallId('1-1'), called: '139' };
const offer: Offer = {
  contactId: toContactId('1'),
  called: '139',
  customField: '',
  callData: '',
  offeredAt: now,
  dialsAt: later,
};

const telephone = { endpoint: 'anna', line: 'open' } as const;
const signedIn = signedInAgent('anna', [{ skillId: 5, priority: 1 }], telephone, null, now);
const absent = reach(signedIn, true);
const free = done(absent, { kind: 'ready' });
const reserved = giveCall(reserve(free, campaignId, now), call);
const talking = beginTalk(reserved, call.id, now);
const wrappingUp = endTalk(talking, call.id, 60, later);
const previewing = showOffer(free, campaignId, offer, now);

function done(agent: WorkingAgent, command: AgentCommand): WorkingAgent {
  const obeyed = obey(agent, command, later);
  if ('refusal' in obeyed) throw new Error(obeyed.detail.en_US);
  return obeyed.agent;
}

describe('who turns away', () => {
  test.each([
    ['a break', { kind: 'break', reason: 'lunch' }, 'onBreak'],
    ['signing out', { kind: 'signOut' }, 'signedOut'],
  ] as const)(
    '%s on a talk: status at once, call and wrap-up are finished first',
    (_name, command, status) => {
      const leaving = done(talking, command);
      expect(leaving).toMatchObject({ status, state: 'talking', callId: call.id });
      const after = endTalk(leaving, call.id, 60, later);
      expect(after).toMatchObject({ status, state: 'wrapUp' });
      expect(setFree(after, later)).toMatchObject({ status, state: 'idle', callId: null });
    },
  );

  test('with an offer: it is withdrawn and the agent idle at once', () => {
    expect(obey(previewing, { kind: 'break', reason: 'lunch' }, later)).toMatchObject({
      deed: 'withdrawOffer',
      agent: { status: 'onBreak', state: 'idle', offer: null },
    });
  });

  test('signed out during a call, then signed in again: on break until ready', () => {
    const leaving = done(talking, { kind: 'signOut' });
    expect(obey(leaving, { kind: 'ready' }, later)).toMatchObject({ refusal: 'notSignedIn' });
    expect(done(leaving, { kind: 'signIn', signOffAt: null })).toMatchObject({
      status: 'onBreak',
      state: 'talking',
    });
  });
});

test('an application that signs in again finds its agent as it was', () => {
  for (const agent of [free, reserved, talking, wrappingUp, previewing])
    expect(done(agent, { kind: 'signIn', signOffAt: null })).toBe(agent);
  expect(done(talking, { kind: 'signIn', signOffAt: later })).toEqual({ ...talking, signOffAt: later });
});

test('wrap-up has its limit; a limit of 0 leaves none', () => {
  expect(wrappingUp.wrapUpEndsAt).toBe(addSeconds(later, 60));
  expect(endTalk(talking, call.id, 0, later)).toMatchObject({ state: 'idle', callId: null });
});

test('events of another call move nobody', () => {
  const other = toCallId('1-2');
  expect(beginTalk(reserved, other, later)).toBe(reserved);
  expect(endTalk(talking, other, 60, later)).toBe(talking);
  expect(giveCall(reserved, { id: other, called: '1' })).toBe(reserved);
});

const commands = fc.constantFrom<AgentCommand>(
  { kind: 'signIn', signOffAt: null },
  { kind: 'ready' },
  { kind: 'break', reason: 'lunch' },
  { kind: 'signOut' },
  { kind: 'dialOffer' },
  { kind: 'skipOffer', reason: 'busy' },
  { kind: 'hangUp' },
  { kind: 'endWrapUp', businessResult: null, note: null },
  { kind: 'alive' },
);
const events = fc.constantFrom<(agent: WorkingAgent) => WorkingAgent>(
  (agent) => reserve(agent, campaignId, later),
  (agent) => giveCall(agent, call),
  (agent) => showOffer(agent, campaignId, offer, later),
  (agent) => takeOffer(agent, call, later),
  (agent) => beginTalk(agent, call.id, later),
  (agent) => endTalk(agent, call.id, 60, later),
  (agent) => setFree(agent, later),
);

test('in any order of commands and events the agent is whole', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(commands, events), { maxLength: 40 }), (steps) => {
      let agent = free;
      for (const step of steps) {
        if (hasLeft(agent)) return;
        if (typeof step === 'function') agent = step(agent);
        else {
          const obeyed = obey(agent, step, later);
          if ('agent' in obeyed) agent = obeyed.agent;
        }
        expect(agent.offer !== null).toBe(agent.state === 'previewing');
        expect(agent.wrapUpEndsAt !== null).toBe(agent.state === 'wrapUp');
        expect(agent.campaignId === null).toBe(agent.state === 'idle');
        if (agent.state === 'talking' || agent.state === 'wrapUp') expect(agent.callId).toBe(call.id);
        if (agent.state === 'idle' || agent.state === 'previewing') expect(agent.callId).toBe(null);
        if (agent.breakReason !== null) expect(agent.status).toBe('onBreak');
        expect(isFree(agent)).toBe(agent.status === 'ready' && agent.state === 'idle');
      }
    }),
  );
});
