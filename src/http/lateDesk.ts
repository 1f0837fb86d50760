// The door opens before the workers begin. Until then there is a desk without agents, so that an early
// request is told to try again.
import { inBoth } from '../core/language.ts';
import type { Desk } from './deps.ts';

/** A desk that hands everything on to the one that `find` gives, as soon as there is one. */
export const lateDesk = (find: () => Desk | null): Desk => ({
  command: async (vdnId, agentId, command) =>
    (await find()?.command(vdnId, agentId, command)) ?? {
      refusal: 'agentsElsewhere',
      detail: inBoth('The server is starting. Try again in a moment.', '服务器正在启动，请稍后重试。'),
    },
  holds: (vdnId) => find()?.holds(vdnId) ?? false,
  agents: (vdnId) => find()?.agents(vdnId) ?? [],
  agent: (vdnId, agentId) => find()?.agent(vdnId, agentId) ?? null,
  watch: (vdnId, agentId, listener) => find()?.watch(vdnId, agentId, listener) ?? (() => undefined),
});
