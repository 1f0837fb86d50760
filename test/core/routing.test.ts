// Which agent takes which person, against the plain rule: look at all agents and choose the best.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AgentSkill } from '../../src/core/agent.ts';
import {
  addFree,
  freeAgentsOf,
  joinQueue,
  leaveQueue,
  longestWaiting,
  noFreeAgents,
  noWaitingQueues,
  queueOf,
  removeFree,
} from '../../src/core/routing.ts';
import { toCallId, toMillis } from '../../src/core/units.ts';

const skillsArbitrary = fc.uniqueArray(
  fc.record({ skillId: fc.integer({ min: 1, max: 3 }), priority: fc.integer({ min: 1, max: 3 }) }),
  { selector: (skill) => skill.skillId, maxLength: 3 },
);

test('free agents stand by priority, then by how long they have been idle, whatever came before', () => {
  const step = fc.record({
    agentId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    skills: fc.option(skillsArbitrary, { nil: null }),
    idleSince: fc.integer({ min: 0, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const free = noFreeAgents();
      const plain = new Map<string, { skills: readonly AgentSkill[]; idleSince: number }>();
      for (const { agentId, skills, idleSince } of steps) {
        if (skills === null) {
          removeFree(free, agentId);
          plain.delete(agentId);
        } else {
          addFree(free, agentId, skills, toMillis(idleSince));
          plain.set(agentId, { skills, idleSince });
        }
        for (const skillId of [1, 2, 3]) {
          const expected = [...plain]
            .flatMap(([id, entry]) => {
              const skill = entry.skills.find((candidate) => candidate.skillId === skillId);
              return skill === undefined ? [] : [{ id, priority: skill.priority, since: entry.idleSince }];
            })
            .sort((a, b) => a.priority - b.priority || a.since - b.since || (a.id < b.id ? -1 : 1));
          expect(freeAgentsOf(free, skillId).map((entry) => entry.agentId)).toEqual(
            expected.map((entry) => entry.id),
          );
        }
      }
    }),
  );
});

test('an agent takes who has waited longest at the head of any of the agent’s lines', () => {
  const waiting = noWaitingQueues();
  const [one, two, three] = ['1-1', '1-2', '1-3'].map(toCallId);
  if (one === undefined || two === undefined || three === undefined) throw new Error('three calls');
  joinQueue(waiting, 5, one, toMillis(30));
  joinQueue(waiting, 6, two, toMillis(10));
  joinQueue(waiting, 6, three, toMillis(20));
  const both = [
    { skillId: 5, priority: 1 },
    { skillId: 6, priority: 9 },
  ];
  expect(longestWaiting(waiting, both)).toBe(two);
  leaveQueue(waiting, two);
  expect(longestWaiting(waiting, both)).toBe(three);
  expect(longestWaiting(waiting, [{ skillId: 7, priority: 1 }])).toBe(null);
  joinQueue(waiting, 7, one, toMillis(1));
  expect([...queueOf(waiting, 7).keys()]).toEqual([]);
});
